"""ActivityPub: whose signature an inbox takes, and what it must cover.

Tests of: `platforms.families.http_signature`, `platforms.families.activitystreams`, `platforms.activitypub.proof`.
"""

import json

import pytest

from model.http import Request
from platforms.families.http_signature import read_claim
from platforms.registry import platform
from platforms.secret import SecretRefused
from tests.platforms.proofs import NOW, PROOFS

INBOX = platform("activitypub")
DRAFT, NEWER = PROOFS["activitypub"].golden, PROOFS["activitypub"].others[0]
ONE_KEY = json.loads(DRAFT.secrets["public_keys"])["people.example"]


def test_a_key_that_was_fetched_proves_what_it_signed() -> None:
    for golden in (DRAFT, NEWER):
        assert INBOX.verify(golden.request(), [{"public_keys": ONE_KEY}], NOW)
        claim = read_claim(golden.request(), NOW)
        assert claim is not None
        assert claim.key_id == "https://people.example/users/ann#main-key"


def test_a_key_speaks_for_its_own_host_only() -> None:
    keys = json.dumps({"other.example": ONE_KEY})
    assert not INBOX.verify(DRAFT.request(), [{"public_keys": keys}], NOW)
    body = DRAFT.body.replace(b'"actor":"https://people.example', b'"actor":"https://other.example')
    made = INBOX.sign(body, DRAFT.secrets, NOW)
    signed = made.headers["signature"].replace("https://other.example", "https://people.example")
    request = Request.of("POST", {**made.headers, "signature": signed}, {}, body)
    assert read_claim(request, NOW) is not None, "digest and date are right"
    assert not INBOX.verify(request, [{"public_keys": ONE_KEY}], NOW)


def test_the_signed_time_is_no_older_than_half_a_day() -> None:
    for golden in (DRAFT, NEWER):
        assert INBOX.verify(golden.request(), [golden.secrets], NOW + 12 * 3600)
        assert not INBOX.verify(golden.request(), [golden.secrets], NOW + 12 * 3600 + 1)
        assert not INBOX.verify(golden.request(), [golden.secrets], NOW - 3601)


@pytest.mark.parametrize("left_out", ["(request-target) ", "host ", "date ", " digest"])
def test_what_an_inbox_demands_must_be_covered(left_out: str) -> None:
    signature = DRAFT.headers["signature"].replace(left_out, "", 1)
    assert read_claim(DRAFT.request(signature=signature), NOW) is None
    assert read_claim(DRAFT.request(signature=signature), NOW, strict=False) is not None


COVERED = '"@method" "@target-uri" "content-digest"'


@pytest.mark.parametrize(
    "told",
    [
        'sig1=("@method" "content-digest");created=1760000000;keyid="k"',
        f'sig1=({COVERED});keyid="k"',
        f"sig1=({COVERED});created=1760000000",
        f'sig1=({COVERED});created=1760000000;expires=1;keyid="k"',
        f'sig1=("date";req {COVERED});created=1760000000;keyid="k"',
    ],
)
def test_a_newer_signature_says_all_that_it_must(told: str) -> None:
    assert read_claim(NEWER.request(signature_input=told), NOW) is None
    assert read_claim(NEWER.request(signature_input=f"{told}, {told.replace('sig1', 'sig2')}"), NOW) is None


def test_an_activity_is_taken_to_be_looked_at() -> None:
    answer = INBOX.receipt(DRAFT.request(), lambda: ("", ""))
    assert answer is not None
    assert answer.status == 202


def test_keys_are_entered_by_host() -> None:
    (secret,) = INBOX.secrets
    assert secret.clean(DRAFT.secrets["public_keys"]) == DRAFT.secrets["public_keys"]
    for other in (ONE_KEY, "[]", '{"people.example": ""}', '{"people.example": '):
        with pytest.raises(SecretRefused):
            secret.clean(other)
