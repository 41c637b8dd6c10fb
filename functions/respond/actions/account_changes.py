"""Shows, renames and disconnects one account."""

from dataclasses import replace

from aws import settings
from model.privacy_task import Ask, State, Task
from respond.action import Asked, Caller, Revised, action
from respond.actions.given import list_given, take_given
from respond.actions.public_presence import hide_account, publish_account
from respond.denied import deny_conflict, deny_missing
from respond.shapes.account import AccountChange, AccountView, DisconnectQuery, show_account
from respond.shown import NOTHING
from store.brand.account_ids import make_account_id
from store.brand.accounts import REVOKED, Account
from store.vault import keys as vault_keys

ACCOUNT_ID = r"[a-z0-9_]{1,64}"


@action(scope="accounts:read", audit=None)
def get_account(caller: Caller, asked: Asked[None]) -> Revised[AccountView]:
    """Returns one account with the revision that a change needs."""
    return _show(find_account(caller, asked.id))


@action(scope="accounts:write", audit="change account", shows=NOTHING)
def change_account(caller: Caller, asked: Asked[AccountChange]) -> Revised[AccountView]:
    """Changes what an account is called, its own ids, or a mistyped native id; known everywhere within a minute.

    With another native id it has another id: that of the account it is in truth.
    """
    known, wanted = find_account(caller, asked.id), asked.wanted
    asked.seen.check(known.rev)
    if known.state == REVOKED:
        raise deny_conflict("revoked", "The account is not connected any more.")
    self_ids = tuple(take_given(wanted.self_ids, list(known.self_ids)))
    after = replace(known, title=take_given(wanted.title, known.title), self_ids=self_ids)
    native_id = take_given(wanted.native_id, known.native_id)
    if native_id == known.native_id:
        caller.note(known.id, about=" ".join(list_given(wanted)))
        changed = caller.stores.accounts.save_change(known, after)
        publish_account(caller, changed)
        return _show(changed)
    corrected = _correct_native_id(caller, after, native_id)
    caller.note(known.id, corrected.id, about=" ".join(list_given(wanted)))
    publish_account(caller, corrected)
    replaced = caller.stores.accounts.replace_account(known, corrected)
    hide_account(caller, known)
    return _show(replaced)


def _correct_native_id(caller: Caller, known: Account, native_id: str) -> Account:
    """Returns the account under its right native id. Raises Denied where it is in use, or already connected."""
    if caller.stores.silences.read_silence(caller.brand, known.id) is not None:
        raise deny_conflict(
            "in_use", "Deliveries came for it: its native id is right. Connect the other one too."
        )
    listed = caller.stores.accounts.list_accounts(caller.brand)
    if any((each.platform, each.native_id) == (known.platform, native_id) for each in listed):
        raise deny_conflict("exists", "The account is connected already.")
    index_key = caller.stores.vault.index_key(caller.brand)
    right = make_account_id(index_key, caller.brand, known.platform, native_id, known.connected_at)
    return replace(known, id=right, native_id=native_id)


@action(scope="accounts:write", audit="disconnect account", shows=NOTHING)
def disconnect_account(caller: Caller, asked: Asked[DisconnectQuery]) -> AccountView:
    """Disconnects an account: what comes for it is dropped within a minute.

    What came stays unless it is to be purged, which a second person confirms: nobody can bring it back.
    """
    known = find_account(caller, asked.id)
    caller.note(known.id, about=asked.wanted.data)
    if known.state != REVOKED:
        caller.stores.accounts.revoke_account(caller.brand, known.platform, known.id)
        caller.stores.tokens.stop_sending(caller.brand, known.id)
        hide_account(caller, known)
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


def find_account(caller: Caller, account_id: str) -> Account:
    """Returns one of the brand's accounts. Raises Denied for any other."""
    known = caller.stores.accounts.list_accounts(caller.brand)
    found = next((account for account in known if account.id == account_id), None)
    if found is None:
        raise deny_missing()
    return found


def _show(account: Account) -> Revised[AccountView]:
    return Revised(show_account(account, settings.webhook_url()), account.rev)
