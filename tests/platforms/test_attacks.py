"""Attacks on the proofs and ids of every registered platform, and so of those to come.

Tests of: `ingest.addressing`, `platforms.base`, `platforms.challenge`.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from ingest.addressing import add_scope
from ingest.arrival import make_arrival
from ingest.judging_requests import judge_request
from model.event import Event, Kind, Signal
from model.http import Delivery, Request
from platforms.base import Platform, Scope
from platforms.registry import names, platform
from store.brand.accounts import Account
from tests.platforms.cases import Case, cases
from tests.platforms.proofs import DELIVERING, NOW, PROOFS

every = pytest.mark.parametrize("name", names())
every_delivering = pytest.mark.parametrize("name", DELIVERING)

TOKENS = ("crc_token", "hub.challenge", "challenge", "echostr", "validationToken", "challengeCode", "msg")
"""Parameters in which platforms send what they want to see proved."""

DESTRUCTIVE = frozenset({Signal.ERASE_PERSON, Signal.HIDE_PERSON, Signal.REVOKED, Signal.APP_REMOVED})


def _asked(name: str, token: str) -> str:
    """What a handshake answers to a token that is put wherever a platform may look for one."""
    secrets = PROOFS[name].golden.secrets
    query = dict.fromkeys(TOKENS, token) | {"hub.mode": "subscribe"}
    if "verify_token" in secrets:
        query["hub.verify_token"] = secrets["verify_token"]
    answer = judge_request(platform(name), Request.of("GET", {}, query), [secrets], NOW)
    return "" if answer is None or answer.status >= 300 else answer.body


def _texts(answer: str) -> Iterator[str]:
    """Everything in an answer that might be a proof."""
    yield answer
    try:
        value = json.loads(answer)
    except ValueError:
        return
    if isinstance(value, dict):
        yield from (str(each) for each in value.values())


def _is_taken(name: str, body: bytes, headers: dict[str, str]) -> bool:
    request = Request.of("POST", headers, {}, body)
    return judge_request(platform(name), request, [PROOFS[name].golden.secrets], NOW) is None


@every_delivering
def test_no_handshake_proves_a_delivery(name: str) -> None:
    golden, header = PROOFS[name].golden, PROOFS[name].header
    bodies = [golden.body, *(case.body for case in cases(name)), b"{}", b"[]", b'{"a":1}', b"a=b", b"1"]
    for body in bodies:
        for proof in _texts(_asked(name, body.decode())):
            headers = {**golden.headers, header: proof}
            if headers != golden.headers:
                assert not _is_taken(name, body, headers)
                assert not _is_taken(name, body, {**headers, header: f"sha256={proof}"})


@every_delivering
def test_what_a_handshake_signs_is_no_delivery(name: str) -> None:
    for token in ("abc123", "NDkxMmU0ODItYmEwZC00NzE2", "a" * 256, "1", "a.b-c_d~e+f/g="):
        answer = _asked(name, token)
        proofs = [each for each in _texts(answer) if each not in ("", token)]
        for proof in proofs:
            headers = {**PROOFS[name].golden.headers, PROOFS[name].header: proof}
            assert not _is_taken(name, token.encode(), headers)


@every_delivering
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "post ", "X"])
def test_nothing_but_a_post_delivers(name: str, method: str) -> None:
    golden = PROOFS[name].golden
    request = Request.of(method, golden.headers, {}, golden.body)
    answer = judge_request(platform(name), request, [golden.secrets], NOW)
    assert answer is not None
    assert answer.status >= 400


def _destroys(events: list[Event]) -> set[Any]:
    """What is taken away on the word of the signed part alone."""
    return {
        (event.kind, event.external_id, event.author_id, event.signal)
        for event in events
        if not event.uncovered and (event.kind is Kind.DELETE or event.signal in DESTRUCTIVE)
    }


def _parsed(found: Platform, case: Case, headers: dict[str, str]) -> list[Event]:
    from model.errors import Malformed

    try:
        return found.read_delivery(replace(case.delivery(found.name, NOW * 1000), headers=headers))
    except Malformed:
        return []


@every_delivering
def test_no_header_outside_of_the_signature_destroys_anything(name: str) -> None:
    found = platform(name)
    open_headers = set(found.kept_headers) - set(PROOFS[name].covered_headers) - {PROOFS[name].header}
    values = {
        header: {case.headers[header] for case in cases(name) if header in case.headers}
        for header in open_headers
    }
    for case in cases(name):
        signed = _destroys(_parsed(found, case, case.headers))
        for header, others in values.items():
            for value in others:
                changed = _destroys(_parsed(found, case, {**case.headers, header: value}))
                assert {each[1:3] for each in changed} <= {each[1:3] for each in signed}, case.name


@every
def test_what_destroys_an_account_names_it(name: str) -> None:
    for case in cases(name):
        for event in _parsed(platform(name), case, case.headers):
            assert event.signal is not Signal.REVOKED or event.account_id is not None


WITHOUT_OWN_ROW = frozenset({Kind.CONTROL, Kind.IGNORE, Kind.JOIN, Kind.LEAVE})
"""Kinds that are no row of their own, or one that is named after who did what."""


def _hid(realm: str, scope: str, native: str) -> str:
    return json.dumps([realm, scope, native])


def _kept(name: str, case: Case, account: Account) -> list[tuple[str, str | None]]:
    """Ids of items and people, as they are kept through an account."""
    found = platform(name)
    own = (account.native_id, *account.self_ids)
    events = found.read_delivery(replace(case.delivery(name, NOW * 1000), self_ids=own))
    arrivals = [
        make_arrival(
            add_scope(event, found, account), "acme", name, account.id, frozenset(own), NOW * 1000, _hid
        )
        for event in events
        if event.external_id is not None and event.kind not in WITHOUT_OWN_ROW
    ]
    return [(each.interaction.id, each.interaction.author) for each in arrivals if each is not None]


SAME_EVERYWHERE = frozenset(
    """
    activitypub activitystreams bluesky discord email facebook github google_business google_plus igloo
    instagram line linkedin messenger pinterest reddit teams telegram threads tiktok trustpilot
    webmention whatsapp x youtube
    """.split()
)
"""Who takes an id's usual meaning for items, people or both: it is the same before every account of ours."""


@every
def test_equal_ids_of_two_accounts_meet_or_stay_apart_as_declared(name: str) -> None:
    found = platform(name)
    declared = {field for each in type(found).__mro__ if each is not Platform for field in vars(each)}
    assert name in SAME_EVERYWHERE or {"item_scope", "person_scope"} <= declared
    one, two = (Account(each, "acme", name, "e", native_id=f"90{each}") for each in "12")
    for case in cases(name):
        if case.self_ids and found.names_account:
            continue
        for (item, author), (other_item, other_author) in zip(
            _kept(name, case, one), _kept(name, case, two), strict=True
        ):
            if found.item_scope is not Scope.PLACE:
                assert (item != other_item) is (found.item_scope is Scope.ACCOUNT), case.name
            if author is not None and other_author is not None and found.person_scope is not Scope.PLACE:
                assert (author != other_author) is (found.person_scope is Scope.ACCOUNT), case.name


@every
def test_ids_of_a_place_name_it(name: str) -> None:
    found = platform(name)
    if found.person_scope is Scope.PLACE:
        for case in cases(name):
            for event in case.events:
                assert event.author_id is None or event.person_scope, case.name


EMPTY_KINDS = frozenset({Kind.MESSAGE, Kind.COMMENT, Kind.POST, Kind.MENTION, Kind.REVIEW, Kind.EDIT})


@every
def test_nobody_is_shown_an_empty_message(name: str) -> None:
    """A sample that has nothing to show says why, with `unreadable` in its `why`."""
    for case in cases(name):
        for event in case.events:
            shown = event.text or event.title or event.media or event.rating
            assert event.kind not in EMPTY_KINDS or shown or "unreadable" in case.why, case.name


def test_two_business_connections_of_one_bot_number_their_messages_apart() -> None:
    bodies = [
        {
            "update_id": 1,
            "business_message": {
                "message_id": 5,
                "business_connection_id": connection,
                "date": NOW,
                "chat": {"id": 77, "type": "private"},
                "from": {"id": 77, "first_name": "Anna"},
                "text": "hi",
            },
        }
        for connection in ("one", "two")
    ]
    made = [
        platform("telegram").parse(
            Delivery("telegram", json.dumps(body).encode(), {}, NOW * 1000, self_ids=("9001",))
        )[0]
        for body in bodies
    ]
    assert made[0].external_id == made[1].external_id
    assert made[0].scope != made[1].scope
    assert made[0].person_scope == made[1].person_scope
