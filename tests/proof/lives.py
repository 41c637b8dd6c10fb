"""The lives of a few items as deliveries in the order they happened, and playing them in another."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import boto3
from hypothesis import strategies as st

from model.conversation import Conversation
from model.fold import source_time
from model.interaction import Interaction
from store.dynamo.rows import CoreRow
from store.interactions.rows import FeedRow
from tests.proof.tablefake import TableFake
from tests.store.path import Path, sqs_event
from tests.store.world import BRAND, NOW

MS = NOW * 1000
VERSIONS = (None, -1, 0, MS - 1000, MS - 1000, MS - 500, MS - 300, MS - 1, MS * 10, 10**20)
"""When a version came about: missing, before 1970, equal to others, in a future that cannot be."""

TEXTS = ("bad", "good", "so so", None)
ITEMS: dict[str, dict[str, Any]] = {
    "comment": {"external_id": "c1", "thread_id": "p1", "parent_id": "p1", "conversation_id": "c1",
                "author_id": "u1", "author_name": "Mara Field", "mentioned_ids": ["u7"]},
    "message": {"external_id": "m1", "thread_id": "t1", "mode": "private",
                "author_id": "u2", "author_name": "Tom Hill"},
    "reaction": {"parent_id": "c1", "author_id": "u3"},
    "join": {"thread_id": "t9", "author_id": "u4"},
}  # fmt: skip
TOGGLES = ("reaction", "join")
PEOPLE = ("u1", "u2", "u3", "u4")
DAYS = ("20260920", "20260921")

Record = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """One delivery: what it says and when we received it."""

    records: tuple[Record, ...]
    received_at: int


@dataclass(frozen=True)
class Order:
    """How deliveries come: which, in which batches (a number counts deliveries), labelled behind which of them."""

    deliveries: tuple[int, ...]
    batches: tuple[int, ...]
    labelled: tuple[bool, ...] = ()

    def groups(self) -> Iterator[tuple[tuple[int, ...], bool]]:
        """The batches, and whether the queues behind the store are emptied after each."""
        at, number = 0, 0
        while at < len(self.deliveries):
            size = self.batches[number % len(self.batches)]
            yield (
                self.deliveries[at : at + size],
                bool(self.labelled) and self.labelled[number % len(self.labelled)],
            )
            at, number = at + size, number + 1


@st.composite
def _item(draw: st.DrawFn, item: str) -> list[Record]:
    versions = st.sampled_from(VERSIONS)
    if item in TOGGLES:
        return [_toggle(item, draw(st.booleans()), draw(versions)) for _ in range(draw(st.integers(0, 4)))]
    born = draw(versions)
    verbs = draw(st.lists(st.sampled_from(["create", "edit", "edit", "delete", "restore"]), max_size=5))
    return [
        tell(item, verb, born, draw(versions), draw(st.sampled_from(TEXTS))) for verb in ("create", *verbs)
    ]


def _toggle(item: str, on: bool, at: int | None) -> Record:
    if item == "join":
        return {**ITEMS[item], "kind": "join" if on else "leave", "occurred_at": at}
    return {**ITEMS[item], "kind": "reaction", "text": "👍" if on else None, "occurred_at": at}


def tell(item: str, verb: str, born: int | None, at: int | None, text: str | None) -> Record:
    """Returns what a delivery says of an item that was born at a time: its creation, an edit, a deletion, a restore."""
    whole = {**ITEMS[item], "kind": item, "text": text, "occurred_at": born}
    if verb == "edit":
        return {**whole, "kind": "edit", "occurred_at": at}
    if verb == "restore":
        return {**whole, "restores": True, "changed_at": at}
    if verb == "delete":
        return {"kind": "delete", "external_id": whole["external_id"], "mode": whole.get("mode", "public"),
                "occurred_at": at}  # fmt: skip
    return whole


@st.composite
def lives(draw: st.DrawFn) -> tuple[Told, ...]:
    """Create, edit, delete, restore, reactions and joins, one to three of them to a delivery."""
    items = draw(st.lists(st.sampled_from(sorted(ITEMS)), min_size=1, max_size=4, unique=True))
    left = [record for item in items for record in draw(_item(item))]
    told = []
    while left:
        size = draw(st.integers(1, 3))
        told.append(Told(tuple(left[:size]), MS + draw(st.integers(0, 3))))
        left = left[size:]
    return tuple(told)


@st.composite
def orders(draw: st.DrawFn, number: int, labelled: bool) -> Order:
    """Any permutation of so many deliveries, some of them repeated, in any batches."""
    again = draw(st.lists(st.integers(0, number - 1), max_size=5)) if number else []
    batches = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    between = draw(st.lists(st.booleans(), min_size=1, max_size=4)) if labelled else []
    return Order(tuple(draw(st.permutations([*range(number), *again]))), tuple(batches), tuple(between))


@dataclass(frozen=True)
class State:
    """Everything that is kept in the end, unsealed."""

    items: Mapping[str, Interaction]
    heads: Mapping[str, Conversation]
    profiles: Mapping[str, Any]
    facts: Mapping[str, Any]
    edges: Sequence[str]
    counters: Sequence[Mapping[str, Any]]

    @property
    def bare(self) -> dict[str, Interaction]:
        """The items without what others made of them."""
        return {item: replace(each, labels=None) for item, each in self.items.items()}

    @property
    def counted(self) -> int:
        """How many interactions the rollups hold."""
        return sum(row["n"] for row in self.counters)


class Stage:
    """One set of tables, emptied before each play; salts stay, so that hids and owners are the same each time."""

    def __init__(
        self,
        path: Path,
        empty: Callable[[], None],
        exact: Callable[[], Any],
        lag: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Takes `lag`, which is told by how many writes stale reads are behind."""
        self.path = path
        self.lag = lag
        self.empty = empty
        self._exact = exact

    def play(self, told: Sequence[Told], order: Order) -> State:
        """The state after these deliveries in this order."""
        self.empty()
        envelopes = [
            self.path.envelope(*each.records, received_at=each.received_at).to_json() for each in told
        ]
        for group, labelled in order.groups():
            event = sqs_event([envelopes[number] for number in group])
            assert self.path.intake.take_deliveries(event) == {"batchItemFailures": []}
            if labelled:
                self.path.run()
        self.path.run()
        with self._exact():
            return state(self.path)


def state(path: Path, people: Iterable[str] = PEOPLE, days: Iterable[str] = DAYS) -> State:
    """What the tables hold now."""
    stores = path.stores
    core = [(row.pk, row.sk) for row in CoreRow.scan()]
    conversations = [pk.rsplit("#", 1)[1] for pk, _ in core if pk.startswith("conversation#")]
    hids = {path.item(each, "person"): each for each in people}
    contacts = stores.contacts.read_contacts(BRAND, hids, consistent=True)
    profiles = stores.profiles.read_profiles(BRAND, hids)
    heads = {
        key: stores.conversations.read_conversations(BRAND, [key], consistent=True)[key]
        for key in conversations
    }
    return State(
        items=stores.feed.open_rows(BRAND, list(FeedRow.scan())),
        heads={key: replace(head, rev=0) for key, head in heads.items()},
        profiles={hids[person]: profile for person, profile in profiles.items()},
        facts={hids[person]: (contact.facts, contact.segments) for person, contact in contacts.items()},
        edges=sorted(f"{pk} {sk}" for pk, sk in core if pk.startswith("edge#")),
        counters=[row for day in days for row in sorted(stores.rollups.read_counts(BRAND, day), key=repr)],
    )


def deleted(told: Iterable[Told], item: str) -> bool:
    """Whether any delivery deletes the item."""
    native = ITEMS[item]["external_id"]
    return any(
        record["kind"] == "delete" and record["external_id"] == native
        for each in told
        for record in each.records
    )


def births(told: Iterable[Told], item: str) -> set[int]:
    """The different times at which deliveries say that the item was made."""
    return {
        source_time(record["occurred_at"], each.received_at)
        for each in told
        for record in each.records
        if record["kind"] == item
    }


def emptied(fake: TableFake) -> Callable[[], None]:
    """Takes the stand-in's tables, but for the keys, back to what they hold now."""
    whole = {name: dict(table.rows) for name, table in fake.tables.items() if not name.endswith("-keys")}

    def empty() -> None:
        for name, rows in whole.items():
            fake.replace(name, rows)

    return empty


def emptied_moto(tables: Mapping[str, str]) -> Callable[[], None]:
    """The same for moto."""
    client = boto3.client("dynamodb")
    names = [name for table, name in tables.items() if table != "keys"]
    whole = {name: [json.dumps(key) for key in _keys(client, name)] for name in names}

    def empty() -> None:
        for name in names:
            for key in _keys(client, name):
                if json.dumps(key) not in whole[name]:
                    client.delete_item(TableName=name, Key=key)

    return empty


def _keys(client: Any, table: str) -> list[dict[str, Any]]:
    return [
        {part: row[part] for part in ("pk", "sk") if part in row}
        for row in client.scan(TableName=table)["Items"]
    ]
