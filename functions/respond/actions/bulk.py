"""Changes many conversations at once: each for itself, so that one that cannot be changed keeps no other."""

from typing import Any

from model.conversation import Conversation, Status
from model.errors import Conflict
from respond.action import Asked, Caller, Seen, action
from respond.actions.conversations import change_one
from respond.actions.given import list_given
from respond.denied import Denied, deny_impossible
from respond.shapes.bulk import BulkDoneView, BulkFailedView, BulkItem, BulkView, BulkWanted
from respond.shapes.conversation_change import ConversationChange
from respond.shapes.scalars import format_time


@action(scope="conversations:write", audit="change conversations")
def change_conversations(caller: Caller, asked: Asked[BulkWanted]) -> BulkView:
    """Changes up to 100 conversations alike; says of each what it was before, or why it stays as it is."""
    wanted = asked.wanted
    fields = list_given(wanted.change)
    if not fields:
        raise deny_impossible("There is nothing to change.", pointer="/change")
    done, failed = list[BulkDoneView](), list[BulkFailedView]()
    touched = list[str]()
    for item in {each.id: each for each in wanted.items}.values():
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
    return BulkView(done=done, failed=failed)


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
