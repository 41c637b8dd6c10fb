"""Every kind of item that may be about a person, in the order in which it is erased: the one registry.

What comes later plugs in here: a row of a room of `store` that no class names and that `privacy.ownerless_rows`
does not excuse fails the tests, and so does a class without eraser or without a word on what is exported of it.
"""

from model.fields import INDEX, KEY, ORDER, list_exported, list_withheld
from privacy.derived_classes import POSTS, WORDS
from privacy.item_class import RETENTION, ErasureContext, ItemClass
from privacy.written_classes import WRITTEN
from store.contacts.rows import ConsentRow, HistoryRow, IdentityRow, PointerRow
from store.conversations.rows import ConversationRow
from store.dynamo.rows import OpsRow
from store.forgetting.erasing.associations import Associations
from store.forgetting.erasing.copies import Copies
from store.forgetting.erasing.history import Changes
from store.forgetting.erasing.identity import ConsentEraser, ProfileEraser, ThreadEraser
from store.forgetting.erasing.parked import ParkedNaming
from store.forgetting.erasing.rows import OwnRows
from store.interactions.rows import FeedRow

__all__ = ["CLASSES", "ErasureContext", "ItemClass"]

CLASSES = (
    *WRITTEN,
    POSTS,
    ItemClass(
        "interactions",
        (FeedRow,),
        ("interactions", "conversations"),
        lambda context: OwnRows(context.stores.vault, context.stores.feed, context.stores.conversations),
        exported=list_exported(),
        withheld=list_withheld(),
        families=("corrections", "rollup"),
    ),
    ItemClass(
        "conversations",
        (ConversationRow,),
        ("conversations",),
        lambda context: OwnRows(context.stores.vault, context.stores.feed, context.stores.conversations),
        exported=frozenset(
            "platform account mode status priority reasons tags handler first_at last_at last_in_at last_out_at "
            "waiting_since closed_at surveyed_at".split()
        ),
        withheld={
            "pk": KEY,
            "sk": KEY,
            "rev": ORDER,
            "brand": "the company itself",
            "customer": "the person themselves",
            "assignee": "an employee's id",
            "post": "the id of a post; it is exported where it is the person's",
            "turns": "how long they waited since it was opened; the times of what was written are exported",
            "last_item": "an interaction's id; the interaction is exported",
            "prioritised_at": ORDER,
            "chosen_priority": "an employee's setting; the priority that stands is exported",
            "listed_at": INDEX,
            "snoozed_until": "an employee's reminder to themselves",
            "paused_until": "until when no machine answers",
            "handover_reason": "an employee's word for why; who answers is exported",
            "inbox_pk": INDEX,
            "inbox_sk": INDEX,
            "due_pk": RETENTION,
            "due_sk": RETENTION,
        },
        families=("snooze",),
    ),
    ItemClass(
        "associations",
        (PointerRow,),
        ("associations", "mentions"),
        lambda context: Associations(context.stores.vault),
        exported=frozenset({"at", "reason", "sk"}),
        withheld={
            "pk": KEY,
            "rev": ORDER,
            "until": RETENTION,
            "due_at": RETENTION,
            "holds": "legal holds on somebody in it",
        },
    ),
    ItemClass(
        "parked",
        (OpsRow,),
        ("parked",),
        lambda context: ParkedNaming(context.stores.parked, context.objects, context.stores.now_ms),
        withheld=dict.fromkeys(
            "pk sk at expires_at reason platform endpoint bucket claim sealed entry folded".split(),
            "a delivery nobody could read yet: whose data it holds is not known, and it is gone in a week",
        ),
        families=("parked",),
    ),
    WORDS,
    ItemClass(
        "exports",
        (),
        ("exports",),
        lambda context: Copies(context.objects),
    ),
    ItemClass(
        "consents",
        (ConsentRow,),
        ("consents",),
        lambda _: ConsentEraser(),
        exported=frozenset("at purpose given wording channel source".split()),
        withheld={"pk": KEY, "sk": KEY, "rev": ORDER, "agent": "an employee's id"},
    ),
    ItemClass(
        "profile",
        (IdentityRow,),
        ("profiles", "memberships"),
        lambda context: ProfileEraser(context.stores.vault),
        exported=frozenset(
            "platform sealed first_at last_at stage stage_at segments facts objections tags no_contact "
            "restricted_at".split()
        ),
        withheld={
            "pk": KEY,
            "sk": KEY,
            "rev": ORDER,
            "sealed_day": ORDER,
            "contact": "set by a merge, which does not exist yet",
            "edits": ORDER,
            "notice_at": "when they were sent the link to the privacy notice",
            "flip_at": "when to look at the segments' rules again, which are exported",
            "counted_batches": ORDER,
            "due_pk": RETENTION,
            "due_sk": RETENTION,
            "hold": "under a legal hold no copy is made",
        },
        families=("flip",),
    ),
    ItemClass(
        "history",
        (HistoryRow,),
        ("changes",),
        lambda context: Changes(context.stores.vault),
        exported=frozenset("at entered left stage was_stage".split()),
        withheld={
            "pk": KEY,
            "sk": KEY,
            "rev": ORDER,
            "until": RETENTION,
            "due_at": RETENTION,
            "holds": "under a legal hold no copy is made",
            "by": "an employee's id",
        },
    ),
    ItemClass("threads", (), ("threads",), lambda context: ThreadEraser(context.stores.vault)),
)
"""Private threads come last: until then they are how the person's messages are found."""
