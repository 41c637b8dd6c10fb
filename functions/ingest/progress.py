"""Moves the replies and broadcasts that receipts, late failures and echoes with our own id are about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from aws import observe
from ingest.arrival import PERSON, Naming
from model.broadcast import TOLD_MOVES, Recipient, RecipientState
from model.errors import Conflict, Erased, Malformed, Purged
from model.http import Delivery
from model.progress import SentProgress, advance_reply
from model.reply import Reply, ReplyState
from platforms.base import Platform, Scope
from store.brand.accounts import Account
from store.dynamo.writes import retrying
from store.outbox.later_states import move_recipient
from store.stores import Stores

LATEST = 25
"""How far back the replies to somebody are looked at whom a receipt names."""
LATEST_RECEIVED = 5
"""How far back what they got of broadcasts is."""
RECEIVED_STATES = frozenset(each.value for after in TOLD_MOVES.values() for each in after)


@dataclass(frozen=True, slots=True)
class ToldProgress:
    """Tells one thing about what one of `accounts` sent, to `person` (a hid) where the platform says whom."""

    accounts: frozenset[str]
    person: str
    told: SentProgress


def find_progress(
    platform: Platform, delivery: Delivery, accounts: Sequence[Account], name: Naming
) -> Iterator[ToldProgress]:
    """Yields what a delivery tells of what the accounts sent; what cannot be read tells nothing."""
    if not any(mark in delivery.body for mark in platform.progress_marks):
        return
    try:
        found = list(platform.read_progress(delivery))
    except Malformed:
        return
    except Exception as error:  # noqa: BLE001 - our own fault, which must not keep out what people say
        observe.failure("progress_crashed", error, platform=platform.name)
        return
    for each in found:
        addressed = [one for one in accounts if each.account_id in (None, one.native_id)]
        if not addressed or (not each.reply and len(addressed) > 1):
            continue
        scope = addressed[0].native_id if platform.person_scope is Scope.ACCOUNT else ""
        person = name(PERSON, scope, each.person) if each.person else ""
        yield ToldProgress(frozenset(one.id for one in addressed), person, each)


def keep_progress(stores: Stores, brand: str, found: Iterable[ToldProgress]) -> None:
    """Moves the replies forward that are told of. Raises Conflict where others kept being faster."""
    for each in found:
        replies = _find_replies(stores, brand, each)
        for reply in replies:
            _keep(stores, reply, each)
        if not (replies and each.told.reply):
            _keep_received(stores, brand, each)


def _find_replies(stores: Stores, brand: str, each: ToldProgress) -> list[Reply]:
    told = each.told
    if told.reply:
        reply = stores.outbox.find_reply(brand, told.reply)
        return [reply] if reply is not None and reply.account in each.accounts else []
    if not each.person:
        return []
    latest = stores.outbox.page_of_person(brand, each.person, LATEST)
    ours = [
        reply
        for reply in stores.outbox.read_replies(brand, latest).values()
        if reply.account in each.accounts and reply.native_id
    ]
    named = next((reply for reply in ours if told.native_id and reply.native_id == told.native_id), None)
    up_to = named.attempt_at if named is not None and told.through else told.up_to
    return [reply for reply in ours if reply is named or 0 < reply.attempt_at <= up_to]


def _keep(stores: Stores, reply: Reply, each: ToldProgress) -> None:
    known: Reply | None = reply
    again = retrying("a reply")
    while known is not None and again():
        after = advance_reply(known, each.told, stores.now_ms())
        if after is None:
            return
        try:
            # What an answer would have set off is done where replies are sent: it is looked at there, at once.
            stores.outbox.change_reply(known, after, stores.now_ms() if after.unfinished else None)
        except Conflict:
            known = stores.outbox.find_reply(known.brand, known.id)
            continue
        except (Erased, Purged):
            return
        observe.metric("reply_progress", platform=after.platform, state=after.state.value)
        if after.state is ReplyState.FAILED:
            observe.info("reply_failed_late", reply=after.id, platform=after.platform, code=after.code)
        return


def _keep_received(stores: Stores, brand: str, each: ToldProgress) -> None:
    """Moves forward what somebody got of broadcasts. Raises Conflict where others kept being faster."""
    again = retrying("a recipient")
    while again():
        moves = [
            (known, RecipientState(each.told.state.value)) for known in _find_received(stores, brand, each)
        ]
        # Another that was faster is met by the next turn, which finds nothing left to move.
        if all(move_recipient(known, state, each.told.code) for known, state in moves):
            return


def _find_received(stores: Stores, brand: str, each: ToldProgress) -> list[Recipient]:
    """Returns the person's latest broadcasts that the report is about and moves forward."""
    told = each.told
    if not each.person or told.state.value not in RECEIVED_STATES:
        return []
    latest = islice(stores.broadcasts.list_of_person(brand, each.person, got=True), LATEST_RECEIVED)
    ids = [broadcast for broadcast, _ in latest]
    ours = [
        known
        for known in stores.broadcasts.read_received(brand, each.person, ids)
        if known.account in each.accounts
    ]
    named = next((known for known in ours if _is_named(stores, known, told)), None)
    up_to = named.attempt_at if named is not None and told.through else told.up_to
    return [
        known
        for known in ours
        if (known is named or 0 < known.attempt_at <= up_to)
        and told.state.value in TOLD_MOVES.get(known.state, ())
    ]


def _is_named(stores: Stores, known: Recipient, told: SentProgress) -> bool:
    if told.reply:
        return stores.broadcasts.name_key(known) == told.reply
    return bool(told.native_id) and known.native_id == told.native_id
