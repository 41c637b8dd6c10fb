"""Runs a macro on one conversation or many: a reply, a status, tags and an assignee, each conversation for itself."""

from dataclasses import replace

import msgspec
from msgspec import UNSET

from model.canned import Canned
from model.conversation import Conversation, Status, set_status
from respond.action import Asked, Caller, action
from respond.actions.canned import fill_for, find_own
from respond.actions.replies import accept_reply
from respond.actions.send_options import read_head
from respond.closing import change_known_head, follow_closing
from respond.denied import Denied, deny_impossible, deny_missing
from respond.shapes.canned import MacroDoneView, MacroFailedView, MacroRunView, MacroRunWanted
from respond.shapes.reply import NewReply
from respond.shown import WORDS
from store.brand.agents import ACTIVE
from store.vault import keys as vault_keys

ME = "me"


@action(scope="conversations:write", audit="run macro", shows=WORDS)
def run_macro(caller: Caller, asked: Asked[MacroRunWanted]) -> MacroRunView:
    """Runs a macro; the same key again runs nothing twice. What failed says why, and holds up nothing else."""
    macro = find_own(caller, caller.stores.macros, asked.id)
    assignee = _find_assignee(caller, macro)
    done, failed = [], []
    for each in dict.fromkeys(asked.wanted.conversations):
        try:
            done.append(_run(caller, macro, assignee, each, asked.key))
        except Denied as error:
            failed.append(MacroFailedView(id=each, code=error.code, detail=error.detail))
    if not done:
        caller.note(macro.id)
    return MacroRunView(done=done, failed=failed)


def _run(caller: Caller, macro: Canned, assignee: str, conversation: str, key: str) -> MacroDoneView:
    """Sends the reply first: of what could not be sent nothing else changes."""
    head = read_head(caller, conversation)
    caller.note(head.customer or head.id)
    reply = None
    if macro.text:
        wanted = NewReply(text=fill_for(caller, head, macro.text), way=macro.way or UNSET)  # type: ignore[arg-type]
        wanted = msgspec.structs.replace(wanted, then=macro.status or UNSET)
        reply = accept_reply(caller, Asked(wanted, conversation), _name_reply(caller, conversation, key)).id
    now_ms = caller.stores.now_ms()
    changed = change_known_head(
        caller.stores,
        caller.brand,
        conversation,
        lambda known: _changed(known, macro, assignee, now_ms),
        by=caller.agent,
    )
    if changed is None:
        raise deny_missing()
    follow_closing(caller.stores, *changed)
    return MacroDoneView(id=conversation, reply=reply)


def _changed(head: Conversation, macro: Canned, assignee: str, now_ms: int) -> Conversation:
    after = replace(head, tags=tuple(sorted({*head.tags, *macro.tags})), assignee=assignee or head.assignee)
    # With a reply the status follows once that is sent.
    return after if macro.text or not macro.status else set_status(after, Status(macro.status), now_ms)


def _find_assignee(caller: Caller, macro: Canned) -> str:
    assignee = caller.agent if macro.assignee == ME else macro.assignee
    agent = caller.stores.agents.find_agent(caller.brand, assignee) if assignee else None
    if assignee and (agent is None or agent.state != ACTIVE):
        raise deny_impossible("The macro's `assignee` is no active agent.", "bad_assignee")
    return assignee


def _name_reply(caller: Caller, conversation: str, key: str) -> str:
    index_key = caller.stores.vault.index_key(caller.brand)
    return vault_keys.hid(
        index_key, caller.brand, "outbox", "reply", "macro", f"{caller.agent} {conversation} {key}"
    )
