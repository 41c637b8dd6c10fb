"""Finds what a conversation is answered with: the item, the account, and the ways that are open now.

The API asks it for agents, and the step that sends asks it again: windows close in between.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from model.conversation import Conversation
from model.event import Direction, Kind
from model.interaction import Interaction
from model.reply import Passage, Reply, ReplyState
from model.reply_handle import find_reply_handle
from platforms.sending.deeds import HIDING
from platforms.sending.outgoing import Outgoing, OutgoingFile
from platforms.sending.registry import SENDERS, find_sender
from platforms.sending.sender import PlatformSender
from platforms.sending.ways import SendOption, Situation, list_options
from store.brand.accounts import ACTIVE, Account
from store.interactions import keys as interaction_keys
from store.stores import Stores

PAGE, MOST_PAGES = 25, 40
"""How far back the item that is answered is looked for, where none is named: page by page."""
SPOKEN_TO_US = frozenset({Kind.MENTION, Kind.MESSAGE, Kind.REVIEW})


@dataclass(frozen=True, slots=True)
class Answerable:
    """Holds a conversation with the item that is answered, our account, and the platform's sending side."""

    head: Conversation
    item: Interaction
    account: Account | None
    sender: PlatformSender

    @property
    def person(self) -> str:
        """Returns whose key seals an answer; "" where it is nobody's but ours."""
        return self.item.author or self.head.customer or ""

    def begin_reply(
        self,
        reply_id: str,
        *,
        mode: str,
        operation: str,
        agent: str,
        created_at: int,
        due_at: int,
        state: ReplyState,
    ) -> Reply:
        """Returns an answer that begins in `state`, and says nothing yet. Times are epoch ms."""
        return Reply(
            id=reply_id,
            brand=self.head.brand,
            platform=self.head.platform,
            account=self.head.account,
            conversation=self.head.id,
            item=self.item.id,
            person=self.person,
            mode=mode,
            operation=operation,
            agent=agent,
            created_at=created_at,
            due_at=due_at,
            state=state,
            passages=(Passage(state, created_at),),
        )


def find_answerable(
    stores: Stores, head: Conversation, item_id: str = "", gone: bool = False
) -> Answerable | None:
    """Returns what is answered: the named item, or the latest that a person wrote. None where nothing can be.

    `gone`: also one that was deleted, under which something of ours may still stand.
    """
    if head.platform not in SENDERS:
        return None
    item = _find_item(stores, head, item_id, gone)
    if item is None:
        return None
    accounts = stores.accounts.list_accounts(head.brand)
    account = next((each for each in accounts if each.id == head.account), None)
    return Answerable(head, item, account, find_sender(head.platform))


def read_options(
    stores: Stores, found: Answerable, now_ms: int, *, machine: bool = False, answered_once: bool = False
) -> tuple[SendOption, ...]:
    """Returns each way there is, open or closed at `now_ms`."""
    head, item, person = found.head, found.item, found.person
    handle = find_reply_handle(item, now_ms)
    known = stores.contacts.read_contacts(head.brand, [person]) if person else {}
    contact = known.get(person)
    situation = Situation(
        now=now_ms,
        mode=head.mode.value,
        kind=item.shown_kind.value,
        last_in_at=head.last_in_at,
        item_at=item.occurred_at,
        handle_until=handle.expires_at if handle else None,
        has_handle=handle is not None,
        addressed=_is_addressed(found),
        machine=machine,
        restricted=bool(contact and contact.restricted),
        opted_out=bool(contact and contact.no_contact),
        connected=found.account is not None and found.account.state == ACTIVE,
        answered_once=answered_once,
    )
    return list_options(found.sender.ways, situation)


def address_reply(
    found: Answerable, reply: Reply, now_ms: int, files: tuple[OutgoingFile, ...] = ()
) -> Outgoing:
    """Returns the message to send, with the platform's own ids of the person and the item that it answers."""
    item, natives = found.item, found.item.natives
    handle = find_reply_handle(item, now_ms)
    account = found.account
    hiding = HIDING.get(reply.operation)
    return Outgoing(
        reply.operation if hiding is None else "hide",
        account=(account.native_id if account else "") or natives.account_id or "",
        text=reply.text if hiding is None else hiding,
        item=reply.target or natives.external_id or "",
        thread=natives.thread_id or "",
        person=natives.customer_id or natives.author_id or "",
        key=reply.id,
        prepared=reply.prepared,
        tag=reply.tag,
        site=read_site(account),
        handle=dict(handle.values) if handle else {},
        now=now_ms // 1000,
        made_at=reply.created_at,
        files=files,
        template=reply.template,
    )


def read_site(account: Account | None) -> str:
    """Returns the address of the site or server that an account is at; empty where its platform has only one."""
    told = account.settings if account else {}
    return str(told.get("site") or told.get("host") or "")


def _is_addressed(found: Answerable) -> bool:
    """Returns whether the person spoke to us: named us, or answered us."""
    ours = {found.account.native_id, *found.account.self_ids} if found.account else set()
    return found.item.kind in SPOKEN_TO_US or found.item.natives.answered_id in ours


def _find_item(stores: Stores, head: Conversation, item_id: str, gone: bool) -> Interaction | None:
    if item_id:
        item = stores.feed.open_interactions(head.brand, [item_id], consistent=True).get(item_id)
        return item if item is not None and _may_answer(item, head, gone) else None
    listing, before = interaction_keys.listed_under(head.brand, head.id), None
    for _ in range(MOST_PAGES):
        ids, before = stores.feed.page_listing(listing, before, PAGE)
        if (latest := _find_latest(stores, head, ids)) is not None:
            return latest
        if before is None:
            break
    # A public conversation's root is listed under its post.
    return _find_latest(stores, head, [head.id])


def _find_latest(stores: Stores, head: Conversation, ids: Sequence[str]) -> Interaction | None:
    found = stores.feed.open_interactions(head.brand, ids)
    return next((found[each] for each in ids if each in found and _may_answer(found[each], head)), None)


def _may_answer(item: Interaction, head: Conversation, gone: bool = False) -> bool:
    return (
        item.direction is Direction.IN
        and (gone or not item.deleted)
        and head.id in (item.conversation, item.id)
        and item.natives.external_id is not None
    )
