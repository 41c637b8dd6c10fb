"""Decides on replies that wait for an approval, and on drafts that were proposed: each becomes one reply, or none."""

from dataclasses import replace

from msgspec import UNSET

from model.errors import Conflict
from model.paper import Decision, Paper, PaperKind, decide_candidate
from model.reply import ReplyState, move_reply
from respond.access import DESK, SERVICE
from respond.action import Asked, Caller, action
from respond.actions.drafts import name_reply
from respond.actions.given import take_given
from respond.actions.papers import keep_paper, read_paper
from respond.actions.replies import LISTED, accept_reply, hand_on, hide_closed, keep_change
from respond.denied import Because, Denied, deny_conflict
from respond.paging import cut_page, make_page, read_position
from respond.shapes.page import Page, PageQuery
from respond.shapes.paper import DecisionView, DecisionWanted
from respond.shapes.reply import NewReply, ReplyView, show_reply
from respond.shown import NOTHING, WORDS

HUMANS = DESK - {SERVICE}


@action(scope="conversations:read", audit="read approvals", shows=WORDS)
def list_approvals(caller: Caller, asked: Asked[PageQuery]) -> Page[ReplyView]:
    """Lists the replies that wait for an approval, the oldest first."""
    limit, after = asked.wanted.limit, read_position(caller, asked, LISTED)
    entries = caller.stores.outbox.page_approvals(caller.brand, after, limit + 1)
    shown, last = cut_page(entries, limit)
    found = caller.stores.outbox.read_replies(caller.brand, [each for _, each in shown])
    waiting = [each for each in found.values() if each.state is ReplyState.AWAITING_APPROVAL]
    caller.note(*(each.person or each.conversation for each in waiting))
    views = [
        show_reply(hide_closed(caller, each)) for each in sorted(waiting, key=lambda one: one.created_at)
    ]
    return make_page(caller, asked, views, None if last is None else last[0])


@action(scope="conversations:write", audit="approve draft", shows=NOTHING, roles=HUMANS)
def approve_draft(caller: Caller, asked: Asked[DecisionWanted]) -> DecisionView:
    """Approves a reply that waits, or a draft that was proposed: it is sent, once, however often it is approved."""
    reply = caller.stores.outbox.find_reply(caller.brand, asked.id)
    if reply is None:
        return _approve_candidate(caller, asked)
    caller.note(reply.person or reply.conversation)
    _check_approver(caller, reply.account, reply.agent)
    if reply.state is not ReplyState.AWAITING_APPROVAL:
        raise deny_conflict("nothing_to_approve", f"It is {reply.state.value}: it waits for nobody.")
    if take_given(asked.wanted.text, reply.text) != reply.text:
        raise deny_conflict("reply_fixed", "A reply goes out as it was written, or not at all.")
    now_ms = caller.stores.now_ms()
    due = max(reply.due_at, now_ms)
    state = ReplyState.PENDING if due == now_ms else ReplyState.SCHEDULED
    moved = replace(move_reply(reply, state, now_ms, caller.agent), due_at=due)
    kept = keep_change(caller, reply, moved, due)
    hand_on(kept)
    return DecisionView(id=asked.id, state="approved", reply=show_reply(kept))


@action(scope="conversations:write", audit="reject draft", shows=NOTHING, roles=HUMANS)
def reject_draft(caller: Caller, asked: Asked[DecisionWanted]) -> DecisionView:
    """Rejects a reply that waits, which is cancelled, or a draft that was proposed."""
    reply = caller.stores.outbox.find_reply(caller.brand, asked.id)
    if reply is None:
        draft = read_paper(caller, asked.id, PaperKind.CANDIDATE)
        caller.note(draft.person or draft.conversation)
        _decide(caller, draft, Decision.REJECTED, "", asked.wanted.note)
        return DecisionView(id=asked.id, state="rejected", reply=None)
    caller.note(reply.person or reply.conversation)
    _check_approver(caller, reply.account, reply.agent)
    if reply.state is not ReplyState.AWAITING_APPROVAL:
        raise deny_conflict("nothing_to_approve", f"It is {reply.state.value}: it waits for nobody.")
    moved = move_reply(reply, ReplyState.CANCELLED, caller.stores.now_ms(), "rejected", asked.wanted.note)
    kept = keep_change(caller, reply, moved, None)
    return DecisionView(id=asked.id, state="rejected", reply=show_reply(kept))


def _approve_candidate(caller: Caller, asked: Asked[DecisionWanted]) -> DecisionView:
    """Keeps the decision before the reply: who is stopped in between approves again, and makes the same one."""
    draft = read_paper(caller, asked.id, PaperKind.CANDIDATE)
    caller.note(draft.person or draft.conversation)
    _check_approver(caller, draft.account, draft.agent)
    text = take_given(asked.wanted.text, "")
    decided = _decide(caller, draft, Decision.APPROVED, text, asked.wanted.note)
    wanted = NewReply(text=decided.text, interaction=decided.item or UNSET)
    made = accept_reply(
        caller,
        Asked(wanted, decided.conversation),
        name_reply(caller, decided),
        approved=True,
        mode=decided.mode,
    )
    return DecisionView(id=asked.id, state="approved", reply=show_reply(hide_closed(caller, made)))


def _decide(caller: Caller, draft: Paper, decision: Decision, text: str, note: str) -> Paper:
    try:
        after = decide_candidate(draft, decision, caller.agent, text, note, caller.stores.now_ms())
    except Conflict as error:
        raise deny_conflict("draft_decided", f"It was {draft.decision.value} before.") from error
    return after if after is draft else keep_paper(caller, after)


def _check_approver(caller: Caller, account: str, author: str) -> None:
    """Raises Denied for who may not approve what this agent wrote."""
    rules = caller.stores.approval_rules.read_rules(caller.brand)
    if not rules.may_approve(account, author, caller.agent, caller.role):
        raise Denied(Because.FORBIDDEN, "not_your_approval", "Somebody else has to approve that.")
