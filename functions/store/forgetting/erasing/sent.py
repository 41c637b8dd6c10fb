"""Calls back what we wrote to a person, whether on its way or sent, by deleting it with what leads to it."""

from collections.abc import Iterator
from typing import Annotated, Any, TypedDict

from model.fields import KEY, ORDER
from model.moments import IsoTime, iso
from model.reply import ReplyState
from store.dynamo.rows import OpsRow
from store.forgetting.erasing.counted import counted
from store.forgetting.erasing.item_class import (
    EMPLOYEE,
    ITEM,
    OURS,
    PERSON,
    RETENTION,
    TRIED,
    TRIES,
    Copied,
    ItemClass,
    Turn,
)
from store.forgetting.erasing.leaver import Leaver
from store.forgetting.erasing.listed_writings import ListedEraser
from store.outbox import keys as outbox_keys
from store.outbox.outbox import APPROVALS, HEAD, Outbox
from store.outbox.rows import ReplyRow


class Replies(ListedEraser[Outbox]):
    """Erases the replies that a person's key seals."""

    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Deletes them one by one; not those from after the person came back. What is deleted is not sent."""
        for reply, at in self._theirs(who):
            position = outbox_keys.listed(at, reply)
            known = self._store.find_reply(who.brand, reply)
            with counted(who, replies=1) as together:
                together.delete(ReplyRow(outbox_keys.reply(who.brand, reply), HEAD))
                together.delete(
                    OpsRow(outbox_keys.outbox(who.brand, who.person), position), condition=OpsRow.pk.exists()
                )
                if known is not None:
                    together.delete(OpsRow(outbox_keys.replies(who.brand, known.conversation), position))
                    if known.state is ReplyState.AWAITING_APPROVAL:
                        together.delete(APPROVALS.wakeup_row(who.brand, reply, known.created_at))
            yield 1


class CopiedReply(TypedDict):
    """Shows a reply that we sent to the person, or mean to send."""

    id: str
    platform: str
    account: str
    mode: str
    state: str
    accepted_at: IsoTime
    native_id: str | None
    text: str | None
    files: Annotated[
        list[dict[str, Any]],
        {"description": "The files that went along: their addresses, or ids and names of what was uploaded."},
    ]


def copy_replies(outbox: Outbox, who: Leaver) -> Iterator[CopiedReply]:
    """Yields what we wrote to the person and sent, or mean to send."""
    ids = [reply for reply, _ in outbox.list_of_person(who.brand, who.person)]
    for reply in outbox.read_replies(who.brand, ids).values():
        yield {
            "id": reply.id,
            "platform": reply.platform,
            "account": reply.account,
            "mode": reply.mode,
            "state": reply.state.value,
            "accepted_at": iso(reply.created_at),
            "native_id": reply.native_id or None,
            "text": None if reply.gone_at else reply.text or None,
            "files": reply.files,
        }


REPLIES = ItemClass(
    "replies",
    Turn.SENT,
    (ReplyRow,),
    ("replies",),
    lambda context: Replies(context.stores.vault, context.stores.outbox),
    exported=frozenset("platform account mode state created_at sealed".split()),
    withheld={
        "pk": KEY,
        "sk": KEY,
        "rev": ORDER,
        "conversation": OURS,
        "expires_at": RETENTION,
        "item": ITEM,
        "person": PERSON,
        "agent": EMPLOYEE,
        "attempts": TRIES,
        "attempt_at": TRIED,
        "operation": "what the platform was asked for; its text is exported",
        "due_at": "when to look at it again",
        "tag": "what the platform is told of the window",
        "then": "an employee's setting for the conversation",
        "fingerprint": "tells a repeated request from another one",
        "passages": "the states before the one that is exported",
        "unfinished": "whether its interaction is still to be made",
        "about": "the reply that it changed, which is exported",
        "after": "the message before it, which is exported",
        "messages": "how many followed it, which are exported",
        "gone_at": "since when its text is gone, which is exported without it",
    },
    register={
        "ReplyRow": ("replies", "what agents answer, sealed; in the clear: states, times, opaque ids"),
    },
    families={
        "reply": ("replies", "what agents send to people and what became of it; the text is sealed"),
        "replies": ("replies of a conversation", "which stand in it, by opaque id"),
        "outbox": ("replies to a person", "which there are, by opaque id"),
        "reply_due": ("replies that are due", "when to look at which, by opaque id"),
        "approval": ("approvals", "which replies wait for one, by opaque id"),
    },
    copied=Copied(
        "replies",
        CopiedReply,
        lambda context, who: copy_replies(context.stores.outbox, who),
        "What we wrote to you and sent, or mean to send.",
    ),
)
