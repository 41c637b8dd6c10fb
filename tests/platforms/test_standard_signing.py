"""The corners of the generic receiver's signatures: lists, versions, kinds of keys, two schemes.

Tests of: `platforms.families.signed_webhooks`, `platforms.signing`.
"""

import pytest

from model.http import Request
from platforms.families.signed_webhooks import sign_as
from platforms.registry import platform
from tests.platforms.proofs import NOW, PROOFS, Golden

PROOF = PROOFS["standard_webhooks"]
SYMMETRIC, (ED25519, ZENDESK) = PROOF.golden, PROOF.others
GOOD = SYMMETRIC.headers["webhook-signature"]
GOOD_V1A = ED25519.headers["svix-signature"]


def accepts(golden: Golden, secrets: dict[str, str] | None = None, /, **headers: str | None) -> bool:
    records = [golden.secrets if secrets is None else secrets]
    return platform("standard_webhooks").verify(golden.request(**headers), records, NOW)


@pytest.mark.parametrize(
    "signatures",
    [
        f"v1,AAAA {GOOD}",
        f"{GOOD} v1,AAAA",
        f"garbage {GOOD}",
        f"v2,{GOOD[3:]} v9, , v1 {GOOD}",
        f"v1a,AAAA {GOOD}",
        f"  {GOOD}  ",
    ],
)
def test_one_good_signature_is_enough(signatures: str) -> None:
    assert accepts(SYMMETRIC, webhook_signature=signatures)


@pytest.mark.parametrize(
    "signatures",
    [GOOD[3:], f"v2,{GOOD[3:]}", f"v1a,{GOOD[3:]}", f"V1,{GOOD[3:]}", f"v1={GOOD[3:]}", GOOD.rstrip("="), GOOD[:-2]],
)  # fmt: skip
def test_no_good_signature(signatures: str) -> None:
    assert not accepts(SYMMETRIC, webhook_signature=signatures)


def test_a_list_without_end_is_not_looked_at() -> None:
    assert not accepts(SYMMETRIC, webhook_signature="v1,AAAA " * 2_000 + GOOD)


def test_prefix_and_padding_of_the_secret_are_optional() -> None:
    bare = SYMMETRIC.secrets["secret"].removeprefix("whsec_")
    assert accepts(SYMMETRIC, {"secret": bare})
    assert accepts(SYMMETRIC, {"secret": bare.rstrip("=")})
    assert not accepts(SYMMETRIC, {"secret": "whsec_"})
    assert not accepts(SYMMETRIC, {"secret": "whsec_###"})


def test_a_public_key_is_never_an_hmac_key() -> None:
    """Whoever knows it, and everybody may, could sign otherwise."""
    key = ED25519.secrets["secret"]
    for secret in (key, "whsk_" + key.removeprefix("whpk_")):
        with pytest.raises(ValueError, match="symmetric"):
            platform("standard_webhooks").sign(b"{}", {"secret": secret}, NOW)
    forged = platform("standard_webhooks").sign(b"{}", {"secret": key.removeprefix("whpk_")}, NOW).headers
    verify = platform("standard_webhooks").verify
    assert not verify(Request.of("POST", forged, {}, b"{}"), [ED25519.secrets], NOW)


def test_an_hmac_secret_is_no_public_key() -> None:
    assert not accepts(ED25519, {"secret": ED25519.secrets["secret"].removeprefix("whpk_")})
    assert not accepts(ED25519, {"secret": "whpk_AAAA"})
    assert not accepts(SYMMETRIC, svix_signature=GOOD_V1A)


def test_both_names_at_once_must_agree() -> None:
    same = {name.replace("webhook_", "svix_"): value for name, value in _underscored(SYMMETRIC).items()}
    assert accepts(SYMMETRIC, **same)
    assert not accepts(SYMMETRIC, **{**same, "svix_id": "msg_other"})
    assert not accepts(SYMMETRIC, svix_id="msg_golden")
    assert not accepts(SYMMETRIC, webhook_id=None, svix_id="msg_golden")


def test_headers_of_both_schemes_are_refused() -> None:
    assert not accepts(SYMMETRIC, **_underscored(ZENDESK))
    assert not accepts(ZENDESK, webhook_id="msg_golden")


def test_a_point_in_the_id_is_refused() -> None:
    """The signed text is parted by points: id and time could be read in two ways."""
    signed = platform("standard_webhooks")
    headers = sign_as("msg.golden", b"{}", SYMMETRIC.secrets["secret"], NOW).headers
    assert not signed.verify(Request.of("POST", headers, {}, b"{}"), [SYMMETRIC.secrets], NOW)


@pytest.mark.parametrize(
    ("stamp", "body"),
    [
        ("2025-10-09T08:53:20", b"Z" + ZENDESK.body),
        ("2025-10-09T08:53:20Z{", ZENDESK.body[1:]),
        ("2025-10-09T08:53:2", b"0Z" + ZENDESK.body),
    ],
)
def test_no_byte_moves_between_zendesks_time_and_body(stamp: str, body: bytes) -> None:
    request = ZENDESK.request(body, **{"x-zendesk-webhook-signature-timestamp": stamp})
    assert not platform("standard_webhooks").verify(request, [ZENDESK.secrets], NOW)


def test_zendesk_takes_no_key_of_the_other_scheme() -> None:
    for prefix in ("whpk_", "whsk_"):
        assert not accepts(ZENDESK, {"secret": prefix + "golden-zendesk-secret"})


def _underscored(golden: Golden) -> dict[str, str | None]:
    return {name.replace("-", "_"): value for name, value in golden.headers.items()}
