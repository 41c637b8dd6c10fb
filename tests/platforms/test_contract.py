"""What every platform owes: one suite over the registry; a platform without a row in PROOFS fails.

Tests of: `platforms.frame`, `platforms.registry`, `platforms.reading.described`, `platforms.reading.table`,
`platforms.families.feed`, `platforms.families.written`.
"""

import json
from dataclasses import astuple, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import Malformed
from model.event import Event
from model.http import Delivery, Request
from platforms import registry
from platforms.base import Platform
from platforms.registry import names, platform
from tests.platforms.cases import cases, mutations
from tests.platforms.proofs import DELIVERING, NOW, PROOFS, Golden, Proof

WINDOW = 300
ROWS = [(name, PROOFS[name]) for name in names() if name in PROOFS]
GOLDEN = [(name, golden) for name, proof in ROWS for golden in (proof.golden, *proof.others)]

every_name = pytest.mark.parametrize("name", names())
every = pytest.mark.parametrize(("name", "proof"), ROWS, ids=[name for name, _ in ROWS])
every_golden = pytest.mark.parametrize(
    ("name", "golden"),
    GOLDEN,
    ids=[f"{name}-{next(iter(golden.headers), 'query')}" for name, golden in GOLDEN],
)
every_covered = pytest.mark.parametrize(
    ("name", "golden"),
    [(name, golden) for name, golden in GOLDEN if PROOFS[name].body_covered],
)


def accepts(name: str, request: Request, *records: dict[str, str], now: int = NOW) -> bool:
    """As a caller maps it: only a plain True is a yes."""
    return platform(name).verify(request, records, now) is True


def test_every_platform_that_calls_us_has_a_row() -> None:
    assert set(PROOFS) == set(DELIVERING)
    assert {name for name in names() if "webhook" in platform(name).capabilities} == set(DELIVERING)


@pytest.mark.parametrize("name", sorted(set(names()) - set(DELIVERING)))
def test_who_never_calls_us_proves_nothing(name: str) -> None:
    found = platform(name)
    assert found.capabilities & {"poll", "archive"}
    assert found.secrets == ()
    lacking: list[list[dict[str, str]]] = [[], [{}], [{"secret": "", "": ""}]]
    for secrets in lacking:
        for method, headers in (("POST", {}), ("GET", {}), ("POST", {"authorization": "Bearer "})):
            request = Request.of(method, headers, {"hub.challenge": "1"}, b"{}")
            assert found.verify(request, secrets, NOW) is False
            assert found.handshake(request, secrets) is None
    with pytest.raises(NotImplementedError):
        found.sign(b"{}", {}, NOW)


def test_the_registry_knows_every_platform_file() -> None:
    for name in names():
        assert platform(name).name == name
        assert registry.MODULES[name].rpartition(".")[2] == name


@every_name
def test_describes_itself(name: str) -> None:
    found = platform(name)
    assert found.title
    assert found.docs_url.startswith("https://")
    if name in PROOFS:
        assert {secret.name for secret in found.secrets} <= set(PROOFS[name].golden.secrets)
    assert all(secret.help for secret in found.secrets)
    assert found.capabilities <= CAPABILITIES
    assert all(header == header.lower() for header in found.kept_headers)


CAPABILITIES = {
    "webhook", "handshake", "poll", "archive", "reply_public", "reply_private", "broadcast", "edits", "deletes",
}  # fmt: skip


@every_golden
def test_golden_request_is_accepted(name: str, golden: Golden) -> None:
    assert accepts(name, golden.request(), golden.secrets)


@every_golden
def test_header_names_in_any_case(name: str, golden: Golden) -> None:
    headers = {header.title(): value for header, value in golden.headers.items()}
    assert accepts(name, Request.of("POST", headers, golden.query, golden.body), golden.secrets)


@every
def test_signs_what_it_verifies(name: str, proof: Proof) -> None:
    body = '{"text":"Grüße \\ud83d\\ude00"}'.encode()
    made_up = platform(name).make_up_secrets(bytes(range(32)))
    signed = platform(name).sign(body, made_up, NOW)
    assert accepts(name, Request.of("POST", signed.headers, signed.query, signed.body or body), made_up)
    others = platform(name).make_up_secrets(bytes(range(1, 33)))
    assert not accepts(name, Request.of("POST", signed.headers, signed.query, signed.body or body), others)


@every_covered
def test_another_body_is_rejected(name: str, golden: Golden) -> None:
    body = golden.body
    flipped = [body[:i] + bytes([body[i] ^ 1]) + body[i + 1 :] for i in range(len(body))]
    reordered = json.dumps(dict(reversed(json.loads(body).items())), indent=1).encode()
    for other in (*flipped, body + b" ", b" " + body, body[:-1], b"", reordered, body.replace(b":", b": ")):
        if other != body:
            assert not accepts(name, golden.request(other), golden.secrets)


@every
def test_covered_headers_are_covered(name: str, proof: Proof) -> None:
    for header in proof.covered_headers:
        value = proof.golden.headers[header]
        for other in (value[:-1], value + "0", " " + value, value + " ", "+" + value, "0" + value, ""):
            changed = proof.golden.request(**{header: other})
            assert not accepts(name, changed, proof.golden.secrets)


@every_golden
def test_wrong_empty_and_missing_secrets_are_rejected(name: str, golden: Golden) -> None:
    request = golden.request()
    for secret in golden.secrets:
        for value in ("", " ", "wrong", golden.secrets[secret] + "x", golden.secrets[secret].swapcase()):
            assert not accepts(name, request, {secret: value})
    assert not accepts(name, request, {})
    assert not accepts(name, request, {"other": "value"})
    assert not accepts(name, request)


@every
def test_an_empty_secret_proves_nothing(name: str, proof: Proof) -> None:
    empty = dict.fromkeys(proof.golden.secrets, "")
    for value in ("", "sha256=", "v0=", "v1,", "sha256=" + "0" * 64):
        assert not accepts(name, proof.golden.request(**{proof.header: value}), empty)


@every_golden
def test_the_previous_secret_still_counts(name: str, golden: Golden) -> None:
    current = dict.fromkeys(golden.secrets, "whsec_bmV3ZXItc2VjcmV0LW9mLXRoaXJ0eS10d28tYnl0ZXM=")
    assert accepts(name, golden.request(), current, golden.secrets)
    assert not accepts(name, golden.request(), current)


@every_golden
def test_a_missing_header_is_rejected(name: str, golden: Golden) -> None:
    for header in golden.headers:
        assert not accepts(name, golden.request(**{header: None}), golden.secrets)


GARBAGE = ["", " ", ",", "=", "sha256", "sha256=", "sha1=00", "v0", "v1", "v1,", "v1,###", "v1a,AAAA", "\x00", "é" * 40,
           "😀", "\ud800", "0" * 100_000, "None", "null", "true"]  # fmt: skip


@every_golden
def test_broken_headers_are_rejected(name: str, golden: Golden) -> None:
    for header, value in golden.headers.items():
        doubled = [f"{value},{value}", value + "\x00", value + "é", value + "0" * 100_000]
        if not (PROOFS[name].many_signatures and header.endswith("-signature")):
            doubled.append(f"{value}, {value}")
        for broken in (*GARBAGE, *doubled):
            assert not accepts(name, golden.request(**{header: broken}), golden.secrets)


@every_golden
def test_the_clock(name: str, golden: Golden) -> None:
    for offset in (-301, -300, -299, 0, 299, 300, 301):
        in_time = PROOFS[name].signed_time is None or abs(offset) <= WINDOW
        assert accepts(name, golden.request(), golden.secrets, now=NOW + offset) is in_time


@every
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_fuzzed_request_is_accepted(name: str, proof: Proof, data: st.DataObject) -> None:
    headers = {header: data.draw(st.text(max_size=80)) for header in proof.golden.headers}
    body = data.draw(st.binary(max_size=80))
    if headers.get(proof.header) != proof.golden.headers.get(proof.header, ""):
        assert not accepts(name, Request.of("POST", headers, {}, body), proof.golden.secrets)


SCRIPT = "<script>alert(1)</script>"


@every
def test_a_handshake_reflects_no_page(name: str, proof: Proof) -> None:
    queries: list[dict[str, str]] = [
        {"hub.mode": "subscribe", "hub.verify_token": "golden-verify-token", "hub.challenge": SCRIPT},
        {"crc_token": SCRIPT},
        {"challenge": SCRIPT, "hub.challenge": "x" * 10_000, "hub.mode": "subscribe"},
        {},
    ]
    for query in queries:
        answer = platform(name).handshake(Request.of("GET", {}, query), [proof.golden.secrets])
        assert (answer is not None) is proof.get_is_handshake
        if answer is not None and answer.status == 200:
            assert not answer.content_type.startswith("text/html")
            assert answer.content_type.startswith("text/plain") or SCRIPT not in answer.body


@every
def test_a_handshake_needs_a_secret(name: str, proof: Proof) -> None:
    for query in (
        {"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1"},
        {"crc_token": "1"},
    ):
        lacking: list[list[dict[str, str]]] = [[], [{}], [dict.fromkeys(proof.golden.secrets, "")]]
        for secrets in lacking:
            answer = platform(name).handshake(Request.of("GET", {}, query), secrets)
            assert answer is None or answer.status >= 400


@every
def test_a_delivery_is_no_handshake(name: str, proof: Proof) -> None:
    for case in cases(name):
        request = Request.of("POST", {**proof.golden.headers, **case.headers}, {}, case.body)
        answer = platform(name).handshake(request, [proof.golden.secrets])
        assert (answer is not None) is case.handshake


# Reading


def outcome(
    found: Platform,
    body: bytes,
    headers: dict[str, str] | None = None,
    source: str = "",
    fetched: dict[str, Any] | None = None,
) -> list[Event] | Malformed:
    """Events or Malformed: anything else that is raised fails the test."""
    headers = headers or {}
    try:
        come = Delivery(found.name, body, headers, NOW * 1000, source or usual(found), fetched=fetched)
        events = found.read_delivery(come)
    except Malformed as error:
        return error
    assert isinstance(events, list)
    for event in events:
        assert isinstance(event, Event)
        json.dumps(vars_of(event), ensure_ascii=False).encode()  # no lone surrogate is left to crash later
    return events


def usual(found: Platform) -> str:
    """How its deliveries come."""
    return next((word for word in ("webhook", "page") if USUAL[word] in found.capabilities), "archive")


USUAL = {"webhook": "webhook", "page": "poll"}


def vars_of(event: Event) -> dict[str, Any]:
    """Every field of an event, with nothing that JSON does not know."""
    values: dict[str, Any] = {field: getattr(event, field) for field in Event.__dataclass_fields__}
    people = [each for each in (event.author, event.answered, *event.mentioned) if each is not None]
    told = [[each.id, each.name, each.handle, *each.words] for each in people]
    assert all(isinstance(word, str | None) for words in told for word in words)
    values |= {"author": told, "answered": None, "mentioned": None}
    files = [[m.type, m.url, m.id, m.name] for m in event.media]
    assert all(isinstance(f, str | None) for file in files for f in file)
    for field in ("external_id", "dedupe_id", "text", "parent_id", "thread_id"):
        assert isinstance(values[field], str | None), field
    assert isinstance(values["occurred_at"], int | None)
    figures = () if event.figures is None else astuple(event.figures)
    assert all(isinstance(each, int | None) for each in figures)
    values["figures"] = figures
    handle = [] if event.reply_handle is None else [*event.reply_handle.values, event.reply_handle.expires_at]
    named = [[each.id, *each.words] for each in event.named]
    assert all(isinstance(word, str) for words in named for word in words)
    return {**values, "media": files, "named": named, "reply_handle": handle}


UNREADABLE = {
    "empty": b"",
    "not json": b"hello",
    "cut off": b'{"a":',
    "not utf-8": b'{"a":"\xff"}',
    "utf-16": '{"a":1}'.encode("utf-16"),
    "nan": b'{"a":NaN}',
    "infinity": b'{"a":-Infinity}',
    "too large a float": b'{"a":1e999}',
    "duplicate key": b'{"update_id":1,"update_id":2}',
    "deep": b"[" * 65 + b"]" * 65,
    "depth bomb": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "many nodes": b"[" + b"1," * 100_001 + b"1]",
    "5000 digits": b'{"update_id":' + b"9" * 5000 + b"}",
    "a number": b"1",
    "a word": b'"text"',
    "null": b"null",
}


@every_name
@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_the_unreadable_is_malformed(name: str, body: bytes) -> None:
    found = outcome(platform(name), body)
    # Of an archive's other files (pictures, cards) nothing is told, and nothing is wrong with them.
    assert isinstance(found, Malformed) or (usual(platform(name)) == "archive" and found == [])


@every_name
def test_malformed_tells_no_content(name: str) -> None:
    for body in (b'{"secret words', b'{"update_id":"secret words","message":[]}', b"secret words=1"):
        found = outcome(platform(name), body)
        assert "secret" not in str(found) or not isinstance(found, Malformed)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@every_name
@settings(max_examples=80, deadline=None)
@given(value=VALUES)
def test_any_json_gives_events_or_malformed(name: str, value: Any) -> None:
    headers = dict.fromkeys(platform(name).kept_headers, "post_created")
    outcome(platform(name), json.dumps(value).encode(), headers)


@every_name
def test_any_type_in_any_field_gives_events_or_malformed(name: str) -> None:
    found, tried = platform(name), 0
    for case in cases(name):
        for body in mutations(case):
            outcome(found, body, case.headers, case.source, case.fetched)
            tried += 1
    assert tried > 1_000


@every_name
def test_parsing_twice_gives_the_same(name: str) -> None:
    for case in cases(name):
        first, second = (
            outcome(platform(name), case.body, case.headers, case.source, case.fetched) for _ in range(2)
        )
        assert first == second


@every_name
def test_headers_the_parser_needs_are_kept(name: str) -> None:
    """What the queue does not carry must not matter."""
    found = platform(name)
    for case in cases(name):
        kept = {header: value for header, value in case.headers.items() if header in found.kept_headers}
        full = case.delivery(name, NOW * 1000)
        assert found.read_delivery(full) == found.read_delivery(replace(full, headers=kept))
