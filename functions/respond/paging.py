"""Cuts lists into pages: where one begins and how the next is asked for."""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from respond import cursors
from respond.action import Asked, Caller
from respond.shapes.page import Page, PageQuery

Row = TypeVar("Row")

HID = r"[a-z2-7]{32}"
"""The shape of most ids; what has another shape exists nowhere."""
AT = r"\d{13}#[a-z2-7]{0,32}"
"""The shape of positions by time (`keys.at`)."""
STAND = rf"\d{{8}}/[a-z0-9_]{{1,40}}/{HID}"
"""The shape of positions in a list by days: day, platform, id."""


def read_position(caller: Caller, asked: Asked[Any], shape: str) -> str | None:
    """Returns where the page begins; None for the first. Raises Denied for a cursor of another list."""
    cursor = asked.wanted.cursor
    if cursor is msgspec.UNSET:
        return None
    return cursors.decode_cursor(_question(caller, asked), cursor, shape)


def read_stand(position: str) -> tuple[str, str, str]:
    """Returns day, platform and id of a position in a list by days."""
    day, platform, listed = position.split("/")
    return day, platform, listed


def is_stand(position: str) -> bool:
    """Tells whether a position is one in a list by days."""
    return "/" in position


def make_page(caller: Caller, asked: Asked[Any], rows: Sequence[Row], following: str | None) -> Page[Row]:
    """Returns a page of a list with the position at which it goes on."""
    cursor = None if following is None else cursors.encode_cursor(_question(caller, asked), following)
    return Page(data=list(rows), next_cursor=cursor, has_more=following is not None)


def cut_page(rows: Sequence[Row], limit: int) -> tuple[Sequence[Row], Row | None]:
    """Returns the first `limit` rows, and the last of them when more follow."""
    shown = rows[:limit]
    return shown, shown[-1] if len(rows) > len(shown) else None


def _question(caller: Caller, asked: Asked[Any]) -> str:
    own = set(PageQuery.__struct_fields__)
    wanted = msgspec.structs.asdict(asked.wanted)
    filters = sorted(
        (name, str(value)) for name, value in wanted.items() if name not in own and value is not msgspec.UNSET
    )
    return repr((caller.brand, caller.journal.action, asked.id, filters))
