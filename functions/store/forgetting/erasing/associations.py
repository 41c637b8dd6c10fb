"""Association edges of a person, both ways, and their name in what others wrote.

An edge is kept until everybody knows of the erasure who may still write: it is written before the row it leads to, so
a later pass finds by it what an earlier one could not see.

What stands under somebody's legal hold is not changed while that stands: neither the text, nor the edge that leads to
it. The hold notes whose name is to be taken out (`store.forgetting.deferred_redactions`), and when it ends this eraser
comes again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from pynamodb.expressions.update import Action

from aws import objects
from model.errors import Conflict, Erased, Purged
from model.fields import KEY, ORDER
from model.interaction import Content, Interaction, Natives
from model.name_search import NameSearch
from model.naming import remove_id
from model.redaction import remove_people
from store.contacts import keys as contact_keys
from store.contacts.rows import PointerRow
from store.dynamo import keys as row_keys
from store.dynamo.writes import retrying
from store.forgetting import deferred_redactions
from store.forgetting.erasing.counted import counted
from store.forgetting.erasing.eraser import Eraser
from store.forgetting.erasing.item_class import RETENTION, ItemClass, Turn
from store.forgetting.erasing.leaver import Leaver
from store.forgetting.pinned_rows import inverse_edge
from store.interactions import keys as interaction_keys
from store.interactions.long_texts import LongTexts
from store.interactions.mapping import changes, from_row, header_of, to_row
from store.interactions.rows import FeedRow
from store.vault.sealed import Tampered, bucket_of
from store.vault.vault import Vault

EDGES = 25
"""In one transaction: with their inverses, the rows they name and two counts it has at most 77 parts of 100."""


class Edge(NamedTuple):
    """Tells that the person was named in an interaction of somebody else (`inward`), or named somebody in theirs."""

    item: str
    inward: bool
    at: int


class Associations(Eraser):
    """Finds and deletes edges, redacting what they lead to."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._texts = LongTexts(vault, objects)

    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Deletes them all, so many at each step. Those under a hold are noted there."""
        chunk: list[PointerRow] = []
        noted: set[str] = set()
        for edge in self._edges(who):
            if edge.holds:
                self._note(who, edge, noted)
                continue
            chunk.append(edge)
            if len(chunk) == EDGES:
                yield self._delete(who, chunk)
                chunk = []
        if chunk:
            yield self._delete(who, chunk)

    def count_left(self, who: Leaver) -> int:
        """Returns how many edges are there that may go."""
        return sum(1 for edge in self._edges(who) if not edge.holds)

    def count_held(self, who: Leaver) -> int:
        """Returns how many edges stay until the legal holds end under which they are."""
        return sum(1 for edge in self._edges(who) if edge.holds)

    def list_edges(self, who: Leaver) -> Iterator[Edge]:
        """Yields the edges at the person; not those from after they came back."""
        for edge in self._edges(who):
            yield Edge(
                contact_keys.edge_item(edge.sk), contact_keys.edge_is_inward(edge.sk), int(edge.at or 0)
            )

    def _edges(self, who: Leaver) -> Iterator[PointerRow]:
        back = who.came_back(self._vault)
        for edge in PointerRow.query(
            contact_keys.edge(who.brand, who.person), consistent_read=True, page_size=EDGES
        ):
            if not (back and (edge.at or 0) > who.erased_at):
                yield edge

    def _note(self, who: Leaver, edge: PointerRow, noted: set[str]) -> None:
        for hold in set(edge.holds) - noted:
            # It is a hold on one of the two.
            if any(
                deferred_redactions.defer_redaction(self._vault, who, hold, person)
                for person in (contact_keys.edge_end(edge.sk), who.person)
            ):
                noted.add(hold)

    def _delete(self, who: Leaver, edges: Sequence[PointerRow]) -> int:
        again = retrying("what others wrote")
        while again():
            try:
                return self._deleted(who, edges)
            except Conflict:
                wanted = [(edge.pk, edge.sk) for edge in edges]
                edges = [
                    edge for edge in PointerRow.batch_get(wanted, consistent_read=True) if not edge.holds
                ]

    def _deleted(self, who: Leaver, edges: Sequence[PointerRow]) -> int:
        rows = self._rows(who, edges)
        # A hold is just being put in place: with the next pass its edges say so themselves.
        held = {row_keys.item_of(row.pk) for row in rows if self._held(who, row)}
        edges = [edge for edge in edges if contact_keys.edge_item(edge.sk) not in held] if who.settled else []
        redactions = [
            (row, self._redaction(who, row)) for row in rows if row_keys.item_of(row.pk) not in held
        ]
        redactions = [(row, actions) for row, actions in redactions if actions]
        if not edges and not redactions:
            return 0
        self._texts.delete_of_rows(row for row, _ in redactions)
        with counted(who, associations=len(edges), mentions=len(redactions)) as together:
            for row, actions in redactions:
                together.update(row, actions, condition=FeedRow.rev == row.rev)
            for edge in edges:
                together.delete(edge, condition=PointerRow.pk.exists() & PointerRow.holds.does_not_exist())
                together.delete(
                    inverse_edge(who.brand, who.person, edge), condition=PointerRow.holds.does_not_exist()
                )
        return len(edges) or len(redactions)

    def _held(self, who: Leaver, row: FeedRow) -> bool:
        owner = header_of(who.brand, row).owner
        return row.hold is not None or self._vault.find_hold(who.brand, owner) is not None

    def _rows(self, who: Leaver, edges: Sequence[PointerRow]) -> list[FeedRow]:
        """Returns the rows that others wrote: the person's own rows are deleted, not redacted."""
        items = dict.fromkeys(
            contact_keys.edge_item(edge.sk) for edge in edges if contact_keys.edge_is_inward(edge.sk)
        )
        wanted = [interaction_keys.interaction(who.brand, item) for item in items]
        rows = list(FeedRow.batch_get(wanted, consistent_read=True)) if wanted else []
        self._vault.load_salts(who.brand, [bytes(row.sealed) for row in rows if row.sealed])
        return [row for row in rows if not who.owns(row)]

    def _redaction(self, who: Leaver, row: FeedRow) -> list[Action]:
        try:
            item = from_row(who.brand, row, self._vault)
            left = _without(who, item)
            if left == item:
                return []
            fresh = to_row(who.brand, left, self._vault, bucket_of(bytes(row.sealed)))
        except (Erased, Purged, Tampered):
            # Nobody can read it, the person's id in the clear goes all the same.
            return _unlisted(who, row)
        # What was marked stands elsewhere in the text now.
        labels = {name: value for name, value in (row.labels or {}).items() if name != "spans"}
        marks = [FeedRow.labels.set(labels)] if labels != (row.labels or {}) else []
        return [*changes(row, fresh), *marks]


def _without(who: Leaver, item: Interaction) -> Interaction:
    """Returns the item without the person. Of a text too long for its row only the part that stands there is left."""
    natives = remove_id(item.natives, item.natives.answered_id if item.answered == who.person else None)
    search = NameSearch(who.words)
    if natives.permalink is not None and search.occurs_in(natives.permalink):
        natives = replace(natives, permalink=None)
    theirs = {name: value for name, value in natives.to_record().items() if value not in who.words}
    return replace(
        item,
        people=item.people - {who.person},
        answered=None if item.answered == who.person else item.answered,
        content=None if item.content is None else _remove(who, item.content),
        natives=Natives(**theirs),
    )


def _remove(who: Leaver, content: Content) -> Content:
    return replace(remove_people(content, {who.person}, who.words), kept_at=None)


def _unlisted(who: Leaver, row: FeedRow) -> list[Action]:
    if who.person not in (row.people or ()) and row.answered != who.person:
        return []
    people = set(row.people or ()) - {who.person}
    actions: list[Action] = [
        FeedRow.rev.set(int(row.rev) + 1),
        FeedRow.people.set(people) if people else FeedRow.people.remove(),
    ]
    return [*actions, FeedRow.answered.remove()] if row.answered == who.person else actions


ASSOCIATIONS = ItemClass(
    "associations",
    Turn.KEPT,
    (PointerRow,),
    ("associations", "mentions"),
    lambda context: Associations(context.stores.vault),
    exported=frozenset({"at", "reason", "sk"}),
    withheld={
        "pk": KEY,
        "rev": ORDER,
        "until": RETENTION,
        "due_at": RETENTION,
        "holds": "legal holds on somebody in it",
    },
    register={
        "PointerRow": ("associations", "who was tagged or answered, segment members; opaque ids"),
    },
)
