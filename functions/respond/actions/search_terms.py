"""Keeps search terms, and has one tried before it is kept."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import replace

from aws import functions, settings
from model.errors import Conflict
from model.search_term import RIVAL, SearchTerm, make_term_id
from platforms.registry import platform
from respond.action import Asked, Caller, Revised, action
from respond.actions.account_changes import find_account
from respond.actions.given import list_given, take_given
from respond.denied import deny_conflict, deny_impossible, deny_missing
from respond.shapes.page import Page
from respond.shapes.search_term import NewTerm, TermChange, TermPreviewView, TermToTry, TermView, show_term
from respond.shown import NOTHING

MOST = 50
"""Terms of a brand: each is looked for again and again."""


@action(scope="terms:read", audit=None)
def list_terms(caller: Caller, asked: Asked[None]) -> Page[TermView]:  # noqa: ARG001 - takes nothing
    """Lists the search terms by title."""
    known = sorted(caller.stores.terms.list_terms(caller.brand), key=lambda each: (each.title, each.id))
    return Page(data=[show_term(each) for each in known], next_cursor=None, has_more=False)


@action(scope="terms:write", audit="add term", shows=NOTHING)
def add_term(caller: Caller, asked: Asked[NewTerm]) -> Revised[TermView]:
    """Adds a search term; it is looked for from now on."""
    wanted = asked.wanted
    if len(caller.stores.terms.list_terms(caller.brand)) >= MOST:
        raise deny_conflict("too_many", f"A brand has at most {MOST} terms.")
    if wanted.kind == RIVAL and wanted.opens:
        raise _deny_opening()
    made = SearchTerm(
        id=make_term_id(wanted.kind, base64.b32encode(secrets.token_bytes(20)).decode().lower()),
        brand=caller.brand,
        title=wanted.title,
        query=wanted.query,
        accounts=_check_accounts(caller, wanted.accounts),
        opens=wanted.opens,
        without=tuple(take_given(wanted.without, [])),
        created_at=caller.stores.now_ms(),
        created_by=caller.agent,
    )
    caller.note(made.id)
    return _keep(caller, made)


@action(scope="terms:write", audit="change term", shows=NOTHING)
def change_term(caller: Caller, asked: Asked[TermChange]) -> Revised[TermView]:
    """Changes a search term that the caller saw. A term of ours does not become a rival's."""
    known, wanted = _find(caller, asked.id), asked.wanted
    asked.seen.check(known.rev)
    accounts = list(take_given(wanted.accounts, list(known.accounts)))
    after = replace(
        known,
        title=take_given(wanted.title, known.title),
        query=take_given(wanted.query, known.query),
        accounts=_check_accounts(caller, accounts),
        opens=take_given(wanted.opens, known.opens),
        without=tuple(take_given(wanted.without, list(known.without))),
    )
    if after.kind == RIVAL and after.opens:
        raise _deny_opening()
    caller.note(known.id, about=" ".join(list_given(wanted)))
    return _keep(caller, after)


@action(scope="terms:write", audit="delete term", shows=NOTHING)
def delete_term(caller: Caller, asked: Asked[None]) -> TermView:
    """Deletes a search term; what it found stays, and so do its counts."""
    known = _find(caller, asked.id)
    caller.note(known.id)
    caller.stores.terms.drop_term(known)
    return show_term(known)


@action(scope="terms:write", audit="try term", shows=NOTHING)
def preview_term(caller: Caller, asked: Asked[TermToTry]) -> TermPreviewView:
    """Asks each account's search once for a term that is not kept yet, and counts what comes."""
    wanted = asked.wanted
    accounts = _check_accounts(caller, wanted.accounts)
    caller.note(*accounts)
    told = {
        "brand": caller.brand,
        "query": wanted.query,
        "accounts": list(accounts),
        "without": take_given(wanted.without, []),
    }
    said = functions.call_function(settings.function_search(), {"preview": told})
    return TermPreviewView(
        hits=said["hits"], noise=said["noise"], languages=said["languages"], failed=said["failed"]
    )


def _find(caller: Caller, term_id: str) -> SearchTerm:
    known = caller.stores.terms.find_term(caller.brand, term_id)
    if known is None:
        raise deny_missing()
    return known


def _keep(caller: Caller, term: SearchTerm) -> Revised[TermView]:
    try:
        kept = caller.stores.terms.keep_term(term)
    except Conflict as error:
        raise deny_conflict("changed", "It was changed by somebody else; read it again.") from error
    for account in caller.stores.accounts.list_accounts(caller.brand):
        if account.id in kept.accounts:
            caller.stores.searches.begin_polling(account, kept.id)
    return Revised(show_term(kept), kept.rev)


def _check_accounts(caller: Caller, wanted: Sequence[str]) -> tuple[str, ...]:
    accounts = [find_account(caller, each) for each in dict.fromkeys(wanted)]
    for account in accounts:
        if platform(account.platform).search_every_s is None:
            detail = f"{platform(account.platform).title} has no search that is asked."
            raise deny_impossible(detail, "no_search", "/accounts")
    return tuple(account.id for account in accounts)


def _deny_opening() -> Exception:
    return deny_impossible("What a rival's term finds opens no conversation.", "rival_opens", "/opens")
