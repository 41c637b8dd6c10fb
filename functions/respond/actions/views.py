"""Keeps views of the inbox: filters that somebody saved for themselves or for all, and how many stand in each."""

import base64
import secrets
from dataclasses import replace
from typing import Any

import msgspec
from msgspec import UNSET

from respond.access import LEADS
from respond.action import Asked, Caller, Revised, action
from respond.actions import listing
from respond.actions.conversation_list import count_view
from respond.actions.given import take_given
from respond.actions.updates import count_queues
from respond.denied import Because, Denied, deny_conflict, deny_missing
from respond.shapes.conversation_filters import (
    CountsQuery,
    SavedView,
    SavedViewChange,
    SavedViewWanted,
)
from respond.shapes.page import Page
from respond.shapes.scalars import Moment, format_time
from respond.shapes.updates import CountView
from store.brand.saved_views import StoredView

MOST = 100
"""Views that one agent sees."""


@action(scope="conversations:read", audit=None)
def list_views(caller: Caller, asked: Asked[None]) -> Page[SavedView]:  # noqa: ARG001 - takes nothing
    """Lists the caller's own views and those that are shared."""
    found = caller.stores.saved_views.list_views(caller.brand, caller.agent)
    return Page(data=[_show(caller, each) for each in found], next_cursor=None, has_more=False)


@action(scope="conversations:read", audit=None)
def add_view(caller: Caller, asked: Asked[SavedViewWanted]) -> Revised[SavedView]:
    """Saves a view for the caller, or for all."""
    wanted, stores = asked.wanted, caller.stores
    if len(stores.saved_views.list_views(caller.brand, caller.agent)) >= MOST:
        raise deny_conflict("too_many", f"There are {MOST} views already.")
    view_id = base64.b32encode(secrets.token_bytes(20)).decode().lower()
    filters = _plain(wanted.filters)
    made = StoredView(
        view_id, caller.brand, caller.agent, wanted.title, filters, wanted.shared, stores.now_ms()
    )
    kept = stores.saved_views.keep_view(made)
    return Revised(_show(caller, kept), kept.rev)


@action(scope="conversations:read", audit=None)
def change_view(caller: Caller, asked: Asked[SavedViewChange]) -> Revised[SavedView]:
    """Changes a view of one's own; a supervisor any that is shared."""
    known, wanted = _own(caller, asked.id), asked.wanted
    asked.seen.check(known.rev)
    filters = known.filters if wanted.filters is UNSET else _plain(wanted.filters)
    after = replace(
        known,
        title=take_given(wanted.title, known.title),
        filters=filters,
        shared=take_given(wanted.shared, known.shared),
        at=caller.stores.now_ms(),
    )
    kept = caller.stores.saved_views.keep_view(after)
    return Revised(_show(caller, kept), kept.rev)


@action(scope="conversations:read", audit=None)
def drop_view(caller: Caller, asked: Asked[None]) -> SavedView:
    """Deletes a view of one's own; a supervisor any that is shared."""
    known = _own(caller, asked.id)
    caller.stores.saved_views.drop_view(known)
    return _show(caller, known)


@action(scope="conversations:read", audit=None)
def count_views(caller: Caller, asked: Asked[CountsQuery]) -> dict[str, CountView]:
    """Returns how many conversations each view has: queues from a row that all share, others by a look through 500.

    Unless told, of all queues, and of those where somebody names the caller or a reply waits for an approval.
    """
    queues = count_queues(caller)
    return {
        view: CountView(count=queues[view], exact=True) if view in queues else count_view(caller, view)
        for view in (asked.wanted.view or (*queues, *sorted(listing.NAMED)))
    }


def _own(caller: Caller, view_id: str) -> StoredView:
    known = caller.stores.saved_views.find_view(caller.brand, view_id, caller.agent)
    if known is None:
        raise deny_missing()
    if known.by != caller.agent and caller.role not in LEADS:
        raise Denied(Because.FORBIDDEN, "forbidden", "Only who saved it, or a supervisor, may change it.")
    return known


def _plain(filters: object) -> dict[str, Any]:
    """Returns filters as they are kept and shown: in JSON as they were sent."""
    given = msgspec.structs.asdict(filters)  # type: ignore[arg-type]  # decoded by its shape
    return {name: _plain_value(value) for name, value in given.items() if value is not UNSET}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Moment):
        return format_time(value)
    if isinstance(value, list):
        return [_plain_value(each) for each in value]
    if isinstance(value, (bool, int)):
        return value if isinstance(value, bool) else int(value)
    return str(value)


def _show(caller: Caller, view: StoredView) -> SavedView:
    return SavedView(
        id=view.id,
        title=view.title,
        filters=dict(view.filters),
        shared=view.shared,
        mine=view.by == caller.agent,
        version=view.rev,
        changed_at=format_time(view.at),
    )
