"""P2: what X says about posts and people who are not to be seen any more, from its payload to the rows.

Tests of: `privacy.deletion`, `privacy.hiding`.
"""

import json
from typing import Any

import pytest

from aws.queues import Message
from ingest.intake import Intake
from model.event import Kind
from model.privacy_task import Ask, State
from platforms import registry
from privacy import procedures
from privacy.fulfil import Fulfil
from store.contacts.rows import IdentityRow
from store.interactions.rows import FeedRow
from tests.privacy.purging import Installation
from tests.proof.backups import Bucket
from tests.store.path import sqs_event

pytestmark = pytest.mark.usefixtures("tables")

OURS, THEIRS, OTHERS = "shop", "4200000000000000002", "4200000000000000003"
FIRST_MS, SECOND = 1_288_834_974_657, 1000


class Stream:
    """X in front of the store and the queue of demands behind it."""

    def __init__(self) -> None:
        self.world = Installation("x")
        self.demands: list[str] = []
        self.unlabelled: list[str] = []
        self.now = int(self.world.clock() * 1000)

    def post(self, native_id: str, author: str, text: str, at: int, **more: Any) -> None:
        """A post that answers us."""
        user = {"id_str": author, "name": f"Name {author[-1]}", "screen_name": f"name{author[-1]}"}
        post = {"id_str": native_id, "text": text, "user": user, "timestamp_ms": str(at)}
        answers = {"in_reply_to_status_id_str": "77", "in_reply_to_user_id_str": OURS}
        self.hand_in({"for_user_id": OURS, "tweet_create_events": [post | answers | more]})

    def hand_in(self, payload: Any) -> None:
        """Deliver."""
        path = self.world.path("x")
        path.intake = Intake(
            self.world.stores, path.claims, self.unlabelled.extend, self.demands.extend, registry.platform
        )
        envelope = path.envelope(received_at=self.now + 60_000, body=json.dumps(payload).encode())
        assert path.intake.take_deliveries(sqs_event([envelope.to_json()])) == {"batchItemFailures": []}

    def message(self, native_id: str, author: str, text: str, at: int) -> None:
        """Something that is for us alone."""
        said = {
            "type": "message_create", "id": native_id, "created_timestamp": str(at), "message_create": {
                "target": {"recipient_id": OURS}, "sender_id": author, "message_data": {"text": text},
            },
        }  # fmt: skip
        self.hand_in({"for_user_id": OURS, "direct_message_events": [said], "users": {}})

    def fulfil(self) -> None:
        """Do what was demanded, whatever time it takes."""
        while self.demands:
            self.fulfil_once()

    def fulfil_once(self) -> None:
        """As far as it gets without waiting."""
        made = self.world.stores
        procedure_by_ask = procedures.of(made, Bucket(), self.unlabelled.extend)
        Fulfil(made.tasks, procedure_by_ask, self._later, self.world.clock).fulfil_demand(
            Message("m", self.demands.pop(0), "r")
        )

    def _later(self, body: str, seconds: int) -> None:
        self.world.clock.now += seconds
        self.demands.append(body)

    def texts(self) -> dict[str, str | None]:
        """By native id, what a reader gets."""
        made = self.world.stores
        opened = made.feed.open_rows("acme", list(FeedRow.scan()))
        return {
            str(each.natives.external_id): each.content.text
            for each in opened.values()
            if each.content is not None and not each.deleted
        }


@pytest.fixture
def stream() -> Stream:
    made = Stream()
    made.post("5001", THEIRS, "first of theirs", made.now)
    made.post("5002", THEIRS, "second of theirs", made.now + 1)
    made.post("5003", OTHERS, "of somebody else", made.now + 2)
    return made


def _told(change: str) -> dict[str, Any]:
    return {"data": {change: {"user": {"id": THEIRS}, "event_at": "2026-09-21T10:00:00.000Z"}}}


def test_p2_whoever_leaves_x_is_erased_here(stream: Stream) -> None:
    stream.message("6001", THEIRS, "only for you", stream.now)
    stream.hand_in(_told("user_delete"))
    (demand,) = map(json.loads, stream.demands)
    assert demand["ask"] == Ask.ERASE
    stream.fulfil()
    assert stream.texts() == {"5003": "of somebody else"}
    person = stream.world.path("x").item(THEIRS, "person")
    assert not [row.pk for row in IdentityRow.scan() if person in row.pk]


@pytest.mark.parametrize("change", ["user_protect", "user_suspend", "user_withheld"])
def test_p2_of_whoever_is_not_to_be_seen_on_x_what_they_said_in_public_goes(
    stream: Stream, change: str
) -> None:
    stream.message("6001", THEIRS, "only for you", stream.now)
    stream.hand_in(_told(change))
    (demand,) = map(json.loads, stream.demands)
    assert demand["ask"] == Ask.HIDE
    stream.fulfil()
    assert stream.texts() == {"5003": "of somebody else", "6001": "only for you"}
    stream.post("5001", THEIRS, "first of theirs", stream.now)
    assert "5001" not in stream.texts(), "nor does it come back when it is told again"
    made = stream.world.stores
    task = made.tasks.find_task("acme", demand["id"])
    assert task is not None
    assert task.state is State.DONE


def test_p2_what_was_on_its_way_when_they_were_hidden_goes_too(stream: Stream) -> None:
    stream.hand_in(_told("user_suspend"))
    (first,) = stream.demands
    stream.fulfil_once()
    stream.post("5004", THEIRS, "written before, told late", stream.now + 3)
    assert stream.texts()["5004"] == "written before, told late"
    stream.fulfil()
    assert stream.texts() == {"5003": "of somebody else"}
    assert first


@pytest.mark.parametrize("change", ["delete", "withheld", "drop"])
def test_p2_a_post_that_is_not_to_be_seen_goes_at_once(stream: Stream, change: str) -> None:
    tweet = {"id": "5001", "author_id": THEIRS}
    stream.hand_in({"data": {change: {"tweet": tweet, "event_at": "2026-09-21T10:00:00.000Z"}}})
    assert stream.texts() == {"5002": "second of theirs", "5003": "of somebody else"}
    assert stream.demands == []


@pytest.mark.parametrize("told_first", [True, False])
def test_p2_an_edited_post_loses_its_old_text_and_has_the_new_one_in_any_order(
    stream: Stream, told_first: bool
) -> None:
    stream.now = (stream.now // SECOND + 30) * SECOND
    old, new = ((stream.now + ms - FIRST_MS) << 22 for ms in (-20_000, 5))
    stream.post(str(old), OTHERS, "teh text", stream.now - 20_000)
    told = {"initial_tweet_id": str(old), "edit_tweet_ids": [str(old), str(new)], "tweet": {"id": str(new)}}

    def tell() -> None:
        stream.hand_in({"data": {"tweet_edit": told | {"event_at": "2026-09-21T14:00:00.000Z"}}})

    if told_first:
        tell()
        assert stream.texts()[str(old)] is None
    stream.post(str(new), OTHERS, "the text", stream.now, edit_history={"initial_tweet_id": str(old)})
    if not told_first:
        tell()
    assert stream.texts()[str(old)] == "the text"


def test_p2_nothing_is_kept_of_where_a_post_was_written(stream: Stream) -> None:
    place = {
        "coordinates": {"type": "Point", "coordinates": [13.4041, 52.5200]},
        "place": {"name": "Xanadu-canary"},
    }
    stream.post("5004", THEIRS, "from there", stream.now, **place)
    made = stream.world.stores
    kept = repr(list(made.feed.open_rows("acme", list(FeedRow.scan())).values()))
    assert "from there" in kept
    assert "Xanadu-canary" not in kept
    assert "13.4041" not in kept
    stream.hand_in({"data": {"scrub_geo": {"user": {"id": THEIRS}, "up_to_tweet_id": "5004"}}})
    assert stream.demands == []
    assert stream.texts()["5004"] == "from there"
    assert {row.kind for row in FeedRow.scan()} == {Kind.COMMENT}
