"""Asks for the notifications of a LinkedIn organization, and reads what a page of them or of comments lists.

https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/comments-api
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from model.event import Event, Kind
from model.http import Call, Delivery
from platforms.base import Platform
from platforms.frame import Frame
from platforms.linkedin.events import read_below, read_notification, read_urn
from platforms.paging import find_link, follow_link
from platforms.reading.paths import id_at, value_at
from platforms.reading.payload import Json, first, objects, read_object
from platforms.reading.times import from_any

API = "https://api.linkedin.com"
VERSION = "202610"
"""Versions are switched off about a year after their month."""
KEPT_MS = 48 * 3_600_000
ASKED = ("COMMENT", "ADMIN_COMMENT", "COMMENT_EDIT", "COMMENT_DELETE", "LIKE", "SHARE", "SHARE_MENTION")


class LinkedInPolled(Platform):
    """Reads pages of the last two days' notifications."""

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the request for a page of the notifications since the last round.

        What is older than members' words may be kept is not asked for.
        """
        headers = {"linkedin-version": VERSION, "x-restli-protocol-version": "2.0.0"}
        if cursor:
            return Call("GET", follow_link(API, cursor), headers)
        start = max(int(account["since_ms"]), int(account["now_ms"]) - KEPT_MS)
        query = "&".join((
            f"actions=List({','.join(ASKED)})",
            f"organizationalEntity={quote(str(account['native_id']), safe='')}",
            f"timeRange=(start:{start},end:{account['now_ms']})",
        ))  # fmt: skip
        return Call("GET", f"{API}/rest/organizationalEntityNotifications?q=criteria&{query}", headers)

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the notifications or comments on a page, and the address of the next one."""
        page, account = read_object(delivery.body), next(iter(delivery.self_ids), None)
        found = [event for row in objects(page.get("elements")) for event in _read_element(row, account)]
        return found, find_link(value_at(page, "paging.links"), "next")


def _read_element(row: Json, account: str | None) -> list[Event]:
    """Returns what an entry of a page says, which is a notification or a comment of `account`'s post."""
    return read_notification(row) if "action" in row else _read_comment(row, Frame(account))


def _read_comment(row: Json, frame: Frame) -> list[Event]:
    """Returns a comment of a post's list.

    https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/comments-api
    """
    native = read_urn(id_at(row, "commentUrn"))
    if native is None:
        return []
    at, changed = (from_any(value_at(row, path)) for path in ("created.time", "lastModified.time"))
    event = frame.event(
        Kind.COMMENT,
        external_id=native,
        dedupe_id=f"{native} {first(changed, at)}",
        author=frame.person(id_at(row, "actor")),
        occurred_at=at,
        changed_at=changed if changed != at else None,
        **read_below(row, id_at(row, "object"), frame),
    )
    return [event]
