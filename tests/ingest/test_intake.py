"""`ingest/intake`: deliveries become interactions, once, in any order, and nothing is lost.

Covers `ingest/intake`, `ingest/arrival` and `ingest/keeping`.

Tests of: `ingest.arrival`, `ingest.keeping`, `ingest.time_limit`, `ingest.addressing`, `model.errors`, `model.event`,
`model.http`, `model.interaction`, `model.long_content`, `model.moments`, `store.interactions.feed`,
`store.interactions.listings`, `store.interactions.mapping`, `store.interactions.keys`,
`store.conversations.conversations`, `store.conversations.noting`, `store.conversations.mapping`,
`store.conversations.keys`, `store.dynamo.keys`.
"""

import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from model.conversation import Status
from model.errors import Conflict, Unavailable
from model.event import Kind
from model.messages import Envelope
from store.contacts import keys as contact_keys
from store.contacts.rows import PointerRow
from store.conversations import keys as conversation_keys
from store.conversations.rows import ConversationRow
from store.dynamo import keys as row_keys
from store.dynamo.rows import OpsRow
from store.interactions import keys as interaction_keys
from store.interactions.mapping import header_of
from store.interactions.rows import FeedRow
from store.vault import keys as vault_keys
from store.vault.rows import SaltRow
from tests.store.path import Path, sqs_event
from tests.store.world import BRAND, ENDPOINT, NOW, Clock, connect, stores

pytestmark = pytest.mark.usefixtures("tables")

COMMENT = {
    "kind": "comment",
    "external_id": "c1",
    "author_id": "u1",
    "author_name": "Mara Example",
    "text": "this is bad",
    "thread_id": "p1",
    "parent_id": "p1",
    "conversation_id": "c1",
    "occurred_at": NOW * 1000 - 5000,
}
PRIVATE = {
    "kind": "message",
    "external_id": "m1",
    "author_id": "u1",
    "author_name": "Mara Example",
    "author_handle": "mara",
    "text": "hello there",
    "thread_id": "u1",
    "mode": "private",
    "occurred_at": NOW * 1000 - 4000,
}


@pytest.fixture
def path() -> Path:
    return Path.connected()


def _opened(path: Path, native_id: str) -> Any:
    item = path.item(native_id)
    return path.stores.feed.open_interactions(BRAND, [item], consistent=True).get(item)


def _open(path: Path) -> dict[str, int]:
    return path.stores.conversations.count_open(BRAND, ["-"])


def test_a_comment_is_kept_sealed_and_handed_on(path: Path) -> None:
    assert path.deliver(COMMENT) == {"batchItemFailures": []}
    kept = _opened(path, "c1")
    assert (kept.kind, kept.content.text, kept.natives.author_id) == (Kind.COMMENT, "this is bad", "u1")
    assert json.loads(path.sentiment_queue[0])["ids"] == [path.item("c1")]
    profile = path.stores.profiles.read_profiles(BRAND, [kept.author])[kept.author]
    assert profile == {"platform": "standard_webhooks", "native_id": "u1", "name": "Mara Example"}
    head = path.stores.conversations.read_conversations(BRAND, [kept.conversation])[kept.conversation]
    assert (head.status, head.last_item, head.customer) == (Status.OPEN, kept.id, kept.author)


def test_nothing_personal_stands_in_the_tables(path: Path, tables: dict[str, str]) -> None:
    path.deliver(COMMENT, PRIVATE)
    path.intake.take_deliveries(sqs_event([path.envelope(body=b"{broken Mara Example").to_json()]))
    client = boto3.client("dynamodb")
    raw = repr([client.scan(TableName=name)["Items"] for name in tables.values()])
    assert path.item("c1") in raw
    for personal in ("Mara", "mara", "this is bad", "hello there", "'u1'", "#u1", "shop"):
        assert personal not in raw, personal


def test_fifty_deliveries_of_one_comment_are_one(path: Path) -> None:
    body = path.envelope(COMMENT).to_json()
    for _ in range(5):
        path.intake.take_deliveries(sqs_event([body] * 10))
    before = _opened(path, "c1")
    assert FeedRow.count(interaction_keys.interaction(BRAND, path.item("c1"))) == 1
    assert _open(path)["open"] == 1
    path.run()
    path.intake.take_deliveries(sqs_event([body]))
    assert path.sentiment_queue == [], "what has its label is not handed on again"
    assert _opened(path, "c1").content == before.content


def test_a_repetition_hands_on_what_has_no_label_yet(path: Path) -> None:
    path.deliver(COMMENT)
    path.deliver(COMMENT)
    assert len(path.sentiment_queue) == 2


def test_an_edit_and_a_deletion_may_come_first(path: Path) -> None:
    edit = {"kind": "edit", "external_id": "c1", "text": "better", "occurred_at": NOW * 1000 - 1000, "thread_id": "p1",
            "conversation_id": "c1", "parent_id": "p1"}  # fmt: skip
    path.deliver(edit)
    assert _opened(path, "c1").kind is None
    path.deliver(COMMENT)
    kept = _opened(path, "c1")
    assert (kept.content.text, kept.kind, kept.author) == ("better", Kind.COMMENT, path.item("u1", "person"))
    path.deliver({"kind": "delete", "external_id": "c2", "occurred_at": NOW * 1000})
    path.deliver(COMMENT | {"external_id": "c2", "conversation_id": "c2"})
    gone = _opened(path, "c2")
    assert gone.deleted
    assert gone.content is None
    assert gone.under == path.item("p1"), "its place is known although the deletion did not name it"


def test_a_reaction_without_an_id_is_toggled(path: Path) -> None:
    like = {"kind": "reaction", "author_id": "u1", "parent_id": "p1", "text": "love", "occurred_at": 1000}
    path.deliver(like)
    path.deliver(like | {"text": None, "occurred_at": 2000})
    rows = [row for row in FeedRow.scan() if row.kind == "reaction"]
    assert len(rows) == 1
    assert header_of(BRAND, rows[0]).deleted
    assert _open(path)["open"] == 0, "a like is no conversation"


def test_a_top_level_comment_stands_under_its_post_and_replies_under_it(path: Path) -> None:
    reply = COMMENT | {"external_id": "c9", "parent_id": "c1", "author_id": "u2"}
    path.deliver(COMMENT, reply)
    under_post, _ = path.stores.feed.page_listing(
        interaction_keys.listed_under(BRAND, path.item("p1")), None, 10
    )
    under_comment, _ = path.stores.feed.page_listing(
        interaction_keys.listed_under(BRAND, path.item("c1")), None, 10
    )
    assert under_post == [path.item("c1")]
    assert under_comment == [path.item("c9")]


def test_a_person_s_rows_are_found_by_private_thread_or_by_owner(path: Path) -> None:
    path.deliver(COMMENT, PRIVATE)
    person = path.item("u1", "person")
    public, _ = path.stores.feed.page_person(BRAND, person, None, 10)
    assert public == [path.item("c1")]
    threads = path.stores.conversations.list_private_threads(BRAND, person)
    assert threads == [path.item("u1", "thread")]
    private, _ = path.stores.feed.page_listing(interaction_keys.listed_under(BRAND, threads[0]), None, 10)
    assert private == [path.item("m1")]


def test_tagged_and_answered_people_are_associated_both_ways(path: Path) -> None:
    path.deliver(COMMENT | {"mentioned_ids": ["u7", "shop"], "answered_id": "u8"})
    author = path.item("u1", "person")
    for native in ("u7", "u8"):
        person = path.item(native, "person")
        assert [row.sk for row in PointerRow.query(contact_keys.edge(BRAND, person))] == [
            f"<{author}#{path.item('c1')}"
        ]
    outgoing = [row.sk for row in PointerRow.query(contact_keys.edge(BRAND, author))]
    assert len(outgoing) == 2, "our own account is nobody's acquaintance"


def test_a_private_reply_of_ours_belongs_to_the_customer(path: Path) -> None:
    path.deliver(PRIVATE, PRIVATE | {"external_id": "m2", "direction": "out", "author_id": "shop",
                                     "customer_id": "u1", "text": "how can we help"})  # fmt: skip
    ours = _opened(path, "m2")
    assert ours.author is None
    assert ours.owner == path.item("u1", "person")
    SaltRow(vault_keys.person_salt(BRAND, ours.owner), erased_at=NOW * 1000).save()
    later = Path(stores())
    assert _opened(later, "m2") is None
    assert _opened(later, "m1") is None


def test_a_closed_conversation_opens_on_a_later_message_only(path: Path) -> None:
    path.deliver(PRIVATE)
    conversation = path.item("u1", "thread")

    def close(head: Any) -> Any:
        from dataclasses import replace

        return replace(head, status=Status.CLOSED, closed_at=NOW * 1000)

    path.stores.conversations.change_head(BRAND, conversation, close)
    path.deliver(PRIVATE)
    assert _open(path) == {"open": 0, "pending": 0, "snoozed": 0}
    path.deliver(PRIVATE | {"external_id": "m3", "occurred_at": NOW * 1000 + 1000})
    assert _open(path) == {"open": 1, "pending": 0, "snoozed": 0}


def test_an_unread_delivery_is_parked_and_can_be_replayed(path: Path) -> None:
    answer = path.intake.take_deliveries(
        sqs_event([path.envelope(body=b"{").to_json(), path.envelope(COMMENT).to_json()])
    )
    assert answer == {"batchItemFailures": []}
    (parked,) = path.stores.parked.list_parked(BRAND, NOW * 1000)
    assert parked.reason == "parse_crashed"
    assert parked.message is not None
    assert Envelope.from_json(parked.message).body == b"{"
    assert _opened(path, "c1") is not None
    path.stores.parked.release_delivery(BRAND, parked)
    assert list(path.stores.parked.list_parked(BRAND, NOW * 1000)) == []


def test_f31_a_missing_claim_check_is_parked(path: Path) -> None:
    envelope = path.envelope(COMMENT, body=None, claim="claims/x")
    path.intake.take_deliveries(sqs_event([envelope.to_json()]))
    (parked,) = path.stores.parked.list_parked(BRAND, NOW * 1000)
    assert parked.reason == "claim_missing"
    path.claims.objects["claims/x"] = json.dumps([COMMENT]).encode()
    path.intake.take_deliveries(sqs_event([envelope.to_json()]))
    assert _opened(path, "c1") is not None
    assert path.claims.objects == {}


def test_f28_one_poison_in_a_batch_of_ten_fails_alone(path: Path) -> None:
    bodies = [
        path.envelope(COMMENT | {"external_id": f"c{n}", "conversation_id": f"c{n}"}).to_json()
        for n in range(9)
    ]
    event = sqs_event([*bodies, "no envelope"])
    assert path.intake.take_deliveries(event) == {
        "batchItemFailures": [{"itemIdentifier": event["Records"][9]["messageId"]}]
    }
    assert sum(1 for _ in FeedRow.scan()) == 9


def test_a_failing_write_fails_its_own_delivery_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = path.stores.feed.fold_interactions

    def fold_in(brand: str, arrived: Any) -> Any:
        if any(item.id == path.item("c3") for item in arrived):
            raise RuntimeError
        return whole(brand, arrived)

    monkeypatch.setattr(path.stores.feed, "fold_interactions", fold_in)
    bodies = [
        path.envelope(COMMENT | {"external_id": f"c{n}", "conversation_id": f"c{n}"}).to_json()
        for n in range(5)
    ]
    event = sqs_event(bodies)
    answer = path.intake.take_deliveries(event)
    assert answer == {"batchItemFailures": [{"itemIdentifier": event["Records"][3]["messageId"]}]}
    assert sum(1 for _ in FeedRow.scan()) == 4


def test_what_an_erased_person_wrote_before_does_not_come_back(path: Path) -> None:
    person = path.item("u1", "person")
    SaltRow(vault_keys.person_salt(BRAND, person), erased_at=NOW * 1000).save()
    assert path.deliver(COMMENT, PRIVATE, COMMENT | {"external_id": "c2", "author_id": "u2"}) == {
        "batchItemFailures": []
    }
    assert [row_keys.item_of(row.pk) for row in FeedRow.scan()] == [path.item("c2")]


def test_a_delivery_older_than_its_platform_s_cap_is_dropped() -> None:
    clock = Clock()
    made = stores(clock)
    connect(made, "standard_webhooks", "shop")
    path = Path(made)
    clock.now += 181 * 86_400
    assert path.deliver(COMMENT) == {"batchItemFailures": []}
    assert list(FeedRow.scan()) == []
    assert list(OpsRow.scan()) == []


def test_two_brands_with_the_same_native_ids_share_no_row(path: Path) -> None:
    other = stores(brand="other")
    connect(other, "standard_webhooks", "shop", endpoint="endpoint2", brand="other")
    path.deliver(COMMENT)
    second = Path(other)

    def deliver(endpoint: str, record: dict[str, Any]) -> None:
        body = json.dumps([record]).encode()
        envelope = Envelope("standard_webhooks", endpoint, "other", NOW * 1000, body=body)
        second.intake.take_deliveries(sqs_event([envelope.to_json()]))

    deliver("endpoint2", COMMENT)
    assert {row.pk.split("#")[1] for row in FeedRow.scan()} == {BRAND, "other"}
    assert len({row_keys.item_of(row.pk) for row in FeedRow.scan()}) == 2
    # An endpoint of one brand never writes for another, whatever the message says.
    deliver(ENDPOINT, COMMENT | {"external_id": "c5"})
    assert len(list(FeedRow.scan())) == 2


def test_an_inbox_entry_moves_only_when_it_must(path: Path) -> None:
    path.deliver(PRIVATE)
    (row,) = ConversationRow.query(conversation_keys.conversation(BRAND, path.item("u1", "thread")))
    first = row.inbox_sk
    path.deliver(PRIVATE | {"external_id": "m2", "occurred_at": NOW * 1000 + 60_000})
    row.refresh()
    assert (row.inbox_sk, int(row.last_at)) == (first, NOW * 1000 + 60_000)
    path.deliver(PRIVATE | {"external_id": "m3", "occurred_at": NOW * 1000 + 700_000, "text": "still there?"},
                 received_at=NOW * 1000 + 700_000)  # fmt: skip
    row.refresh()
    assert row.inbox_sk > first


def _comments(path: Path, *numbers: int, **more: Any) -> list[str]:
    return [
        path.envelope(
            COMMENT | {"external_id": f"c{number}", "conversation_id": f"c{number}"}, **more
        ).to_json()
        for number in numbers
    ]


class Sentenced:
    """A queue and functions behind it; whoever stores one of the `deadly` comments ends, and so does its batch."""

    def __init__(self, path: Path, bodies: list[str], deadly: set[int]) -> None:
        self.path = path
        self.deadly = {path.item(f"c{number}") for number in deadly}
        self.waiting = {record["messageId"]: record for record in sqs_event(bodies)["Records"]}
        self.receives = 0
        self.most_together = 0
        self._whole = path.stores.feed.fold_interactions

    def fold_in(self, brand: str, arrived: Any) -> Any:
        if self.deadly & {item.id for item in arrived}:
            raise KeyboardInterrupt  # no `except Exception` sees it, as none sees a kill
        self.most_together = max(self.most_together, len(arrived))
        return self._whole(brand, arrived)

    def receive(self) -> None:
        """Hand everything over once more. What a function acknowledged before it ended does not come again."""
        self.receives += 1
        for record in self.waiting.values():
            record["attributes"]["ApproximateReceiveCount"] = str(self.receives)
        self.path.acknowledged.clear()
        left = set(self.waiting)
        try:
            answer = self.path.intake.take_deliveries({"Records": list(self.waiting.values())})
            left = {each["itemIdentifier"] for each in answer["batchItemFailures"]}
        except KeyboardInterrupt:
            left -= {message.id for message in self.path.acknowledged}
        self.waiting = {message: record for message, record in self.waiting.items() if message in left}


def test_b9_what_ends_the_process_is_parked_after_three_tries_of_its_own_and_nobody_with_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = Sentenced(path, _comments(path, *range(8)), deadly={3, 5})
    monkeypatch.setattr(path.stores.feed, "fold_interactions", queue.fold_in)
    while queue.waiting:
        queue.receive()
        assert queue.receives < 12
    assert sum(1 for _ in FeedRow.scan()) == 6
    parked = list(path.stores.parked.list_parked(BRAND, NOW * 1000))
    assert [each.reason for each in parked] == ["exhausted", "exhausted"]
    assert queue.most_together == 1, "from the second receive on each runs alone"
    assert all(each.message and not Envelope.from_json(each.message).alone for each in parked)


def test_b9_what_fails_by_itself_is_parked_with_the_third_try(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fold_in(*_: Any) -> Any:
        raise ValueError

    monkeypatch.setattr(path.stores.feed, "fold_interactions", fold_in)
    (record,) = sqs_event(_comments(path, 1))["Records"]
    failed = []
    for receives in range(1, 6):
        record["attributes"]["ApproximateReceiveCount"] = str(receives)
        failed.append(len(path.intake.take_deliveries({"Records": [record]})["batchItemFailures"]))
        if not failed[-1]:
            break
    assert failed == [1, 1, 1, 0], "once among others, three times alone"
    assert [each.reason for each in path.stores.parked.list_parked(BRAND, NOW * 1000)] == ["exhausted"]


def test_b9_what_aws_refuses_is_no_try_however_often(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = path.stores.feed.fold_interactions
    codes = ("ThrottlingException", "AccessDeniedException")
    refused = [
        *(ClientError({"Error": {"Code": code}}, "BatchGetItem") for code in codes),
        Unavailable("sqs"),
        Conflict("people"),
    ]  # fmt: skip
    again = [error for error in refused for _ in range(5)]

    def fold_in(brand: str, arrived: Any) -> Any:
        if again:
            raise again.pop()
        return whole(brand, arrived)

    monkeypatch.setattr(path.stores.feed, "fold_interactions", fold_in)
    event = sqs_event(_comments(path, 1), receives=2)
    for _ in range(20):
        assert len(path.intake.take_deliveries(event)["batchItemFailures"]) == 1
    assert path.intake.take_deliveries(event) == {"batchItemFailures": []}
    assert list(path.stores.parked.list_parked(BRAND, NOW * 1000)) == []
    assert sum(1 for _ in FeedRow.scan()) == 1


def test_b9_a_replay_keeps_suspects_apart(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queue = Sentenced(path, [*_comments(path, 1, 2), *_comments(path, 3, alone=True)], deadly={3})
    monkeypatch.setattr(path.stores.feed, "fold_interactions", queue.fold_in)
    queue.receive()
    assert len(queue.waiting) == 1
    assert sum(1 for _ in FeedRow.scan()) == 2


def test_b9_a_suspect_that_would_not_end_in_time_comes_again(path: Path) -> None:
    event = sqs_event(_comments(path, 1, 2, 3), receives=2)
    answer = path.intake.take_deliveries(event, seconds=1)
    assert len(answer["batchItemFailures"]) == 2, "one is always taken, or there would be no end"
    event = sqs_event(_comments(path, 4))
    assert len(path.intake.take_deliveries(event, seconds=-1)["batchItemFailures"]) == 1


def test_what_nothing_is_made_of_is_counted(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A kind that a platform came up with does not vanish unseen."""
    path.deliver(COMMENT)
    assert "delivery_without_event" not in capsys.readouterr().out
    path.deliver()
    (line,) = (each for each in capsys.readouterr().out.splitlines() if "delivery_without_event" in each)
    assert json.loads(line)["platform"] == "standard_webhooks"
