"""Changes many conversations at once: each for itself, so that one that cannot be changed keeps no other."""

from typing import Any

from msgspec import UNSET, structs

from model.conversation import Conversation, Status
from model.errors import Conflict
from respond.action import Asked, Caller, Seen, action
from respond.actions.conversation_list import find_matching
from respond.actions.conversations import ME, change_one
from respond.actions.given import list_given
from respond.denied import Denied, deny_impossible
from respond.paging import make_page
from respond.shapes.bulk import MOST, BulkDoneView, BulkFailedView, BulkItem, BulkView, BulkWanted
from respond.shapes.conversation import ConversationInListView
from respond.shapes.conversation_change import ConversationChange
from respond.shapes.conversation_filters import Filters
from respond.shapes.scalars import format_time
from respond.shown import WORDS


@action(scope="conversations:write", audit="change conversations", shows=WORDS)
def change_conversations(caller: Caller, asked: Asked[BulkWanted]) -> BulkView:
    """Changes up to 100 conversations alike; says of each what it was before, or why it stays as it is.

    Of those that fit filters a request changes 100 as well, and looks through at most 500; the cursor goes on.
    """
    wanted = asked.wanted
    fields = list_given(wanted.change)
    if not fields:
        raise deny_impossible("There is nothing to change.", pointer="/change")
    items, page = _list_items(caller, asked)
    done, failed = list[BulkDoneView](), list[BulkFailedView]()
    touched = list[str]()
    for item in {each.id: each for each in items}.values():
        try:
            before, after = change_one(caller, _ask(item, wanted.change))
        except Denied as denied:
            failed.append(BulkFailedView(id=item.id, code=denied.code, detail=denied.detail))
        except Conflict:
            detail = "Others keep changing it."
            failed.append(BulkFailedView(id=item.id, code="conflict", detail=detail))
        else:
            touched.append(after.customer or after.id)
            done.append(BulkDoneView(id=after.id, version=after.rev, before=_tell_before(before, fields)))
    caller.note(*touched, about=" ".join(fields))
    return structs.replace(page, done=done, failed=failed)


def _list_items(caller: Caller, asked: Asked[BulkWanted]) -> tuple[list[BulkItem], BulkView]:
    """Returns what is named, or a part of what fits, and an answer that says where the next part begins."""
    wanted, nothing = asked.wanted, BulkView(done=[], failed=[])
    if (wanted.items is UNSET) == (wanted.filter is UNSET):
        raise deny_impossible("Either `items` or `filter` says what to change.", pointer="/items")
    if isinstance(wanted.items, list):
        return wanted.items, nothing
    assert isinstance(wanted.filter, Filters)  # noqa: S101 - one of the two is there
    found = find_matching(caller, asked, wanted.filter, MOST)
    page = make_page(caller, asked, found.rows, found.following)
    items = [
        BulkItem(id=row.id, version=row.version)
        for row in found.rows
        if not _is_as_wanted(caller, row, wanted.change)
    ]
    more = structs.replace(
        nothing, next_cursor=page.next_cursor, has_more=page.has_more, looked_at=found.looked_at
    )
    return items, more


def _is_as_wanted(caller: Caller, row: ConversationInListView, change: ConversationChange) -> bool:
    """Tells whether a change changes nothing: a part that changed before may come up again further down."""
    shown: dict[str, Any] = {
        "status": row.status, "priority": row.priority, "tags": row.tags, "assignee": row.assignee,
    }  # fmt: skip
    given = {name: getattr(change, name) for name in list_given(change)}
    if given.get("assignee") == ME:
        given["assignee"] = caller.agent
    if "tags" in given:
        given["tags"] = sorted(set(given["tags"]))
    return all(name in shown and shown[name] == value for name, value in given.items())


def _ask(item: BulkItem, change: ConversationChange) -> Asked[ConversationChange]:
    seen = Seen(frozenset({str(item.version)})) if isinstance(item.version, int) else Seen()
    return Asked(change, item.id, seen)


def _tell_before(head: Conversation, fields: list[str]) -> dict[str, Any]:
    """Returns what a change has to say to bring these fields back."""
    known: dict[str, Any] = {
        "status": head.status.value,
        "priority": head.priority,
        "tags": list(head.tags),
        "assignee": head.assignee,
        "handover": {"state": head.handover.handler.value},
    }
    before = {name: known[name] for name in fields if name in known}
    if head.status is Status.SNOOZED and "status" in before:
        before["snoozed_until"] = format_time(head.snoozed_until)
    return before
