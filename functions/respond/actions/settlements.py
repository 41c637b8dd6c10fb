"""Settles what neither answer, echo nor look-up could: a person looked at the platform and says what is there."""

from dataclasses import replace

from model.broadcast import Broadcast, RecipientState, add_counts
from model.errors import Conflict
from model.reply import ReplyState, move_reply
from respond.action import Asked, Caller, Revised, action
from respond.actions.approvals import HUMANS
from respond.actions.broadcasts import read_broadcast, show_made
from respond.actions.given import take_given
from respond.actions.replies import hide_closed, keep_change, read_reply
from respond.denied import deny_conflict, deny_impossible, deny_missing
from respond.shapes.broadcast import BroadcastView
from respond.shapes.reply import ReplyView, show_reply
from respond.shapes.settlement import BroadcastSettlementWanted, SettlementWanted
from respond.shown import NOTHING, WORDS
from store.dynamo.writes import retrying
from store.outbox.later_states import move_recipient
from store.outbox.posts import PUBLIC_POSTS

SEEN, NOT_SEEN = "seen_by", "not_seen_by"


@action(scope="conversations:write", audit="settle reply", shows=WORDS, roles=HUMANS)
def settle_reply(caller: Caller, asked: Asked[SettlementWanted]) -> ReplyView:
    """Says of a reply whose fate is unknown whether it is at the platform; one that is not may be tried again."""
    reply, now_ms = read_reply(caller, asked.id), caller.stores.now_ms()
    caller.note(reply.person or reply.conversation)
    if reply.state is not ReplyState.UNKNOWN:
        raise _deny_known(reply.state.value)
    posted = asked.wanted.posted
    state = ReplyState.SENT if posted else ReplyState.FAILED
    moved = replace(move_reply(reply, state, now_ms, _say(caller, posted)), unfinished=posted)
    # What follows from a reply that was sent is done where replies are sent.
    kept = keep_change(caller, reply, moved, now_ms if posted else None)
    return show_reply(hide_closed(caller, kept))


@action(scope="broadcasts:write", audit="settle broadcast", shows=NOTHING)
def settle_broadcast(caller: Caller, asked: Asked[BroadcastSettlementWanted]) -> Revised[BroadcastView]:
    """Says of a recipient, or of an account's public post, whose fate is unknown, whether it is at the platform."""
    known, wanted = read_broadcast(caller, asked.id), asked.wanted
    contact, account = take_given(wanted.contact, ""), take_given(wanted.account, "")
    if bool(contact) == bool(account) or bool(account) != bool(known.posts):
        detail = "Name the `account` of a public broadcast, or the `contact` of one to a segment."
        raise deny_impossible(detail, pointer="/account" if known.posts else "/contact")
    caller.note(known.id, *([contact] if contact else ()))
    state = RecipientState.SENT if wanted.posted else RecipientState.FAILED
    if account:
        _settle_post(caller, known, account, state, _say(caller, wanted.posted))
    else:
        _settle_recipient(caller, known, contact, state, _say(caller, wanted.posted))
    return show_made(caller, read_broadcast(caller, known.id))


def _settle_recipient(
    caller: Caller, known: Broadcast, contact: str, state: RecipientState, code: str
) -> None:
    row = caller.stores.broadcasts.find_recipient(known, contact)
    if row is None:
        raise deny_missing()
    if row.state is not RecipientState.UNKNOWN:
        raise _deny_known(row.state.value)
    if not move_recipient(row, state, code):
        raise _deny_changed()


def _settle_post(caller: Caller, known: Broadcast, account: str, state: RecipientState, code: str) -> None:
    post = PUBLIC_POSTS.find_post(caller.brand, known.id, account)
    if post is None:
        raise deny_missing()
    if post.state is not RecipientState.UNKNOWN:
        raise _deny_known(post.state.value)
    try:
        PUBLIC_POSTS.keep_post(replace(post, state=state, code=code))
    except Conflict as error:
        raise _deny_changed() from error
    _recount(caller, known)


def _recount(caller: Caller, known: Broadcast) -> None:
    """Counts anew in the list of broadcasts, where the broadcast was counted already."""
    again = retrying("the broadcast")
    while known.counts and again():
        made = PUBLIC_POSTS.list_posts(known.brand, known.id).values()
        try:
            caller.stores.broadcasts.keep_broadcast(
                replace(known, counts=add_counts({}, [each.state for each in made]))
            )
        except Conflict:
            known = read_broadcast(caller, known.id)
        else:
            return


def _say(caller: Caller, posted: bool) -> str:
    return f"{SEEN if posted else NOT_SEEN} {caller.agent}"


def _deny_known(state: str) -> Exception:
    return deny_conflict("fate_known", f"It is {state}: there is nothing to settle.")


def _deny_changed() -> Exception:
    return deny_conflict("settled_meanwhile", "It was changed at this moment; read it again.", retryable=True)
