"""Sends replies: what is open, what is accepted, what became of it, and how to call it back or try it again."""

from dataclasses import replace

import msgspec

from aws import queues, settings
from model.dispatch import Dispatch
from model.errors import Conflict, Erased, Purged, Unavailable
from model.reply import ASKED_AGAIN, Passage, Reply, ReplyState, move_reply
from platforms.sending.ways import SendOption
from respond.action import Asked, Caller, action
from respond.actions import reading
from respond.actions.approval_rules import must_wait
from respond.actions.checking import check_content
from respond.actions.given import take_given
from respond.actions.messages import divide_reply, make_reply, name_files
from respond.actions.send_options import find_answered, list_ways, read_head
from respond.actions.templates import choose_template
from respond.actions.uploads import check_time, find_uploads
from respond.denied import deny_conflict, deny_impossible, deny_missing, deny_restricted
from respond.paging import make_page, read_position
from respond.shapes.page import Page, PageQuery
from respond.shapes.reply import NewReply, ReplyView, RetryWanted, show_reply
from respond.shown import WORDS
from store.outbox.outbox import SENDINGS
from store.vault import keys as vault_keys

LISTED = r"\d{13}#[a-z2-7]{32}"


@action(scope="conversations:write", audit="send reply", shows=WORDS)
def send_reply(caller: Caller, asked: Asked[NewReply]) -> ReplyView:
    """Accepts a reply; it is sent behind a queue. The same key and body again answer the same reply."""
    return show_reply(accept_reply(caller, asked, _make_id(caller, asked)))


def accept_reply(
    caller: Caller, asked: Asked[NewReply], reply_id: str, *, approved: bool = False, mode: str = ""
) -> Reply:
    """Keeps a reply and hands it on, or has it wait for an approval unless it is `approved`; once for each id.

    `mode`: of the ways only those that reach as many people.
    """
    wanted = asked.wanted
    fingerprint = _fingerprint(caller, asked)
    known = caller.stores.outbox.find_reply(caller.brand, reply_id)
    if known is not None:
        return _same(caller, known, fingerprint)
    found = find_answered(caller, asked.id, take_given(wanted.interaction, ""))
    if found.person and reading.find_closed(caller, [found.person]):
        raise deny_restricted()
    ways = list_ways(caller, found)
    template = choose_template(caller, wanted, ways, found.head.account, found.head.platform)
    option = template[0] if template else _choose(ways, take_given(wanted.way, ""), mode)
    uploads = find_uploads(caller, wanted, found)
    files = name_files(wanted, uploads)
    if template is None:
        check_content(wanted.text, option.way, files)
    reply = make_reply(caller, asked, found, option, reply_id, fingerprint)
    if template is not None:
        reply = replace(reply, template=template[1], text=template[2])
    for upload in uploads.values():
        check_time(upload, reply.due_at)
    if not approved and must_wait(caller, found.head.account):
        reply = replace(
            reply,
            state=ReplyState.AWAITING_APPROVAL,
            passages=(Passage(ReplyState.AWAITING_APPROVAL, reply.created_at),),
        )
    caller.note(found.person or found.head.id, about=option.way.operation)
    kept = [
        _add_reply(caller, each) for each in divide_reply(caller, reply, option.way, list(files.values()))
    ]
    for each in kept:
        hand_on(each)
    return kept[0]


def _add_reply(caller: Caller, reply: Reply) -> Reply:
    try:
        kept = caller.stores.outbox.add_reply(reply)
    except (Erased, Purged) as error:
        raise deny_missing() from error
    if kept.fingerprint != reply.fingerprint:
        raise deny_impossible("This Idempotency-Key was used for another reply.", "idempotency_key_reused")
    return kept


@action(scope="conversations:read", audit="read replies", shows=WORDS)
def list_conversation_replies(caller: Caller, asked: Asked[PageQuery]) -> Page[ReplyView]:
    """Lists what was sent in a conversation, or is to be, newest first."""
    head = read_head(caller, asked.id)
    limit, before = asked.wanted.limit, read_position(caller, asked, LISTED)
    entries = caller.stores.outbox.page_replies(caller.brand, asked.id, before, limit + 1)
    found = caller.stores.outbox.read_replies(caller.brand, [each for _, each in entries[:limit]])
    caller.note(head.customer or head.id)
    shown = [show_reply(hide_closed(caller, found[each])) for _, each in entries[:limit] if each in found]
    return make_page(caller, asked, shown, entries[limit - 1][0] if len(entries) > limit else None)


@action(scope="conversations:read", audit="read reply", shows=WORDS)
def get_reply(caller: Caller, asked: Asked[None]) -> ReplyView:
    """Returns a reply and what became of it."""
    reply = read_reply(caller, asked.id)
    caller.note(reply.person or reply.conversation)
    return show_reply(hide_closed(caller, reply))


@action(scope="conversations:write", audit="retry reply", shows=WORDS)
def retry_reply(caller: Caller, asked: Asked[RetryWanted]) -> ReplyView:
    """Tries a reply again that failed or was refused; one of unknown fate only when somebody looked."""
    reply = read_reply(caller, asked.id)
    caller.note(reply.person or reply.conversation)
    if reply.state not in ASKED_AGAIN:
        raise deny_conflict("reply_not_failed", f"It is {reply.state.value}: there is nothing to try again.")
    if reply.state is ReplyState.UNKNOWN and not asked.wanted.may_double:
        detail = "It may have been posted: look at the platform, then say `may_double`."
        raise deny_conflict("reply_may_double", detail)
    kept = _change(caller, reply, ReplyState.PENDING, caller.agent)
    hand_on(kept)
    return show_reply(kept)


def _choose(options: tuple[SendOption, ...], way: str, mode: str) -> SendOption:
    """Returns the way that was asked for, or the first that is open. Raises Denied with what closes it."""
    of_way = [each for each in options if way in ("", each.way.operation) and mode in ("", each.way.reach)]
    if not of_way:
        raise deny_impossible("There is no such way to answer this conversation.", pointer="/way")
    option = next((each for each in of_way if each.open), None)
    if option is None:
        closed = of_way[0]
        rest = f"; {closed.way.outside} may still be sent" if closed.way.outside else ""
        raise deny_conflict(closed.reason, f"This way is closed ({closed.reason}){rest}.")
    return option


def _make_id(caller: Caller, asked: Asked[NewReply]) -> str:
    index_key = caller.stores.vault.index_key(caller.brand)
    return vault_keys.hid(index_key, caller.brand, "outbox", "reply", caller.agent, asked.key)


def _fingerprint(caller: Caller, asked: Asked[NewReply]) -> str:
    """Returns what tells this request from another one, under the brand's key: a text's digest alone would tell it."""
    index_key = caller.stores.vault.index_key(caller.brand)
    # A `Moment` is a number of its own kind, which no encoder knows.
    body = msgspec.json.encode(asked.wanted, order="sorted", enc_hook=int).decode()
    return vault_keys.hid(index_key, caller.brand, "outbox", "body", asked.id, body)


def _same(caller: Caller, known: Reply, fingerprint: str) -> Reply:
    if known.fingerprint != fingerprint:
        raise deny_impossible("This Idempotency-Key was used for another reply.", "idempotency_key_reused")
    caller.note(known.person or known.conversation)
    if not known.attempts:
        hand_on(known)
    return known


def read_reply(caller: Caller, reply_id: str) -> Reply:
    """Returns a reply. Raises Denied when there is none."""
    reply = caller.stores.outbox.find_reply(caller.brand, reply_id)
    if reply is None:
        raise deny_missing()
    return reply


def hide_closed(caller: Caller, reply: Reply) -> Reply:
    """Returns as much of it as the caller may see: nothing that was written to somebody whose data are closed."""
    if reply.person and reading.find_closed(caller, [reply.person]):
        return replace(reply, text="", words="", native_id="", file="", template="")
    return reply


def _change(caller: Caller, reply: Reply, state: ReplyState, code: str) -> Reply:
    now_ms = caller.stores.now_ms()
    look_at = now_ms if state is ReplyState.PENDING else None
    return keep_change(caller, reply, move_reply(reply, state, now_ms, code), look_at)


def keep_change(caller: Caller, reply: Reply, moved: Reply, look_at: int | None) -> Reply:
    """Keeps a reply as it was moved. Raises Denied where somebody was faster, or nothing may be kept any more."""
    try:
        return caller.stores.outbox.change_reply(reply, moved, look_at)
    except Conflict as error:
        detail = "It was changed at this moment; read it again."
        raise deny_conflict("reply_changed", detail, retryable=True) from error
    except (Erased, Purged) as error:
        raise deny_missing() from error


def hand_on(reply: Reply) -> None:
    """Queues it if it is pending; where the queue does not take it, the next sweep finds it by its due row."""
    if reply.state is not ReplyState.PENDING:
        return
    message = Dispatch(reply.brand, reply.id, reply.state_at)
    try:
        queues.send(settings.queue_outbox(), message.to_json(), group=reply.account)
    except Unavailable:
        SENDINGS.arm_wakeup(reply.brand, reply.id, reply.due_at)
