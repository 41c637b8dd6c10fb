"""Platforms of which an account has several lists, asked one by one: those that are left are the cursor. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from model.errors import Malformed
from model.http import Call, Delivery
from platforms.base import Platform
from platforms.reading.payload import items, read_json, text

MOST_PLACES = 1000
"""Lists that are left for one round; those that are found behind them wait for the next."""

Place = tuple[str, str | None]
"""A list by the leaf's own name, and its page; None is the first."""


class Walking(Platform):
    """Asks list by list. What a page of one leads to (a location, an answered post) is asked behind the others."""

    walks = True

    def list_places(self, account: Mapping[str, Any]) -> Sequence[str]:
        """Returns the lists that a round begins with."""
        raise NotImplementedError(f"{self.name} is not polled")

    def ask_place(self, account: Mapping[str, Any], place: str, page: str | None) -> Call:
        """Returns the request for a page of a list."""
        raise NotImplementedError(f"{self.name} is not polled")

    def find_places(self, place: str, delivery: Delivery) -> Sequence[str]:  # noqa: ARG002 - for leaves
        """Returns the further lists that a page of `place` leads to."""
        return ()

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the request for the next page of the list that is read."""
        place, page = self._left(account, cursor)[0]
        return self.ask_place(account, place, page)

    def go_on(
        self, account: Mapping[str, Any], cursor: str | None, delivery: Delivery, following: str | None
    ) -> str | None:
        """Returns what is left behind a page: its own list where that goes on, the others, and what it led to."""
        (place, _), *others = self._left(account, cursor)
        here: list[Place] = [(place, following)] if following is not None else []
        known = {name for name, _ in others}
        found = self.find_places(place, delivery) if delivery.body else ()
        further: list[Place] = [(name, None) for name in dict.fromkeys(found) if name not in known]
        left = [*here, *others, *further][:MOST_PLACES]
        return json.dumps(left, separators=(",", ":")) if left else None

    def _left(self, account: Mapping[str, Any], cursor: str | None) -> list[Place]:
        if cursor is None:
            return [(name, None) for name in self.list_places(account)]
        rows = [items(each) for each in items(read_json(cursor.encode()))]
        left = [
            (name, text(page)) for row in rows if len(row) == 2 and (name := text(row[0])) for page in row[1:]
        ]
        if not left:
            raise Malformed("wrong_shape")
        return left
