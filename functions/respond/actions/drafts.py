"""Keeps and shows drafts: an agent's own, one for each conversation and way, and candidates others decide on."""

import secrets
from dataclasses import replace

from msgspec import UNSET

from model.errors import Conflict
from model.paper import Decision, Paper, PaperKind, revise_draft
from respond.action import Asked, Caller, action
from respond.actions.given import take_given
from respond.actions.paper_names import name_paper
from respond.actions.papers import (
    drop_paper,
    find_hidden,
    keep_paper,
    make_paper,
    read_paper,
    read_writable,
)
from respond.actions.send_options import read_head
from respond.denied import deny_conflict, deny_missing
from respond.paging import cut_page, make_page, read_position
from respond.shapes.page import Page, PageQuery
from respond.shapes.paper import DraftQuery, DraftView, DraftWanted, NewCandidate, show_draft
from respond.shown import NOTHING, WORDS
from store.vault import keys as vault_keys

FILED = r"candidate#\d{13}#[a-z2-7]{32}"


@action(scope="conversations:read", audit="read draft", shows=WORDS)
def get_draft(caller: Caller, asked: Asked[DraftQuery]) -> DraftView:
    """Returns the caller's own draft in a conversation, for one mode; an empty one, version 0, where there is none."""
    mode, named = asked.wanted.mode, _name_place(asked.wanted)
    known = caller.stores.papers.find_paper(caller.brand, _name_own(caller, asked.id, named))
    empty = make_paper(caller, asked.id, PaperKind.DRAFT, named, "", mode)
    draft = known or replace(empty, version=0, created_at=0, changed_at=0)
    caller.note(draft.person or draft.conversation)
    return show_draft(draft)


@action(scope="conversations:write", audit="save draft", shows=WORDS)
def save_draft(caller: Caller, asked: Asked[DraftWanted]) -> DraftView:
    """Keeps the caller's own draft as it stands now; another version than the one named is not written over."""
    wanted, mode, named = asked.wanted, asked.wanted.mode, _name_place(asked.wanted)
    version, item = take_given(wanted.version, None), take_given(wanted.interaction, "")
    known = caller.stores.papers.find_paper(caller.brand, _name_own(caller, asked.id, named))
    if known is None:
        if version:
            raise _deny_version()
        draft = make_paper(caller, asked.id, PaperKind.DRAFT, named, wanted.text, mode, item)
    else:
        read_writable(caller, asked.id)
        try:
            draft = revise_draft(known, wanted.text, item, version, caller.stores.now_ms())
        except Conflict as error:
            raise _deny_version() from error
    caller.note(draft.person or draft.conversation)
    return show_draft(draft if draft is known else keep_paper(caller, draft))


@action(scope="conversations:write", audit="delete draft", shows=NOTHING)
def delete_draft(caller: Caller, asked: Asked[DraftQuery]) -> DraftView:
    """Deletes the caller's own draft, as when it was sent."""
    draft = _find_own(caller, asked.id, _name_place(asked.wanted))
    caller.note(draft.person or draft.conversation)
    drop_paper(caller, draft)
    return show_draft(draft)


@action(scope="conversations:write", audit="propose draft", shows=WORDS)
def propose_draft(caller: Caller, asked: Asked[NewCandidate]) -> DraftView:
    """Proposes a reply. Another person approves it, which sends it, or rejects it."""
    wanted = asked.wanted
    item = "" if wanted.interaction is UNSET else str(wanted.interaction)
    draft = make_paper(
        caller, asked.id, PaperKind.CANDIDATE, secrets.token_hex(16), wanted.text, wanted.mode, item
    )
    caller.note(draft.person or draft.conversation)
    return show_draft(keep_paper(caller, draft))


@action(scope="conversations:read", audit="read drafts", shows=WORDS)
def list_drafts(caller: Caller, asked: Asked[PageQuery]) -> Page[DraftView]:
    """Lists the drafts that were proposed in a conversation, newest first, with what was decided on them."""
    head = read_head(caller, asked.id)
    limit, before = asked.wanted.limit, read_position(caller, asked, FILED)
    entries = caller.stores.papers.page_papers(caller.brand, asked.id, PaperKind.CANDIDATE, before, limit + 1)
    shown, last = cut_page(entries, limit)
    found = caller.stores.papers.read_papers(caller.brand, [each for _, each in shown])
    hidden = find_hidden(caller, list(found.values()))
    drafts = [found[each] for _, each in shown if each in found and found[each].person not in hidden]
    caller.note(head.customer or head.id)
    following = None if last is None else f"candidate#{last[0]}"
    return make_page(caller, asked, [show_decided(caller, each) for each in drafts], following)


def show_decided(caller: Caller, draft: Paper) -> DraftView:
    """Returns a candidate, with the reply that an approval made of it."""
    return show_draft(draft, name_reply(caller, draft) if draft.decision is Decision.APPROVED else None)


def name_reply(caller: Caller, draft: Paper) -> str:
    """Returns the id of the one reply that can be made of a draft."""
    index_key = caller.stores.vault.index_key(caller.brand)
    return vault_keys.hid(index_key, caller.brand, "outbox", "reply", "draft", draft.id)


def _name_place(wanted: DraftQuery | DraftWanted) -> str:
    """Returns what tells a draft from the caller's others in a conversation."""
    return " ".join(each for each in (wanted.mode, take_given(wanted.way, "")) if each)


def _name_own(caller: Caller, conversation: str, named: str) -> str:
    return name_paper(caller, PaperKind.DRAFT, conversation, named)


def _find_own(caller: Caller, conversation: str, named: str) -> Paper:
    read_head(caller, conversation)
    draft = read_paper(caller, _name_own(caller, conversation, named), PaperKind.DRAFT)
    if not draft.text and not draft.earlier:
        # Its keys are gone: what is left says nothing.
        raise deny_missing()
    return draft


def _deny_version() -> Exception:
    return deny_conflict("draft_changed", "It was saved from elsewhere; read it again.", retryable=True)
