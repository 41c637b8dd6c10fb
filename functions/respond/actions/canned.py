"""Keeps canned replies and macros, and fills their variables in for one conversation."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import replace

from msgspec import UNSET

from model.canned import Canned, UnknownValue, fill_text, list_strange
from model.conversation import Conversation
from platforms.registry import platform as find_platform
from platforms.sending.escaping import escape_value
from respond.access import LEADS
from respond.action import Asked, Caller, Revised, action
from respond.actions import reading
from respond.actions.given import list_given, take_given
from respond.actions.send_options import read_head
from respond.denied import Denied, deny_conflict, deny_impossible, deny_missing, deny_restricted
from respond.shapes.canned import (
    CannedChange,
    CannedView,
    FilledView,
    MacroChange,
    MacroView,
    NewCanned,
    NewMacro,
    show_canned,
    show_macro,
)
from respond.shapes.page import Page
from respond.shown import NOTHING, PROFILES
from store.brand.canned import CannedTexts

MOST = 500
"""Canned replies, and macros, of a brand."""


@action(scope="conversations:read", audit=None)
def list_canned(caller: Caller, asked: Asked[None]) -> Page[CannedView]:  # noqa: ARG001 - takes nothing
    """Lists the canned replies by title."""
    shown = [show_canned(each) for each in _list_by_title(caller, caller.stores.canned)]
    return Page(data=shown, next_cursor=None, has_more=False)


@action(scope="conversations:write", audit="add canned", shows=NOTHING, roles=LEADS)
def add_canned(caller: Caller, asked: Asked[NewCanned]) -> Revised[CannedView]:
    """Adds a canned reply."""
    made = _make(caller, caller.stores.canned, asked.wanted.title, text=asked.wanted.text)
    return Revised(show_canned(made), made.rev)


@action(scope="conversations:write", audit="change canned", shows=NOTHING, roles=LEADS)
def change_canned(caller: Caller, asked: Asked[CannedChange]) -> Revised[CannedView]:
    """Changes a canned reply that the caller saw."""
    known, wanted = find_own(caller, caller.stores.canned, asked.id), asked.wanted
    asked.seen.check(known.rev)
    after = replace(
        known, title=take_given(wanted.title, known.title), text=take_given(wanted.text, known.text)
    )
    caller.note(known.id, about=" ".join(list_given(wanted)))
    kept = _keep(caller.stores.canned, after)
    return Revised(show_canned(kept), kept.rev)


@action(scope="conversations:write", audit="delete canned", shows=NOTHING, roles=LEADS)
def delete_canned(caller: Caller, asked: Asked[None]) -> CannedView:
    """Deletes a canned reply."""
    return show_canned(_drop(caller, caller.stores.canned, asked.id))


@action(scope="conversations:read", audit="fill canned", shows=PROFILES)
def list_filled(caller: Caller, asked: Asked[None]) -> Page[FilledView]:
    """Lists the canned replies by title, each as it would be sent in a conversation."""
    head = read_head(caller, asked.id)
    caller.note(head.customer or head.id)
    values = _read_values(caller, head)
    shown = [
        FilledView(id=each.id, title=each.title, text=_fill_or_not(head, each.text, values))
        for each in _list_by_title(caller, caller.stores.canned)
    ]
    return Page(data=shown, next_cursor=None, has_more=False)


@action(scope="conversations:read", audit=None)
def list_macros(caller: Caller, asked: Asked[None]) -> Page[MacroView]:  # noqa: ARG001 - takes nothing
    """Lists the macros by title."""
    shown = [show_macro(each) for each in _list_by_title(caller, caller.stores.macros)]
    return Page(data=shown, next_cursor=None, has_more=False)


@action(scope="conversations:write", audit="add macro", shows=NOTHING, roles=LEADS)
def add_macro(caller: Caller, asked: Asked[NewMacro]) -> Revised[MacroView]:
    """Adds a macro."""
    wanted = asked.wanted
    made = _make(
        caller,
        caller.stores.macros,
        wanted.title,
        text=take_given(wanted.text, ""),
        way=take_given(wanted.way, ""),
        status=take_given(wanted.status, ""),
        tags=tuple(take_given(wanted.tags, [])),
        assignee=take_given(wanted.assignee, ""),
    )
    return Revised(show_macro(made), made.rev)


@action(scope="conversations:write", audit="change macro", shows=NOTHING, roles=LEADS)
def change_macro(caller: Caller, asked: Asked[MacroChange]) -> Revised[MacroView]:
    """Changes a macro that the caller saw."""
    known, wanted = find_own(caller, caller.stores.macros, asked.id), asked.wanted
    asked.seen.check(known.rev)
    after = replace(
        known,
        title=take_given(wanted.title, known.title),
        text=take_given(wanted.text, known.text) or "",
        way=take_given(wanted.way, known.way) or "",
        status=take_given(wanted.status, known.status) or "",
        tags=known.tags if wanted.tags is UNSET else tuple(wanted.tags or ()),
        assignee=take_given(wanted.assignee, known.assignee) or "",
    )
    caller.note(known.id, about=" ".join(list_given(wanted)))
    kept = _keep(caller.stores.macros, after)
    return Revised(show_macro(kept), kept.rev)


@action(scope="conversations:write", audit="delete macro", shows=NOTHING, roles=LEADS)
def delete_macro(caller: Caller, asked: Asked[None]) -> MacroView:
    """Deletes a macro."""
    return show_macro(_drop(caller, caller.stores.macros, asked.id))


def find_own(caller: Caller, store: CannedTexts, text_id: str) -> Canned:
    """Returns a canned reply or macro. Raises Denied where there is none."""
    known = store.find_text(caller.brand, text_id)
    if known is None:
        raise deny_missing()
    return known


def fill_for(caller: Caller, head: Conversation, text: str) -> str:
    """Returns a text for a conversation. Raises Denied where a value is not known, or is not for the caller."""
    try:
        return _fill(head, text, _read_values(caller, head))
    except UnknownValue as error:
        detail = f"There is no value for {{{{{error}}}}}, and no words to stand in its place."
        raise deny_conflict("value_missing", detail) from error


def _fill(head: Conversation, text: str, values: Mapping[str, str]) -> str:
    return fill_text(text, values, lambda value: escape_value(head.platform, value))


def _fill_or_not(head: Conversation, text: str, values: Mapping[str, str]) -> str | None:
    try:
        return _fill(head, text, values)
    except UnknownValue:
        return None


def _read_values(caller: Caller, head: Conversation) -> dict[str, str]:
    """Returns what variables stand for. Raises Denied where that is not for the caller."""
    people = [head.customer] if head.customer else []
    if reading.find_closed(caller, people):
        raise deny_restricted()
    known = reading.read_profiles(caller, people).get(head.customer or "", {})
    name = str(known.get("name") or "")
    return {
        "name": name,
        "first_name": name.split(" ", maxsplit=1)[0],
        "handle": str(known.get("handle") or ""),
        "agent": caller.agent,
        "brand": caller.stores.settings.read_settings(caller.brand).public_name,
        "platform": find_platform(head.platform).title,
    }


def _make(caller: Caller, store: CannedTexts, title: str, **more: object) -> Canned:
    if len(store.list_texts(caller.brand)) >= MOST:
        raise deny_conflict("too_many", f"A brand has at most {MOST}.")
    made = Canned(
        id=base64.b32encode(secrets.token_bytes(20)).decode().lower(),
        brand=caller.brand,
        title=title,
        created_at=caller.stores.now_ms(),
        created_by=caller.agent,
        **more,  # type: ignore[arg-type]  # fields of it, by name
    )
    caller.note(made.id)
    return _keep(store, made)


def _list_by_title(caller: Caller, store: CannedTexts) -> list[Canned]:
    return sorted(store.list_texts(caller.brand), key=lambda each: each.title)


def _drop(caller: Caller, store: CannedTexts, text_id: str) -> Canned:
    known = find_own(caller, store, text_id)
    caller.note(known.id)
    store.drop_text(known)
    return known


def _keep(store: CannedTexts, text: Canned) -> Canned:
    if strange := list_strange(text.text):
        raise _deny_variables(strange)
    return store.keep_text(text)


def _deny_variables(strange: list[str]) -> Denied:
    return deny_impossible(f"`text` has {len(strange)} variables that are none.", "bad_variable", "/text")
