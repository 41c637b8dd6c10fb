"""Edges and history of somebody under a legal hold: TTL takes none of them until it ends.

An association stands at two people and may be under the holds of both, so a row names its holds; with the last of
them its time comes back.
"""

from collections.abc import Callable, Iterator

from pynamodb.exceptions import DoesNotExist
from pynamodb.expressions.update import Action

from store.contacts import history
from store.contacts import keys as contact_keys
from store.contacts.rows import HistoryRow, PointerRow
from store.dynamo.writes import retrying, update_if
from store.forgetting.holds import Hold

Lasting = HistoryRow | PointerRow
Change = Callable[[Lasting, str], list[Action]]


def pin_rows(hold: Hold) -> None:
    """Makes all rows of the person stay without an end."""
    for row in _rows(hold, lambda row: hold.id not in (row.holds or ())):
        _change(row, _taken, hold.id)


def unpin_rows(hold: Hold) -> None:
    """Makes them end when they would have without the hold; TTL takes what is overdue."""
    for row in _rows(hold, lambda row: hold.id in (row.holds or ())):
        _change(row, _given_back, hold.id)


def inverse_edge(brand: str, person: str, edge: PointerRow) -> PointerRow:
    """Returns the row of the same association at the other person."""
    other, item = contact_keys.edge_end(edge.sk), contact_keys.edge_item(edge.sk)
    inward = contact_keys.edge_is_inward(edge.sk)
    sort_key = contact_keys.edge_in(person, item) if inward else contact_keys.edge_out(person, item)
    return PointerRow(contact_keys.edge(brand, other), sort_key)


def _rows(hold: Hold, wanting: Callable[[Lasting], bool]) -> Iterator[Lasting]:
    yield from filter(wanting, history.read_history_rows(hold.brand, hold.person))
    for edge in PointerRow.query(contact_keys.edge(hold.brand, hold.person), consistent_read=True):
        if wanting(edge):
            # The other side first: as long as this one wants it, whoever was stopped comes here again.
            other = _fresh(inverse_edge(hold.brand, hold.person, edge))
            yield from filter(wanting, [] if other is None else [other])
            yield edge


def _change(row: Lasting, change: Change, hold: str) -> None:
    found: Lasting | None = row
    again = retrying("a row under a hold")
    while again():
        if found is None or not (actions := change(found, hold)) or _updated(found, actions):
            return
        found = _fresh(found)


def _taken(row: Lasting, hold: str) -> list[Action]:
    model, holds = type(row), set(row.holds or ())
    if hold in holds:
        return []
    ending = [] if row.until is None else [model.due_at.set(row.until), model.until.remove()]
    return [model.holds.set(holds | {hold}), *ending]


def _given_back(row: Lasting, hold: str) -> list[Action]:
    model, holds = type(row), set(row.holds or ())
    if hold not in holds:
        return []
    if holds - {hold}:
        return [model.holds.set(holds - {hold})]
    ending = [] if row.due_at is None else [model.until.set(row.due_at), model.due_at.remove()]
    return [model.holds.remove(), *ending]


def _updated(row: Lasting, actions: list[Action]) -> bool:
    model = type(row)
    same = model.until == row.until if row.until is not None else model.until.does_not_exist()
    same &= model.holds == row.holds if row.holds else model.holds.does_not_exist()
    return update_if(type(row)(row.pk, row.sk), actions, model.pk.exists() & same)


def _fresh(row: Lasting) -> Lasting | None:
    try:
        return type(row).get(row.pk, row.sk, consistent_read=True)
    except DoesNotExist:
        return None
