"""One interaction, whichever comes first: the platform's answer to a send, or its echo among the deliveries.

The answer makes the interaction under the id that the echo will have, so that the two fold into one. Where no answer
came, the echo is looked for: what we wrote, in that conversation, since the attempt, that no other reply is.
"""

from model.conversation import Status, set_status
from model.event import Direction, Kind, Mode
from model.fold import creation_at
from model.interaction import Content, Interaction, Natives
from model.reply import Reply
from platforms.sending.deeds import DEEDS
from respond.answerable import Answerable
from respond.attaching import drop_uploads, list_media
from respond.closing import change_known_head, follow_closing
from respond.doing import change_ours, keep_hidden
from respond.notice import note_notice
from respond.surveying import SURVEYED, note_asked
from store.interactions import keys as interaction_keys
from store.stores import Stores
from store.vault import keys as vault_keys

LATEST = 50
EARLY_MS = 60_000
"""How far a platform's clock may be behind ours."""


def find_echo(stores: Stores, reply: Reply) -> str | None:
    """Returns the native id of the one item that can be this reply; None where there is none, or more than one."""
    if reply.operation in DEEDS:
        return None
    ids, _ = stores.feed.page_listing(
        interaction_keys.listed_under(reply.brand, reply.conversation), None, LATEST
    )
    found = stores.feed.open_interactions(reply.brand, ids, consistent=True).values()
    entries = stores.outbox.page_replies(reply.brand, reply.conversation, None, LATEST)
    others = stores.outbox.read_replies(reply.brand, [each for _, each in entries]).values()
    claimed = {each.native_id for each in others if each.native_id and each.id != reply.id}
    echoes = {
        item.natives.external_id
        for item in found
        if item.direction is Direction.OUT
        and item.occurred_at >= reply.attempt_at - EARLY_MS
        and item.content is not None
        and (item.content.text or "").strip() == reply.text.strip()
        and (bool(reply.text) or bool(item.content.media))
    }
    left = {each for each in echoes if each is not None} - claimed
    return left.pop() if len(left) == 1 else None


def finish_reply(stores: Stores, reply: Reply, now_ms: int) -> None:
    """Does what follows from a reply that is posted and kept: the notice, the status, its file."""
    note_notice(stores, reply)
    if reply.then == SURVEYED:
        note_asked(stores, reply)
    elif reply.then:
        changed = change_known_head(
            stores,
            reply.brand,
            reply.conversation,
            lambda head: set_status(head, Status(reply.then), now_ms),
        )
        if changed is not None:
            follow_closing(stores, *changed)
    drop_uploads(stores.uploads, reply)


def keep_answer(stores: Stores, reply: Reply, found: Answerable) -> None:
    """Keeps what was sent as an interaction, where the platform told its id; its echo folds into it.

    A deed changes the interaction that it was done to.
    """
    if reply.operation in DEEDS:
        about = stores.outbox.find_reply(reply.brand, reply.about) if reply.about else None
        change_ours(stores, reply, None if about is None else _make_item(stores, about, found))
        keep_hidden(stores, reply)
        return
    item = _make_item(stores, reply, found)
    if item is None:
        return
    kept = stores.feed.fold_interactions(reply.brand, [item])
    answers = stores.conversations.note_interactions(reply.brand, kept.values())
    if answers and not stores.vault.is_restricted(reply.brand, item.owner):
        # The echo finds nobody waiting any more.
        policy = stores.sla.read_policy(reply.brand)
        stores.response_times.add_response_times(reply.brand, answers, policy, int(stores.clock()))


def _make_item(stores: Stores, reply: Reply, found: Answerable) -> Interaction | None:
    """Returns what was sent as it is kept; None where the platform told no id, or it stands in another place."""
    if not reply.native_id or reply.operation == "private_reply":
        return None
    item_id = _name_item(stores, reply, found)
    if item_id is None:
        return None
    item, head = found.item, found.head
    private = head.mode is Mode.PRIVATE
    kind = (
        item.kind if item.kind in (Kind.MESSAGE, Kind.COMMENT) else Kind.MESSAGE if private else Kind.COMMENT
    )
    return Interaction(
        id=item_id,
        brand=reply.brand,
        platform=reply.platform,
        account=reply.account,
        kind=kind,
        mode=head.mode,
        direction=Direction.OUT,
        customer=head.customer if private else None,
        answered=None if private else item.author,
        conversation=head.id,
        under=head.id,
        created_at=reply.state_at,
        seen_at=reply.state_at,
        received_at=reply.state_at,
        content=Content(text=reply.text or None, media=list_media(reply)),
        content_order=creation_at(reply.state_at, item_id[:10]),
        natives=Natives(
            account_id=item.natives.account_id,
            external_id=reply.native_id,
            parent_id=item.natives.external_id,
            thread_id=item.natives.thread_id,
            customer_id=item.natives.customer_id or item.natives.author_id if private else None,
        ),
    )


def _name_item(stores: Stores, reply: Reply, found: Answerable) -> str | None:
    """Returns the id that the echo will have: in the id space in which what was answered has its own.

    The platform, an account or a talk of one with a person numbers; only a place that we do not know numbers otherwise,
    and then the echo alone makes the interaction.
    """
    account = found.account
    own = (account.native_id, *account.self_ids) if account else ()
    person = found.item.natives.customer_id or found.item.natives.author_id
    spaces = ("", *own, *(f"{each} {person}" for each in own))
    index_key = stores.vault.index_key(reply.brand)

    def name(space: str, native_id: str) -> str:
        return vault_keys.hid(index_key, reply.brand, reply.platform, "item", space, native_id)

    answered = found.item.natives.external_id or ""
    space = next((each for each in spaces if name(each, answered) == found.item.id), None)
    return None if space is None else name(space, reply.native_id)
