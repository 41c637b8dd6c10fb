"""Counts engagement and members by post and group: one update a place and batch, however many people liked it."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import NumberAttribute
from pynamodb.expressions.operand import Path, Value
from pynamodb.expressions.update import Action, AddAction
from pynamodb.transactions import TransactWrite

from model.place import COUNTERS, NEGATIVE, PlaceCount, PlacePart
from store.insights import keys as insight_keys
from store.insights.rows import PlaceRow

ENTRY = "#"
"""Sort key of a place's own row."""

Change = tuple[Any, list[Action]]
"""A row and what is to become of it."""


def place_row(brand: str, place: str) -> PlaceRow:
    """Returns the key of a place's row."""
    return PlaceRow(insight_keys.place(brand, place), ENTRY)


def list_additions(brand: str, standings: Iterable[PlaceCount], now_s: int) -> list[Change]:
    """Returns what a batch adds, one change a place."""
    return _changes(brand, ((each, 1) for each in standings), now_s)


def move_standing(
    together: TransactWrite, brand: str, before: PlaceCount | None, after: PlaceCount | None, now_s: int
) -> None:
    """Counts `after` in the place of `before` within a transaction; None stands for nothing."""
    if before != after:
        parts = [(each, sign) for each, sign in ((before, -1), (after, 1)) if each is not None]
        for row, actions in _changes(brand, parts, now_s):
            together.update(row, actions)


def take_back_standings(
    together: TransactWrite, brand: str, standings: Iterable[PlaceCount], now_s: int
) -> None:
    """Subtracts the counts of deleted rows, in the transaction that deletes them."""
    for row, actions in _changes(brand, ((each, -1) for each in standings), now_s):
        together.update(row, actions)


def _changes(brand: str, standings: Iterable[tuple[PlaceCount, int]], now_s: int) -> list[Change]:
    by_place: dict[str, Counter[str]] = {}
    known: dict[str, PlaceCount] = {}
    heard: set[str] = set()
    for each, sign in standings:
        counters = by_place.setdefault(each.place, Counter())
        counters[COUNTERS[each.part]] += sign
        counters[NEGATIVE] += sign * each.negative
        known[each.place] = each
        heard |= {each.place} if sign > 0 else set()
    day = datetime.fromtimestamp(now_s, UTC).strftime("%Y%m%d")
    return [
        (place_row(brand, place), [*_adds(counters), *_listed(brand, known[place], day, place in heard)])
        for place, counters in sorted(by_place.items())
        if any(counters.values())
    ]


def _adds(counters: Counter[str]) -> list[Action]:
    found = ((name, number) for name, number in counters.items() if number)
    return [AddAction(Path([name]), Value(number, NumberAttribute())) for name, number in found]


def _listed(brand: str, standing: PlaceCount, day: str, heard: bool) -> list[Action]:
    # What is taken back is no news; yet a row that it makes anew has to end some day.
    return [
        PlaceRow.platform.set(standing.platform),
        PlaceRow.account.set(PlaceRow.account | standing.account),
        PlaceRow.due_pk.set(insight_keys.listed_places(brand, standing.kind.value, standing.platform)),
        PlaceRow.due_sk.set(day if heard else PlaceRow.due_sk | day),
    ]


def is_negative(part: PlacePart, sentiment: str) -> bool:
    """Tells whether an interaction counts among the negative ones of its place."""
    return part in (PlacePart.COMMENT, PlacePart.SHARE) and sentiment == "negative"
