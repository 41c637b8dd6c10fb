"""Salesforce Ideas: ideas, their comments and votes, which a query asks for, and exports of them.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_idea.htm
"""

from collections.abc import Mapping
from typing import Any

from model.event import Event, Kind
from model.http import Call, Delivery
from platforms.asked import AskedPlatform
from platforms.base import ARCHIVE, Scope
from platforms.frame import Frame, take_away
from platforms.paging import ask_page, list_rows
from platforms.reading.markup import read_text
from platforms.reading.paths import text_at
from platforms.reading.payload import Json, first, objects, read_object, required, text
from platforms.reading.table import read_rows
from platforms.reading.times import from_iso

SHAPES = {
    "Idea": (Kind.POST, "Body", "ParentIdeaId"),
    "IdeaComment": (Kind.COMMENT, "CommentBody", "IdeaId"),
    "Vote": (Kind.REACTION, "Type", "ParentId"),
}
"""What a record is, where its words stand, and what it belongs to; an idea that was merged to the other one."""
FIELDS = (
    "Id, Title, Body, IsHtml, CommunityId, Categories, Status, VoteTotal, ParentIdeaId, IsMerged, CreatorName, "
    "CreatedById, CreatedDate, LastModifiedDate, IsDeleted"
)
COLUMNS = frozenset({"Id", "CreatedDate"})
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


class SalesforceIdeas(AskedPlatform):
    """Connects one organisation: the address of its instance. Its ids mean something within it."""

    name = "salesforce_ideas"
    title = "Salesforce Ideas"
    docs_url = "https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/"
    capabilities = frozenset({"poll", "archive", "edits", "deletes"})
    item_scope = Scope.ACCOUNT
    person_scope = Scope.ACCOUNT
    newest_first = False

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns the rows of an export (CSV with the fields' names, or JSON). Raises Malformed."""
        if delivery.source != ARCHIVE or delivery.body.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{":
            return self.parse_poll(delivery)[0]
        found = (_event(row, Frame()) for row in read_rows(delivery.body, COLUMNS))
        return [event for event in found if event is not None]

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the query for ideas that changed since the last round, or its next page."""
        instance = str(account["native_id"]).rstrip("/")
        if cursor:
            return Call("GET", f"{instance}{cursor}")
        version = str(account.get("settings", {}).get("version") or "v62.0")
        since = ("WHERE LastModifiedDate >", str(account["since"])) if account.get("since") else ()
        query = " ".join(("SELECT", FIELDS, "FROM Idea", *since, "ORDER BY LastModifiedDate"))
        return ask_page(f"{instance}/services/data/{version}/query", {"q": query})

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns what a query or a list of deletions tells, and the address of the next page."""
        payload = read_object(delivery.body)
        frame = Frame(own=delivery.self_ids)
        if "deletedRecords" in payload:
            return [_deleted(each, frame) for each in objects(payload.get("deletedRecords"))], None
        found = (_event(each, frame) for each in list_rows(payload, "records"))
        further = None if payload.get("done") is True else text(payload.get("nextRecordsUrl"))
        return [event for event in found if event is not None], further


def _event(row: Json, frame: Frame) -> Event | None:
    """Returns what a record tells; what it is of is said, or seen by its fields."""
    told, native = text_at(row, "attributes.type") or _guess(row), _id18(row.get("Id"))
    if native is None or told not in SHAPES:
        return None
    kind, words, below = SHAPES[told]
    written, html = row.get(words), str(row.get("IsHtml")).lower() == "true"
    at, changed = from_iso(row.get("CreatedDate")), from_iso(row.get("LastModifiedDate"))
    parent = _id18(row.get(below))
    event = frame.event(
        kind,
        external_id=native,
        dedupe_id=f"{native} {changed or at}",
        author=frame.person(_id18(row.get("CreatedById")), text_at(row, "CreatorName")),
        title=text_at(row, "Title") if kind is Kind.POST else None,
        text=(read_text(written) if html else text(written)) or ("" if kind is Kind.REACTION else None),
        parent_id=parent,
        thread_id=parent or (native if kind is Kind.POST else None),
        occurred_at=first(at, changed),
        changed_at=changed if at is not None and changed is not None and changed > at else None,
    )
    return take_away(event, changed) if str(row.get("IsDeleted")).lower() == "true" else event


def _guess(row: Json) -> str:
    return (
        "IdeaComment" if row.get("IdeaId") else "Vote" if row.get("ParentId") and row.get("Type") else "Idea"
    )


def _deleted(row: Json, frame: Frame) -> Event:
    native = required(_id18(row.get("id")))
    event = frame.event(Kind.POST, external_id=native, dedupe_id=f"{native} deleted")
    return take_away(event, from_iso(row.get("deletedDate")))


def _id18(value: Any) -> str | None:
    """Returns an id as 18 characters; the last three say which of the first fifteen are capital letters."""
    native = text(value)
    if native is None or len(native) != 15 or not native.isascii():
        return native
    parts = (native[at : at + 5] for at in (0, 5, 10))
    return native + "".join(_LETTERS[sum(c.isupper() << n for n, c in enumerate(each))] for each in parts)


PLATFORM = SalesforceIdeas()
