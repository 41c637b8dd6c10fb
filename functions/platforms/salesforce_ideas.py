"""Salesforce Ideas: ideas, their comments and votes, which a query asks for, and exports of them.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_idea.htm
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from model.errors import Malformed
from model.event import Event, Kind, Person
from model.http import Call, Delivery
from platforms.base import ARCHIVE, Platform, Scope
from platforms.frame import Frame, take_away
from platforms.proof import NoDeliveries
from platforms.reading.markup import read_text
from platforms.reading.payload import Json, first, obj, objects, read_object, required, text
from platforms.reading.table import read_rows
from platforms.reading.times import from_iso

IDEA, COMMENT, VOTE = "Idea", "IdeaComment", "Vote"
FIELDS = (
    "Id, Title, Body, IsHtml, CommunityId, Categories, Status, VoteTotal, ParentIdeaId, IsMerged, CreatorName, "
    "CreatedById, CreatedDate, LastModifiedDate, IsDeleted"
)
COLUMNS = frozenset({"Id", "CreatedDate"})
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


class SalesforceIdeas(Platform):
    """One organisation: the address of its instance. Its ids mean something within it."""

    name = "salesforce_ideas"
    title = "Salesforce Ideas"
    docs_url = "https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/"
    secrets = ()
    proof = NoDeliveries()
    capabilities = frozenset({"poll", "archive", "edits", "deletes"})
    retention = "salesforce_ideas"
    item_scope = Scope.ACCOUNT
    person_scope = Scope.ACCOUNT
    names_account = False
    newest_first = False

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns the rows of an export (CSV with the fields' names, or JSON). Raises Malformed."""
        if delivery.source != ARCHIVE or delivery.body.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{":
            return self.parse_poll(delivery)[0]
        return [
            event for row in read_rows(delivery.body, COLUMNS) if (event := _event(row, Frame())) is not None
        ]

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the query for ideas that changed since the last round, or its next page."""
        instance = str(account["native_id"]).rstrip("/")
        if cursor:
            return Call("GET", f"{instance}{cursor}")
        version = str(account.get("settings", {}).get("version") or "v62.0")
        since = ("WHERE LastModifiedDate >", str(account["since"])) if account.get("since") else ()
        query = urlencode(
            {"q": " ".join(("SELECT", FIELDS, "FROM Idea", *since, "ORDER BY LastModifiedDate"))}
        )
        return Call("GET", f"{instance}/services/data/{version}/query?{query}")

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns what a query or a list of deletions tells, and the address of the next page."""
        payload = read_object(delivery.body)
        frame = Frame(own=delivery.self_ids)
        if "deletedRecords" in payload:
            return [_deleted(each, frame) for each in objects(payload.get("deletedRecords"))], None
        if "records" not in payload:
            raise Malformed("wrong_shape")
        found = (_event(each, frame) for each in objects(payload.get("records")))
        further = None if payload.get("done") is True else text(payload.get("nextRecordsUrl"))
        return [event for event in found if event is not None], further


def _event(row: Json, frame: Frame) -> Event | None:
    """Returns what a record tells; what it is of is said, or seen by its fields."""
    kind = text(obj(row.get("attributes")).get("type")) or _guess(row)
    native = _id18(row.get("Id"))
    if native is None or kind not in (IDEA, COMMENT, VOTE):
        return None
    event = {IDEA: _idea, COMMENT: _comment, VOTE: _vote}[kind](native, row, frame)
    gone = str(row.get("IsDeleted")).lower() == "true"
    return take_away(event, from_iso(row.get("LastModifiedDate"))) if gone else event


def _guess(row: Json) -> str:
    return COMMENT if row.get("IdeaId") else VOTE if row.get("ParentId") and row.get("Type") else IDEA


def _idea(native: str, row: Json, frame: Frame) -> Event:
    merged = _id18(row.get("ParentIdeaId"))
    return frame.event(Kind.POST, **_said(native, row, "Body"), title=text(row.get("Title")), parent_id=merged,
                       thread_id=merged or native)  # fmt: skip


def _comment(native: str, row: Json, frame: Frame) -> Event:
    idea = _id18(row.get("IdeaId"))
    return frame.event(Kind.COMMENT, **_said(native, row, "CommentBody"), parent_id=idea, thread_id=idea)


def _vote(native: str, row: Json, frame: Frame) -> Event:
    target = _id18(row.get("ParentId"))
    told = _said(native, row, "Type")
    return frame.event(
        Kind.REACTION, **(told | {"text": told["text"] or ""}), parent_id=target, thread_id=target
    )


def _said(native: str, row: Json, field: str) -> dict[str, Any]:
    written, author = row.get(field), _id18(row.get("CreatedById"))
    at, changed = from_iso(row.get("CreatedDate")), from_iso(row.get("LastModifiedDate"))
    name = text(row.get("CreatorName"))
    is_html = str(row.get("IsHtml")).lower() == "true"
    return {
        "external_id": native,
        "dedupe_id": f"{native} {changed or at}",
        "author": Person(author, name) if author or name else None,
        "text": read_text(written) if is_html else text(written),
        "occurred_at": first(at, changed),
        "changed_at": changed if at is not None and changed is not None and changed > at else None,
    }


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
    return native + "".join(
        _LETTERS[sum(1 << n for n, c in enumerate(each) if c.isupper())] for each in parts
    )


PLATFORM = SalesforceIdeas()
