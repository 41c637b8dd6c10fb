"""Kinds of items that we wrote: replies, notes and drafts. They are erased first, so that nothing more is sent."""

from model.fields import KEY, ORDER
from privacy.item_class import RETENTION, ItemClass
from store.forgetting.erasing.papers import WrittenPapers
from store.forgetting.erasing.receivings import Receivings
from store.forgetting.erasing.sent import Replies
from store.forgetting.erasing.uploaded import UploadedFiles
from store.outbox.rows import PaperRow, RecipientRow, ReplyRow, UploadRow

PLACED = {
    "pk": KEY,
    "sk": KEY,
    "rev": ORDER,
    "conversation": "an id of ours",
    "expires_at": RETENTION,
}
"""What all of them have: where they stand, and until when."""

ABOUT = {
    "item": "an interaction's id; the interaction is exported",
    "person": "the person themselves",
    "agent": "an employee's id",
}
TRIED = {
    "attempts": "how often the platform was asked",
    "attempt_at": "when the platform was asked last",
}

WRITTEN = (
    ItemClass(
        "replies",
        (ReplyRow,),
        ("replies",),
        lambda context: Replies(context.stores.vault, context.stores.outbox),
        exported=frozenset("platform account mode state created_at sealed".split()),
        withheld={
            **PLACED,
            **ABOUT,
            **TRIED,
            "operation": "what the platform was asked for; its text is exported",
            "due_at": "when to look at it again",
            "tag": "what the platform is told of the window",
            "then": "an employee's setting for the conversation",
            "fingerprint": "tells a repeated request from another one",
            "passages": "the states before the one that is exported",
            "unfinished": "whether its interaction is still to be made",
            "about": "the reply that it changed, which is exported",
            "gone_at": "since when its text is gone, which is exported without it",
        },
        families=("reply", "replies", "outbox", "reply_due", "approval"),
    ),
    ItemClass(
        "uploads",
        (UploadRow,),
        ("uploads",),
        lambda context: UploadedFiles(context.stores.vault, context.stores.uploads),
        exported=frozenset("platform account mime size created_at sealed".split()),
        withheld={
            "pk": KEY,
            "sk": KEY,
            "expires_at": RETENTION,
            "person": ABOUT["person"],
            "agent": ABOUT["agent"],
        },
        families=("upload", "uploads"),
    ),
    ItemClass(
        "papers",
        (PaperRow,),
        ("papers",),
        lambda context: WrittenPapers(context.stores.vault, context.stores.papers),
        exported=frozenset("platform account mode kind decision created_at changed_at sealed".split()),
        withheld={
            **PLACED,
            **ABOUT,
            "decided_by": "an employee's id",
            "mentions": "employees' ids",
            "received_at": "when a note was imported: only its period follows from it",
            "dropped": "deleted by an employee while a legal hold keeps it",
            "version": "how often it was saved",
        },
        families=("paper", "papers", "papered", "mentioned"),
    ),
    ItemClass(
        "recipients",
        (RecipientRow,),
        ("recipients",),
        lambda context: Receivings(context.stores.vault, context.stores.broadcasts),
        exported=frozenset("platform account state at sealed".split()),
        withheld={
            **PLACED,
            **TRIED,
            "code": "the platform's code, or why they were left out",
            "counted": "the state before the one that is exported",
        },
        families=("recipient", "received"),
    ),
)
