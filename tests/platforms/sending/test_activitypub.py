"""An answer on ActivityPub: where it goes, who sees it, who signed it, and that it reads as it was written."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from model.event import Event, Kind, Mode
from model.http import Call, Delivery, Request, Result
from platforms.registry import platform
from platforms.sending.activitypub import PUBLIC, SENDER
from platforms.sending.answer import SendAnswer
from platforms.sending.escaping import write_html
from platforms.sending.outgoing import Outgoing, Unsendable
from tests.platforms.proofs import NOW, PROOFS

SECRETS = PROOFS["activitypub"].golden.secrets
KEY = json.loads(SECRETS["public_keys"])["people.example"]
US, ANN = "https://shop.example/actors/acme", "https://people.example/users/ann"
INBOX = f"{ANN}/inbox"
CREDENTIALS = {"private_key": SECRETS["private_key"], "key_id": f"{US}#main-key"}
OUT = Outgoing(
    "reply", account=US, text="Thanks <b>", item=f"{ANN}/1", person=ANN, key="k1", prepared=INBOX,
    now=NOW, made_at=NOW * 1000,
)  # fmt: skip


def make(out: Outgoing) -> dict[str, Any]:
    return dict(json.loads(SENDER.make_call(out, CREDENTIALS).body))


def hear(call: Call) -> Request:
    """What the server that is asked sees."""
    parts = urlsplit(call.url)
    assert call.headers["host"] == parts.netloc
    return Request.of(call.method, call.headers, {}, call.body, target=parts.path)


def read(out: Outgoing) -> Event:
    body = SENDER.make_call(out, CREDENTIALS).body
    (event,) = platform("activitypub").parse(Delivery("activitypub", body, {}, NOW, self_ids=(ANN,)))
    return event


def test_whoever_is_asked_can_prove_who_wrote() -> None:
    call = SENDER.make_call(OUT, CREDENTIALS)
    assert (call.method, call.url) == ("POST", INBOX)
    inbox, known = platform("activitypub"), [{"public_keys": KEY}]
    assert inbox.verify(hear(call), known, NOW)
    assert not inbox.verify(replace(hear(call), body=call.body + b" "), known, NOW)
    assert not inbox.verify(replace(hear(call), target="/elsewhere"), known, NOW)


def test_an_inbox_is_asked_for_first_and_signed_too_for_servers_that_want_it() -> None:
    call = SENDER.make_preparation(replace(OUT, prepared=""), CREDENTIALS)
    assert call is not None
    assert (call.method, call.url, call.headers["accept"]) == ("GET", ANN, "application/activity+json")
    assert platform("activitypub").verify(hear(call), [{"public_keys": KEY, "policy": "signature only"}], NOW)
    assert SENDER.make_preparation(OUT, CREDENTIALS) is None


@pytest.mark.parametrize(
    ("document", "inbox"),
    [
        ({"id": ANN, "inbox": INBOX}, INBOX),
        ({"id": ANN}, None),
        ({"id": ANN, "inbox": "http://people.example/inbox"}, None),
        ({"id": ANN, "inbox": "https://people.example/in box"}, None),
    ],
)
def test_a_document_tells_an_inbox_or_nothing_is_sent(document: Any, inbox: str | None) -> None:
    found = SENDER.judge(SendAnswer.from_http("publish", 200, {}, json.dumps(document).encode(), NOW))
    assert (found.result, found.native_id) == (Result.SENT if inbox else Result.REFUSED, inbox)


def test_public_answers_are_for_all_and_private_ones_for_one() -> None:
    public, private = make(OUT), make(replace(OUT, operation="message"))
    assert (public["to"], public["cc"]) == ([PUBLIC], [ANN, f"{US}/followers"])
    assert (private["to"], private["cc"]) == ([ANN], [])
    for told in (public, private):
        assert (told["type"], told["actor"]) == ("Create", US)
        note = told["object"]
        assert (note["to"], note["cc"]) == (told["to"], told["cc"])
        assert (note["attributedTo"], note["inReplyTo"]) == (US, f"{ANN}/1")
        assert note["tag"] == [{"type": "Mention", "href": ANN}]


@pytest.mark.parametrize(
    ("operation", "kind", "mode"),
    [("reply", Kind.COMMENT, Mode.PUBLIC), ("message", Kind.MESSAGE, Mode.PRIVATE)],
)
def test_what_others_read_is_what_was_written_under_the_id_we_keep(
    operation: str, kind: Kind, mode: Mode
) -> None:
    words = "Hello <Ann> & co,\nsee https://shop.example/a?b=1&c=2.\n\nYours \U0001f600"
    out = replace(OUT, operation=operation, text=words)
    event = read(out)
    assert (event.kind, event.mode, event.text) == (kind, mode, " ".join(words.split()))
    assert event.external_id == SENDER.complete_id(out, "") == f"{US}/notes/k1"


def test_every_try_tells_the_same_so_that_nothing_is_taken_twice() -> None:
    assert make(OUT) == make(replace(OUT, now=NOW + 3600))
    assert make(OUT)["id"] != make(replace(OUT, key="k2"))["id"]


def test_what_was_sent_is_taken_back_and_what_was_heard_is_liked() -> None:
    gone = make(replace(OUT, operation="delete", item=f"{US}/notes/k1"))
    assert (gone["type"], gone["object"]["id"]) == ("Delete", f"{US}/notes/k1")
    liked = make(replace(OUT, operation="react", item=f"{ANN}/1"))
    assert (liked["type"], liked["object"], liked["to"]) == ("Like", f"{ANN}/1", [ANN])


def test_links_are_links_and_marks_are_words() -> None:
    assert write_html('<i>\r\n\r\n\r\nat https://a.example/?x="') == (
        '<p>&lt;i&gt;</p><p>at <a href="https://a.example/?x=">https://a.example/?x=</a>&quot;</p>'
    )


@pytest.mark.parametrize(
    ("change", "credentials", "code"),
    [
        ({}, {}, "no_token"),
        ({"prepared": "http://people.example/inbox"}, CREDENTIALS, "no_target"),
        ({"prepared": ""}, CREDENTIALS, "not_prepared"),
        ({"item": ""}, CREDENTIALS, "no_target"),
        ({"key": ""}, CREDENTIALS, "no_key"),
    ],
)
def test_what_is_missing_is_said_before_anything_goes_out(
    change: dict[str, str], credentials: dict[str, str], code: str
) -> None:
    with pytest.raises(Unsendable) as raised:
        SENDER.make_call(replace(OUT, **change), credentials)  # type: ignore[arg-type]  # texts only
    assert raised.value.code == code
