"""Shows, renames and disconnects one account."""

from dataclasses import replace

from aws import settings
from model.privacy_task import Ask, State, Task
from respond.action import Asked, Caller, Revised, action
from respond.actions.given import list_given, take_given
from respond.denied import deny_conflict, deny_missing
from respond.shapes.account import AccountChange, AccountView, DisconnectQuery, show_account
from store.brand.accounts import REVOKED, Account
from store.vault import keys as vault_keys

ACCOUNT_ID = r"[a-z0-9_]{1,64}"


@action(scope="accounts:read", audit=None)
def get_account(caller: Caller, asked: Asked[None]) -> Revised[AccountView]:
    """Returns one account with the revision that a change needs."""
    return _show(_read_account(caller, asked.id))


@action(scope="accounts:write", audit="change account")
def change_account(caller: Caller, asked: Asked[AccountChange]) -> Revised[AccountView]:
    """Changes what an account is called and the ids under which it writes; known everywhere within a minute."""
    known, wanted = _read_account(caller, asked.id), asked.wanted
    asked.seen.check(known.rev)
    if known.state == REVOKED:
        raise deny_conflict("revoked", "The account is not connected any more.")
    self_ids = tuple(take_given(wanted.self_ids, list(known.self_ids)))
    after = replace(known, title=take_given(wanted.title, known.title), self_ids=self_ids)
    caller.note(known.id, about=" ".join(list_given(wanted)))
    return _show(caller.stores.accounts.save_change(known, after))


@action(scope="accounts:write", audit="disconnect account")
def disconnect_account(caller: Caller, asked: Asked[DisconnectQuery]) -> AccountView:
    """Disconnects an account: what comes for it is dropped within a minute.

    What came stays unless it is to be purged, which a second person confirms: nobody can bring it back.
    """
    known = _read_account(caller, asked.id)
    caller.note(known.id, about=asked.wanted.data)
    if known.state != REVOKED:
        caller.stores.accounts.revoke_account(caller.brand, known.platform, known.id)
    task = _propose_purge(caller, known) if asked.wanted.data == "purge" else None
    return show_account(replace(known, state=REVOKED), settings.webhook_url(), task)


def _propose_purge(caller: Caller, account: Account) -> str:
    """Returns the id of the task in which a second person confirms or refuses the purge."""
    index_key = caller.stores.vault.index_key(caller.brand)
    code = vault_keys.hid(index_key, caller.brand, "privacy", "task", "disconnect", account.id)
    task = Task(
        id=code,
        brand=caller.brand,
        ask=Ask.REVOKE,
        state=State.PROPOSED,
        account=account.id,
        platform=account.platform,
        source="api",
        by=caller.agent,
        received_at=caller.stores.now_ms(),
    )
    return caller.stores.tasks.open_task(task).id


def _read_account(caller: Caller, account_id: str) -> Account:
    known = caller.stores.accounts.list_accounts(caller.brand)
    found = next((account for account in known if account.id == account_id), None)
    if found is None:
        raise deny_missing()
    return found


def _show(account: Account) -> Revised[AccountView]:
    return Revised(show_account(account, settings.webhook_url()), account.rev)
