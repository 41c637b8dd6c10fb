"""Announces files of history, says where they are to be put, and shows how far their imports are."""

import base64
import secrets
from collections.abc import Mapping

from msgspec import UNSET

from aws import objects
from model.file_form import FileForm
from model.import_job import ImportJob
from platforms import registry
from respond.action import Asked, Caller, action
from respond.actions.account_changes import find_account
from respond.actions.given import take_given
from respond.denied import deny_conflict, deny_impossible, deny_missing
from respond.paging import cut_page, make_page, read_position
from respond.shapes.import_job import AnnouncedImportView, ImportView, NewImport, UploadView, show_import
from respond.shapes.page import Page, PageQuery
from respond.shapes.scalars import format_time
from respond.shown import NOTHING
from store.brand.accounts import REVOKED
from store.brand.agents import ACTIVE
from store.brand.brands import Brands

UPLOAD_S = 3600
"""How long the address takes a file."""


@action(scope="imports:read", audit=None)
def list_imports(caller: Caller, asked: Asked[PageQuery]) -> Page[ImportView]:
    """Lists the imports of the last three months, newest first."""
    before = read_position(caller, asked, r"[0-9]{1,16}\.[a-z2-7]{32}") or "~"
    known = [each for each in caller.stores.imports.list_imports(caller.brand) if _place(each) < before]
    shown, last = cut_page(known, asked.wanted.limit)
    return make_page(caller, asked, [show_import(each) for each in shown], _place(last) if last else None)


@action(scope="imports:read", audit=None)
def get_import(caller: Caller, asked: Asked[None]) -> ImportView:
    """Returns an import with what was new, known and refused so far, and why."""
    found = caller.stores.imports.find_import(caller.brand, asked.id)
    if found is None:
        raise deny_missing()
    return show_import(found)


@action(scope="imports:write", audit="import history", shows=NOTHING)
def announce_import(caller: Caller, asked: Asked[NewImport]) -> AnnouncedImportView:
    """Announces a file of history, and returns where it is to be put: that begins the import."""
    wanted = asked.wanted
    account = find_account(caller, wanted.account)
    if account.state == REVOKED:
        raise deny_conflict("revoked", "The account withdrew; connect it again.")
    if wanted.form == "export" and "archive" not in registry.platform(account.platform).capabilities:
        detail = "No format that this platform exports is read: give another form, such as csv or jsonl."
        raise deny_impossible(detail, "unsupported", "/form")
    told = FileForm(
        account.platform,
        wanted.form,
        {} if wanted.mapping is UNSET else wanted.mapping,
        frozenset(each.lower() for each in (*take_given(wanted.own, []), account.native_id)),
        take_given(wanted.site, None),
        _name_agents(caller, take_given(wanted.agents, {})),
    )
    job = ImportJob(
        id=base64.b32encode(secrets.token_bytes(20)).decode().lower(),
        brand=caller.brand,
        account=account.id,
        endpoint=account.endpoint,
        told=told,
        dry_run=wanted.dry_run,
        created_at=caller.stores.now_ms(),
        created_by=caller.agent,
    )
    caller.note(job.id, account.id)
    if wanted.keep_days is not UNSET and not wanted.dry_run:
        _choose_period(caller, account.platform, wanted.keep_days)
    caller.stores.imports.add_import(job)
    until = format_time(job.created_at + UPLOAD_S * 1000)
    upload = UploadView(method="PUT", url=objects.link_upload(job.key, UPLOAD_S), expires_at=until)
    return AnnouncedImportView(import_=show_import(job), upload=upload)


@action(scope="imports:write", audit="cancel import", shows=NOTHING)
def cancel_import(caller: Caller, asked: Asked[None]) -> ImportView:
    """Ends an import that is waited for or runs. Its file goes; what it brought so far stays."""
    if caller.stores.imports.find_import(caller.brand, asked.id) is None:
        raise deny_missing()
    ended = caller.stores.imports.cancel_import(caller.brand, asked.id, caller.stores.now_ms())
    if ended is None:
        raise deny_conflict("ended", "It ended before.")
    caller.note(asked.id, ended.account)
    return show_import(ended)


def _name_agents(caller: Caller, told: Mapping[str, str]) -> dict[str, str]:
    """Returns agents by their e-mail addresses: those told, and whose id is one. Raises Denied for a stranger."""
    active = {each.id for each in caller.stores.agents.list_agents(caller.brand) if each.state == ACTIVE}
    if not active.issuperset(told.values()):
        raise deny_impossible("`agents` must be active agents.", pointer="/agents")
    return {each.lower(): each for each in active if "@" in each} | {
        mail.lower(): agent for mail, agent in told.items()
    }


def _choose_period(caller: Caller, platform: str, days: float) -> None:
    try:
        Brands().shorten_periods(caller.brand, platform, {"interaction_days": days})
    except ValueError as error:
        raise deny_impossible(f"`keep_days`: {error}.", "bad_period", "/keep_days") from error


def _place(job: ImportJob) -> str:
    return f"{job.created_at}.{job.id}"
