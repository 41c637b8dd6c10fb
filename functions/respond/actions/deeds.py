"""Changes and takes back what was sent, and hides, likes or shares what people wrote: once each, through the outbox."""

from dataclasses import replace

import msgspec

from model.errors import Erased, Purged
from model.reply import STANDING, WAITING, Reply, ReplyState, move_reply
from platforms.sending.counting import measure_text
from respond.access import SERVICE
from respond.action import Asked, Caller, action
from respond.actions import reading
from respond.actions.approval_rules import must_wait
from respond.actions.given import take_given
from respond.actions.messages import list_following
from respond.actions.replies import hand_on, keep_change, read_reply
from respond.actions.send_options import HUMAN_HAS_IT, read_head
from respond.answerable import Answerable, find_answerable
from respond.denied import deny_conflict, deny_impossible, deny_missing, deny_restricted
from respond.doing import why_deed_closed
from respond.shapes.deed import DeedWanted, EditWanted, TakeBackQuery
from respond.shapes.reply import ReplyView, show_reply
from respond.shown import WORDS
from store.vault import keys as vault_keys


@action(scope="conversations:write", audit="act on interaction", shows=WORDS)
def act_on_interaction(caller: Caller, asked: Asked[DeedWanted]) -> ReplyView:
    """Hides an interaction at its platform or shows it again, reacts to it or shares it; the same key does it once."""
    deed = asked.wanted.deed
    said = take_given(asked.wanted.reaction, "")
    if said and deed != "react":
        raise deny_impossible("Only a reaction has a value.", pointer="/reaction")
    item = caller.stores.feed.open_interactions(caller.brand, [asked.id], consistent=True).get(asked.id)
    if item is None:
        raise deny_missing()
    head = read_head(caller, item.conversation or item.id)
    found = find_answerable(caller.stores, head, item.id)
    if found is None:
        raise deny_conflict("no_such_way", "That cannot be done to it.")
    text = (said or found.sender.usual_reaction) if deed == "react" else ""
    body = msgspec.json.encode(asked.wanted, order="sorted").decode()
    wanted = _make_deed(caller, found, deed, f"{caller.agent} {asked.key}", f"{asked.id} {body}", text=text)
    return show_reply(_accept(caller, found, wanted))


@action(scope="conversations:write", audit="edit reply", shows=WORDS)
def edit_reply(caller: Caller, asked: Asked[EditWanted]) -> ReplyView:
    """Changes the text of what was sent, where the platform lets one; the same key and text again change it once."""
    about, text = _read_standing(caller, asked.id), asked.wanted.text
    if about.file:
        raise deny_conflict("no_such_way", "What stands beside a file cannot be changed.")
    found = _find_answered(caller, about)
    way = next((each for each in found.sender.ways if each.operation == about.operation), None)
    if way is not None and not way.fits(text):
        length = measure_text(text, way.counting)
        detail = f"The text is {length} long, the platform takes {way.most} ({way.counting})."
        raise deny_impossible(detail, "text_too_long", pointer="/text")
    named = f"{about.id} {asked.key}"
    return show_reply(
        _accept(caller, found, _make_deed(caller, found, "edit", named, text, text=text, about=about))
    )


@action(scope="conversations:write", audit="cancel reply", shows=WORDS)
def take_back_reply(caller: Caller, asked: Asked[TakeBackQuery]) -> ReplyView:
    """Calls a reply back that did not go out yet; what went out is deleted at the platform, if that is asked for."""
    reply = read_reply(caller, asked.id)
    if reply.state is ReplyState.CANCELLED:
        caller.note(reply.person or reply.conversation)
        return show_reply(reply)
    if reply.state in WAITING:
        caller.note(reply.person or reply.conversation)
        return show_reply(_call_back(caller, reply))
    if asked.wanted.at_platform != "true":
        detail = f"It is {reply.state.value}: it cannot be called back any more; ask for it `at_platform`."
        raise deny_conflict("reply_not_waiting", detail)
    about = _read_standing(caller, asked.id)
    found = _find_answered(caller, about)
    return show_reply(_accept(caller, found, _make_deed(caller, found, "delete", about.id, "", about=about)))


def _call_back(caller: Caller, reply: Reply) -> Reply:
    """Returns a reply that does not go out any more, nor what was to follow it."""
    kept, now_ms, following = reply, caller.stores.now_ms(), list_following(caller, reply)
    found = caller.stores.outbox.read_replies(caller.brand, following) if following else {}
    for each in (reply, *found.values()):
        if each.state in WAITING:
            moved = move_reply(each, ReplyState.CANCELLED, now_ms, caller.agent)
            after = keep_change(caller, each, moved, None)
            kept = after if each is reply else kept
    return kept


def _read_standing(caller: Caller, reply_id: str) -> Reply:
    """Returns a reply that stands at its platform. Raises Denied for any other."""
    reply = read_reply(caller, reply_id)
    if reply.state not in STANDING or reply.gone_at or reply.about:
        raise deny_conflict("reply_not_standing", "There is nothing of it at the platform.")
    return reply


def _find_answered(caller: Caller, about: Reply) -> Answerable:
    head = read_head(caller, about.conversation)
    found = find_answerable(caller.stores, head, about.item, gone=True)
    if found is None or about.operation == "private_reply" or not (about.native_id or found.sender.one_reply):
        raise deny_conflict("no_such_way", "That cannot be done to it.")
    return found


def _make_deed(
    caller: Caller,
    found: Answerable,
    deed: str,
    named: str,
    body: str,
    *,
    text: str = "",
    about: Reply | None = None,
) -> Reply:
    """Returns the row of a deed. Its id is made of what names the deed, so that the deed is done once."""
    index_key, now_ms = caller.stores.vault.index_key(caller.brand), caller.stores.now_ms()
    target = "" if about is None or found.sender.one_reply else about.native_id
    waits = must_wait(caller, found.head.account)
    state = ReplyState.AWAITING_APPROVAL if waits else ReplyState.PENDING
    begun = found.begin_reply(
        vault_keys.hid(index_key, caller.brand, "outbox", "deed", deed, named),
        mode=found.head.mode.value if found.head.mode.value == "private" else "public",
        operation=deed,
        agent=caller.agent,
        created_at=now_ms,
        due_at=now_ms,
        state=state,
    )
    fingerprint = vault_keys.hid(index_key, caller.brand, "outbox", "body", deed, body)
    about_id = about.id if about else ""
    return replace(begun, text=text, about=about_id, target=target, fingerprint=fingerprint)


def _accept(caller: Caller, found: Answerable, deed: Reply) -> Reply:
    """Keeps a deed and hands it on. Returns the earlier one where the same deed was asked for before."""
    known = caller.stores.outbox.find_reply(caller.brand, deed.id)
    if known is None:
        _check_possible(caller, found, deed)
    caller.note(found.person or found.head.id, about=deed.operation)
    try:
        kept = known or caller.stores.outbox.add_reply(deed)
    except (Erased, Purged) as error:
        raise deny_missing() from error
    if kept.fingerprint != deed.fingerprint:
        raise deny_impossible("This Idempotency-Key was used for something else.", "idempotency_key_reused")
    if not kept.attempts:
        hand_on(kept)
    return replace(kept, text="") if found.person and reading.find_closed(caller, [found.person]) else kept


def _check_possible(caller: Caller, found: Answerable, deed: Reply) -> None:
    """Raises Denied where a deed cannot be done now, or not by the caller."""
    if found.person and reading.find_closed(caller, [found.person]):
        raise deny_restricted()
    now_ms, machine = caller.stores.now_ms(), caller.role == SERVICE
    reason = why_deed_closed(caller.stores, found, deed.operation, now_ms, machine=machine)
    if machine and not found.head.handover.lets_bot(now_ms):
        reason = HUMAN_HAS_IT
    if reason:
        raise deny_conflict(reason, f"That cannot be done to it now ({reason}).")
