"""A migration from another helpdesk brings messages, notes, people with what is known of them, and how each case stood.

Tests of: `ingest.helpdesks`, `ingest.chatwoot`, `ingest.zammad`, `ingest.filing`, `model.history`, `model.filed`.
"""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from ingest.chatwoot import read_chatwoot
from ingest.helpdesks import NotImported, clean_tags
from ingest.unpack import Part, Piece, unpack_file, unpack_records
from ingest.zammad import read_zammad
from model.conversation import Conversation, Status
from model.event import Direction, Mode, Signal
from model.file_form import FileForm
from model.paper import Paper, PaperKind
from tests.ingest.test_importing import ImportedAccount
from tests.ingest.test_unpack import events
from tests.store.world import BRAND, NOW

MARA = {"id": 71, "name": "Mara Field", "email": "mara@mail.example", "phone_number": "+49 30 1",
        "custom_attributes": {"Plan": "gold", "seats": 3, "nested": {}},
        "additional_attributes": {"city": "Bonn"}}  # fmt: skip
KIM = {"id": 9, "name": "Kim", "email": "Kim@shop.example", "type": "user"}
LOU = {"id": 8, "name": "Lou", "email": "lou@shop.example"}
CHATWOOT = {
    "data": {"meta": {"all_count": 2}, "payload": [
        {"id": 5, "account_id": 3, "status": "open", "labels": ["VIP", "lamp order"],
         "meta": {"sender": MARA, "assignee": KIM},
         "messages": [
             {"id": 1, "content": "Where is my lamp?", "message_type": 0, "created_at": 1760000000, "private": False,
              "conversation_id": 5, "sender": {"id": 71, "name": "Mara Field", "type": "contact"}},
             {"id": 2, "content": "ask storage", "message_type": 1, "created_at": 1760000010, "private": True,
              "sender": KIM},
             {"id": 3, "content": "On its way", "message_type": 1, "created_at": 1760000020, "private": False,
              "sender": KIM, "attachments": [{"id": 4, "file_type": "image",
              "data_url": "https://files.example/a.png"}]},
             {"id": 6, "content": "Kim self-assigned", "message_type": 2, "created_at": 1760000030}]},
        {"id": 6, "status": "resolved", "meta": {"sender": {"id": 72, "name": "Jo"}, "assignee": LOU}, "messages": [
            {"id": 7, "content": "", "message_type": 0, "created_at": 1760000000},
            {"id": 8, "content": "Thanks!", "message_type": 0, "created_at": 1760000101, "conversation_id": 6}]}]}
}  # fmt: skip
NOTES = [{"id": 4, "content": "Prefers calls", "contact_id": 71, "user": LOU, "created_at": 1760000040},
         {"id": 5, "content": "Never wrote", "contact_id": 99}]  # fmt: skip
ZAMMAD: list[Any] = [
    {"id": 31, "title": "Refund", "state": "closed", "customer_id": 12, "owner_id": 3, "tags": ["Refund!"],
     "articles": [
        {"id": 90, "sender": "Customer", "from": "Mara Field", "body": "<p>Refund <b>please</b></p>",
         "content_type": "text/html", "internal": False, "created_at": "2026-01-05T10:00:00.000Z", "created_by_id": 12},
        {"id": 91, "sender": "Agent", "from": "Kim", "body": "Done", "content_type": "text/plain", "internal": False,
         "created_at": "2026-01-05T11:00:00.000Z", "created_by_id": 3},
        {"id": 92, "sender": "Agent", "from": "Kim", "body": "paid twice", "internal": True, "created_by_id": 3},
        {"id": 93, "sender": "System", "body": "x"}]},
    [{"id": 94, "ticket_id": 32, "sender": "Customer", "body": "Hello?", "created_at": "2026-01-06T10:00:00Z",
      "created_by_id": 13}],
    {"id": 32, "title": "Hello", "state": "pending reminder", "pending_time": "2099-01-01T00:00:00Z",
     "customer_id": 13, "owner_id": 1},
    [{"id": 12, "login": "mara@mail.example", "firstname": "Mara", "lastname": "Field", "email": "mara@mail.example",
      "city": "Bonn", "vip": True, "phone": "", "note": "<b>Calls</b> often", "roles": ["Customer"]},
     {"id": 3, "login": "kim", "firstname": "Kim", "lastname": "", "email": "kim@shop.example", "roles": ["Agent"]}],
]  # fmt: skip
AGENTS = {"kim@shop.example": "kim"}


def chatwoot(*more: Any) -> Iterator[Piece]:
    return unpack_records(read_chatwoot(lambda: [CHATWOOT, *more], None, AGENTS))


def test_what_chatwoot_tells() -> None:
    pieces = list(chatwoot(NOTES))
    told = events("standard_webhooks", pieces)
    said = [each for each in told if each.external_id and each.signal is not Signal.NOTED]
    assert [(each.text, each.thread_id, each.direction, each.still_open) for each in said] == [
        ("Where is my lamp?", "chatwoot:5", Direction.IN, True),
        ("On its way", "chatwoot:5", Direction.OUT, True),
        ("Thanks!", "chatwoot:6", Direction.IN, False),
    ]
    assert {each.customer_id for each in said} == {"chatwoot:contact:71", "chatwoot:contact:72"}
    assert said[0].author_name == "Mara Field"
    assert said[1].media[0].url == "https://files.example/a.png"
    assert said[0].occurred_at == 1_760_000_000_000
    assert [(each.filed.status, each.filed.tags, each.filed.agent) for each in said if each.filed] == [
        ("open", ("lamp-order", "vip"), "kim"),
        ("open", ("lamp-order", "vip"), "kim"),
        ("closed", (), None),
    ]
    assert [(each.text, each.author_id) for each in told if each.signal is Signal.NOTED] == [
        ("Assigned to Lou (lou@shop.example) at the former helpdesk.", None),
        ("ask storage", "kim"),
        ("Lou: Prefers calls", None),
    ]
    described = {each.author_id: each.filed for each in told if each.signal is Signal.DESCRIBED}
    mara = described["chatwoot:contact:71"]
    assert mara is not None
    assert dict(mara.attributes) == {"phone_number": "+49 30 1", "city": "Bonn", "plan": "gold", "seats": "3"}
    reasons = sorted(each.reason for each in pieces if isinstance(each, NotImported))
    assert reasons == ["activity", "no_conversation", "no_words"]


def test_where_a_helpdesk_showed_a_conversation_is_told_where_its_site_is_known() -> None:
    site = "https://desk.example/"
    told = {"id": 6, "account_id": 3, "messages": [{"id": 8, "content": "Thanks!", "message_type": 0}]}
    for found, address in (
        (read_chatwoot(lambda: [told], site), "https://desk.example/app/accounts/3/conversations/6"),
        (read_zammad(lambda: ZAMMAD[:1], site), "https://desk.example/#ticket/zoom/31"),
        (read_chatwoot(lambda: [told]), None),
        (read_zammad(lambda: ZAMMAD[:1]), None),
    ):
        told_of = events("standard_webhooks", list(unpack_records(found)))
        assert {each.permalink for each in told_of if each.filed and each.text} == {address}


def test_what_zammad_tells_also_where_tickets_articles_and_users_stand_apart() -> None:
    pieces = list(unpack_records(read_zammad(lambda: ZAMMAD, None, AGENTS)))
    told = events("standard_webhooks", pieces)
    said = [each for each in told if each.direction in (Direction.IN, Direction.OUT) and each.title]
    assert [(each.text, each.thread_id, each.direction, each.still_open) for each in said] == [
        ("Refund please", "zammad:31", Direction.IN, False),
        ("Done", "zammad:31", Direction.OUT, False),
        ("Hello?", "zammad:32", Direction.IN, True),
    ]
    assert [each.title for each in said] == ["Refund", "Refund", "Hello"]
    assert all(each.mode is Mode.PRIVATE for each in said)
    assert said[0].author_name == "Mara Field"
    filed = [each.filed for each in said if each.filed]
    assert [(each.status, each.tags, each.agent) for each in filed] == [
        ("closed", ("refund",), "kim"),
        ("closed", ("refund",), "kim"),
        ("snoozed", (), None),
    ]
    assert [(each.text, each.author_id) for each in told if each.signal is Signal.NOTED] == [
        ("Calls often", None),
        ("paid twice", "kim"),
    ]
    (mara,) = [each.filed for each in told if each.signal is Signal.DESCRIBED]
    assert mara is not None
    assert dict(mara.attributes) == {"city": "Bonn", "vip": "True"}
    assert [each.reason for each in pieces if isinstance(each, NotImported)] == ["activity"]


def test_what_has_no_id_is_refused_for_it_would_be_taken_for_another() -> None:
    said = {"content": "Hi", "message_type": 0, "created_at": 1760000000}
    case = {"id": 5, "messages": [said, {**said, "private": True}]}
    assert list(read_chatwoot(lambda: [case])) == [NotImported("no_id")] * 2
    assert list(read_zammad(lambda: [{"ticket_id": 1, "body": "Hi"}])) == [NotImported("no_id")]


@pytest.mark.parametrize(("told", "word"), [
    ("VIP", ["vip"]), ("not paid?", ["not-paid"]), ("äöü", []), ("x" * 60, ["x" * 40]), ("_-_", []), (7, []),
])  # fmt: skip
def test_tags_become_words_that_tags_may_be(told: object, word: list[str]) -> None:
    assert clean_tags([told]) == word


def test_a_part_holds_no_more_notes_and_people_than_are_kept_in_time() -> None:
    people = [{**MARA, "id": n} for n in range(150)]
    parts = [each for each in unpack_records(read_chatwoot(lambda: [people])) if isinstance(each, Part)]
    assert [each.body.count(b'"contact"') for each in parts] == [60, 60, 30]


@pytest.fixture
def world(tables: dict[str, str]) -> ImportedAccount:
    assert tables
    return ImportedAccount("standard_webhooks")


def bring(world: ImportedAccount, documents: Any = CHATWOOT, form: str = "chatwoot") -> tuple[int, int]:
    importing = world.importing()
    file = io.BytesIO(json.dumps(documents).encode())
    list(importing.import_pieces(unpack_file(file, FileForm("standard_webhooks", form, agents=AGENTS))))
    world.work()
    return importing.tally.new, importing.tally.known


def notes_of(world: ImportedAccount, head: Conversation) -> list[Paper]:
    listed = world.stores.papers.page_papers(BRAND, head.id, PaperKind.NOTE, None, 10)
    found = world.stores.papers.read_papers(BRAND, [each for _, each in listed])
    return sorted(found.values(), key=lambda note: note.text)


def test_a_case_keeps_its_state_tags_agent_and_notes(world: ImportedAccount) -> None:
    """Three messages, three notes and two people come in once."""
    assert bring(world, [CHATWOOT, NOTES]) == (8, 0)
    first, second = world.heads()
    assert (first.status, first.tags, first.assignee) == (Status.OPEN, ("lamp-order", "vip"), "kim")
    assert (second.status, second.tags, second.assignee) == (Status.CLOSED, (), None)
    assert second.waiting_since == 0
    assert [(each.text, each.agent) for each in notes_of(world, first)] == [
        ("Lou: Prefers calls", ""),
        ("ask storage", "kim"),
    ]
    (assigned,) = notes_of(world, second)
    assert assigned.text == "Assigned to Lou (lou@shop.example) at the former helpdesk."
    (noted,) = [each for each in notes_of(world, first) if each.agent]
    assert (noted.created_at, noted.received_at) == (1_760_000_010_000, NOW * 1000), "its period begins now"
    assert first.customer is not None
    entered = world.stores.edits.read_entered(BRAND, first.customer)
    assert entered.attributes["plan"] == "gold"
    assert bring(world, [CHATWOOT, NOTES]) == (0, 8)
    assert [each.rev for each in world.heads()] == [first.rev, second.rev]


def test_what_agents_changed_since_stands_when_the_file_comes_again(world: ImportedAccount) -> None:
    bring(world)
    first, _ = world.heads()
    world.stores.conversations.change_head(
        BRAND, first.id, lambda head: head and Conversation(**{**_fields(head), "tags": (), "assignee": "jo"})
    )
    bring(world)
    again, _ = world.heads()
    assert (again.tags, again.assignee) == ((), "jo")


def _fields(head: Conversation) -> dict[str, Any]:
    return {name: getattr(head, name) for name in Conversation.__slots__}


def test_who_was_erased_gets_no_note_and_no_attribute_back(world: ImportedAccount) -> None:
    bring(world, [CHATWOOT, NOTES])
    first, _ = world.heads()
    assert first.customer is not None
    world.stores.shredder.destroy_person(BRAND, first.customer, NOW * 1000)
    for note in notes_of(world, first):
        world.stores.papers.drop_paper(note)
    world.stores.vault.forget_salt(BRAND, first.customer)
    bring(world, [CHATWOOT, NOTES])
    assert notes_of(world, first) == []


def test_a_case_that_was_put_off_stays_so_and_wakes(world: ImportedAccount) -> None:
    assert bring(world, ZAMMAD, "zammad") == (6, 0)
    closed, snoozed = world.heads()
    assert (closed.status, closed.tags, closed.assignee) == (Status.CLOSED, ("refund",), "kim")
    assert (snoozed.status, snoozed.wakes_at) == (Status.SNOOZED, 4_070_908_800_000)


def test_history_opens_nothing_but_what_was_open(world: ImportedAccount) -> None:
    bring(world)
    assert world.statuses() == [Status.CLOSED, Status.OPEN]
    bring(world)
    assert world.statuses() == [Status.CLOSED, Status.OPEN]


def test_a_page_of_messages_before_its_conversation_leaves_it_open(world: ImportedAccount) -> None:
    """The state stands in the conversation's own document, wherever that is in the file."""
    page = {"meta": {}, "payload": [{**CHATWOOT["data"]["payload"][0]["messages"][0], "id": 40}]}  # type: ignore[index]
    bring(world, [page, CHATWOOT])
    assert world.statuses() == [Status.CLOSED, Status.OPEN]


def test_nobody_waited_in_what_was_imported(world: ImportedAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(
        world.stores.response_times,
        "add_response_times",
        lambda _brand, answers, _policy, _now: told.extend(answers),
    )
    bring(world)
    assert told == []


def test_who_writes_again_after_an_import_opens_the_conversation(world: ImportedAccount) -> None:
    bring(world)
    record = {"id": "new", "thread": "chatwoot:6", "author": {"id": "chatwoot:contact:72"}, "text": "Hello again",
              "at": NOW - 60, "open": True}  # fmt: skip
    bring(world, record, "jsonl")
    assert world.statuses() == [Status.OPEN, Status.OPEN]
