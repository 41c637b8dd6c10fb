"""Keeps and shows notes: what agents tell one another beside a conversation. They never leave."""

import secrets
from dataclasses import replace

from model.paper import PaperKind
from respond.action import Asked, Caller, action
from respond.actions.papers import drop_paper, find_hidden, keep_paper, make_paper, read_paper
from respond.actions.send_options import read_head
from respond.denied import deny_impossible
from respond.paging import cut_page, make_page, read_position
from respond.shapes.page import Page, PageQuery
from respond.shapes.paper import NewNote, NoteView, show_note
from respond.shown import NOTHING, WORDS
from store.brand.agents import ACTIVE
from store.journal.changes import HeadChange

FILED = r"note#\d{13}#[a-z2-7]{32}"
LISTED = r"\d{13}#[a-z2-7]{32}"


@action(scope="conversations:write", audit="add note", shows=NOTHING)
def add_note(caller: Caller, asked: Asked[NewNote]) -> NoteView:
    """Keeps a note beside a conversation; whom it mentions finds it among their mentions."""
    wanted = asked.wanted
    mentions = tuple(sorted(set(wanted.mentions)))
    for each in mentions:
        agent = caller.stores.agents.find_agent(caller.brand, each)
        if agent is None or agent.state != ACTIVE:
            raise deny_impossible("`mentions` must be active agents.", pointer="/mentions")
    made = make_paper(caller, asked.id, PaperKind.NOTE, secrets.token_hex(16), wanted.text)
    caller.note(made.person or made.conversation)
    kept = keep_paper(caller, replace(made, mentions=mentions))
    told = HeadChange(kept.conversation, 0, ("notes",), caller.agent, mentions)
    caller.stores.changes.note_changes(caller.brand, [told])
    return show_note(kept)


@action(scope="conversations:read", audit="read notes", shows=WORDS)
def list_notes(caller: Caller, asked: Asked[PageQuery]) -> Page[NoteView]:
    """Lists the notes beside a conversation, newest first."""
    head = read_head(caller, asked.id)
    limit, before = asked.wanted.limit, read_position(caller, asked, FILED)
    entries = caller.stores.papers.page_papers(caller.brand, asked.id, PaperKind.NOTE, before, limit + 1)
    caller.note(head.customer or head.id)
    return _show(caller, asked, entries, limit, "note#")


@action(scope="conversations:read", audit="read mentions", shows=WORDS)
def list_mentions(caller: Caller, asked: Asked[PageQuery]) -> Page[NoteView]:
    """Lists the notes that mention the caller, newest first."""
    limit, before = asked.wanted.limit, read_position(caller, asked, LISTED)
    entries = caller.stores.papers.page_mentions(caller.brand, caller.agent, before, limit + 1)
    page = _show(caller, asked, entries, limit)
    caller.note(*(each.conversation for each in page.data))
    return page


@action(scope="conversations:write", audit="delete note", shows=NOTHING)
def delete_note(caller: Caller, asked: Asked[None]) -> NoteView:
    """Deletes a note of one's own; a supervisor anybody's."""
    note = read_paper(caller, asked.id, PaperKind.NOTE)
    caller.note(note.person or note.conversation)
    drop_paper(caller, note)
    return show_note(note)


def _show(
    caller: Caller, asked: Asked[PageQuery], entries: list[tuple[str, str]], limit: int, prefix: str = ""
) -> Page[NoteView]:
    shown, last = cut_page(entries, limit)
    found = caller.stores.papers.read_papers(caller.brand, [each for _, each in shown])
    hidden = find_hidden(caller, list(found.values()))
    notes = [found[each] for _, each in shown if each in found and found[each].person not in hidden]
    following = None if last is None else prefix + last[0]
    return make_page(caller, asked, [show_note(each) for each in notes], following)
