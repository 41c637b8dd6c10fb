"""Templates are asked for once a day, shown where nothing else may be sent, and sent with their places filled.

Tests of: `model.message_template`, `platforms.sending.whatsapp_templates`, `respond.shapes.template`,
`store.brand.templates`.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from aws import functions
from model.errors import Unavailable
from model.message_template import MessageTemplate
from model.reply import ReplyState
from platforms.sending.outgoing import Outgoing
from platforms.sending.registry import find_sender
from platforms.sending.whatsapp_templates import make_list_call, read_list
from respond.media import MediaLoader
from store.brand.accounts import Account
from tests.respond.desk import Desk, Tokens, answered, ask
from tests.respond.test_media import Web
from tests.respond.world import ACME, ANGRY, MS, Answer, World

WHATSAPP, ACCOUNT = "whatsapp", "whatsappacme"
HOUR_MS = 3_600_000
PAGE = {
    "data": [
        {"name": "parcel", "language": "en", "status": "APPROVED", "category": "UTILITY",
         "components": [{"type": "HEADER", "format": "TEXT", "text": "Hello"},
                        {"type": "BODY", "text": "Dear {{1}}, parcel {{2}} is there, {{1}}."}]},
        {"name": "named", "language": "de", "status": "APPROVED", "category": "UTILITY", "parameter_format": "NAMED",
         "components": [{"type": "BODY", "text": "Guten Tag {{who}}"}]},
        {"name": "picture", "language": "en", "status": "APPROVED", "category": "MARKETING",
         "components": [{"type": "HEADER", "format": "IMAGE"}, {"type": "BODY", "text": "Look"}]},
        {"name": "link", "language": "en", "status": "APPROVED", "category": "MARKETING",
         "components": [{"type": "BODY", "text": "Look"},
                        {"type": "BUTTONS", "buttons": [{"type": "URL", "url": "https://a.example/{{1}}"}]}]},
        {"name": "code", "language": "en", "status": "APPROVED", "category": "AUTHENTICATION",
         "components": [{"type": "BODY", "text": "Your code is {{1}}"}]},
        {"name": "waiting", "language": "en", "status": "PENDING", "category": "UTILITY",
         "components": [{"type": "BODY", "text": "Soon"}]},
        {"name": "nothing", "language": "en", "status": "APPROVED"},
    ],
    "paging": {"cursors": {"after": "MTAx"}, "next": "https://graph.facebook.com/next"},
}  # fmt: skip
LAST: dict[str, Any] = {"data": [], "paging": {"cursors": {"after": "MTAx"}}}
ACCESS = {"access_token": "T", "business_account": "4711"}


class Access(Tokens):
    """Knows the business account, too."""

    def find_access(self, brand: str, platform: str, account: str) -> dict[str, str]:
        return ACCESS


@pytest.fixture(scope="module")
def late(shared: World) -> World:
    """Somebody wrote thirty hours ago on WhatsApp."""
    shared.stores.accounts.connect_account(Account(ACCOUNT, ACME, WHATSAPP, f"{WHATSAPP}-{ACME}", "shop"))
    shared.tell(WHATSAPP, ANGRY | {"occurred_at": MS - 30 * HOUR_MS})
    return shared


@pytest.fixture
def asked(late: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """What the function was asked; it has the answers of a platform."""
    told: list[dict[str, Any]] = []

    def call(_: str, payload: dict[str, Any], *_more: float) -> dict[str, Any]:
        told.append(payload)
        web = Web((200, json.dumps(PAGE).encode()), (200, json.dumps(LAST).encode()))
        return MediaLoader(late.stores, web, Access()).list_templates(**payload["templates"])

    monkeypatch.setattr(functions, "call_function", call)
    yield told
    late.stores.templates.keep_templates(ACME, ACCOUNT, [], 0)


def post(desk: Desk, **body: Any) -> Answer:
    conversation = desk.world.hid(WHATSAPP, "thread", "t1")
    headers = {"Idempotency-Key": f"{desk.number}-{next(desk.keys)}-of-templates"}
    return ask(desk.world, "POST", "/conversations/{id}/replies", conversation, body, headers=headers)


def test_templates_are_asked_for_once_a_day(late: World, asked: list[dict[str, Any]]) -> None:
    shown = [ask(late, "GET", "/accounts/{id}/templates", ACCOUNT).body for _ in range(2)]
    assert shown[0] == shown[1]
    assert asked == [{"templates": {"brand": ACME, "platform": WHATSAPP, "account": ACCOUNT}}]
    found = {each["name"]: (each["variables"], each["usable"]) for each in shown[0]["data"]}
    assert found == {
        "parcel": (["1", "2"], True), "named": (["who"], True), "picture": ([], False), "link": ([], False),
        "code": (["1"], False), "waiting": ([], False),
    }  # fmt: skip
    late.clock.now += 86_401
    ask(late, "GET", "/accounts/{id}/templates", ACCOUNT)
    late.clock.now -= 86_401
    assert len(asked) == 2


def test_who_cannot_be_asked_leaves_what_is_known(late: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> dict[str, Any]:
        raise Unavailable("no answer")

    monkeypatch.setattr(functions, "call_function", fail)
    kept = MessageTemplate("old", "en", "APPROVED", "utility", "Hi")
    late.stores.templates.keep_templates(ACME, ACCOUNT, [kept], 1)
    shown = ask(late, "GET", "/accounts/{id}/templates", ACCOUNT).body
    assert ([each["name"] for each in shown["data"]], shown["reason"]) == (["old"], "unanswered")
    assert ask(late, "GET", "/accounts/{id}/templates", "telegramacme").body["reason"] == "unsupported"


def test_outside_the_window_a_template_goes_and_no_text(desk: Desk, asked: list[dict[str, Any]]) -> None:
    options = desk.world.get(
        "/conversations/{id}/send-options", path={"id": desk.world.hid(WHATSAPP, "thread", "t1")}
    ).body["data"][0]
    assert (options["open"], options["outside"]) == (False, "template")
    assert [each["name"] for each in options["templates"]] == ["parcel", "named"]
    assert post(desk, text="Hello").body["code"] == "window_closed"
    wanted = {"name": "parcel", "language": "en", "variables": ["Mara", "7"]}
    made = post(desk, template=wanted)
    assert (made.status, made.body["text"]) == (202, "Dear Mara, parcel 7 is there, Mara.")
    desk.platform.answers = [(True, answered(200, {"messages": [{"id": f"wamid.{desk.number}"}]}))]
    desk.run()
    assert desk.reply(made.body["id"]).state is ReplyState.SENT
    (sent,) = desk.platform.posts
    assert (sent["type"], sent["to"]) == ("template", "u1")
    assert sent["template"] == {
        "name": "parcel",
        "language": {"code": "en"},
        "components": [
            {"type": "body", "parameters": [{"type": "text", "text": "Mara"}, {"type": "text", "text": "7"}]}
        ],
    }
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("template", "more", "code", "pointer"),
    [
        ({"name": "parcel", "language": "de"}, {}, "no_such_template", "/template"),
        ({"name": "picture", "language": "en"}, {}, "no_such_template", "/template"),
        (
            {"name": "parcel", "language": "en", "variables": ["Mara"]},
            {},
            "bad_variables",
            "/template/variables",
        ),
        (
            {"name": "parcel", "language": "en", "variables": ["a", "b"]},
            {"text": "x"},
            "invalid",
            "/template",
        ),
    ],
)
def test_what_the_platform_would_refuse_is_refused_first(
    desk: Desk, asked: list[dict[str, Any]], template: Any, more: Any, code: str, pointer: str
) -> None:
    answer = post(desk, template=template, **more)
    assert (answer.status, answer.body["code"], answer.body["pointer"]) == (422, code, pointer)
    assert desk.queued == []


def test_names_go_along_where_places_have_some() -> None:
    told = json.dumps({"name": "named", "language": "de", "variables": ["Mara"], "names": ["who"]})
    out = Outgoing("message", account="100", person="77", key="k1", template=told)
    body = json.loads(find_sender(WHATSAPP).make_call(out, ACCESS).body)
    assert body["template"]["components"][0]["parameters"] == [
        {"type": "text", "parameter_name": "who", "text": "Mara"}
    ]
    plain = json.dumps({"name": "a", "language": "de", "variables": []})
    body = json.loads(
        find_sender(WHATSAPP)
        .make_call(Outgoing("message", account="100", person="77", template=plain), ACCESS)
        .body
    )
    assert body["template"]["components"] == []


def test_a_list_goes_on_by_its_cursor_and_needs_the_business_account() -> None:
    found, after = read_list(json.dumps(PAGE).encode())
    assert (len(found), after) == (6, "MTAx")
    assert read_list(json.dumps(LAST).encode()) == ([], "")
    first, second = make_list_call(ACCESS, ""), make_list_call(ACCESS, after)
    assert first is not None
    assert second is not None
    assert second.url == f"{first.url}&after=MTAx"
    assert make_list_call({"access_token": "T"}, "") is None


@pytest.mark.parametrize("answer", [(200, b"{"), (403, b"")])
def test_an_answer_that_is_none_says_so(shared: World, answer: Any) -> None:
    told = MediaLoader(shared.stores, Web(answer), Access()).list_templates(ACME, WHATSAPP, ACCOUNT)
    assert told in ({"reason": "unreadable"}, {"reason": "media_refused"})
    none = MediaLoader(shared.stores, Web(), Tokens()).list_templates(ACME, WHATSAPP, ACCOUNT)
    assert none == {"reason": "no_business_account"}
