"""Makes accounts public that others look up: a name of ours, and a key pair with which what it sends is signed."""

from aws import settings
from model.credentials import Credentials
from model.errors import Conflict
from model.public_name import PublicName
from platforms import registry
from platforms.key_proof import make_rsa_pair
from respond.action import Caller
from respond.denied import deny_conflict
from store.brand.accounts import Account


def publish_account(caller: Caller, account: Account) -> None:
    """Shows an account whose native id is an address of ours; does nothing for any other.

    Its key pair is made once: the private half lies where what accounts send with does. Raises Denied where the name
    is another account's.
    """
    name = _find_name(account)
    if name is None:
        return
    known = caller.stores.public_names.find_name(name)
    ours = known is not None and known.account == account.id
    private, public = ("", known.public_key) if known is not None and ours else make_rsa_pair()
    inbox = f"{settings.webhook_url()}/webhooks/{account.platform}/{account.endpoint}"
    told = PublicName(name, caller.brand, account.id, account.native_id, inbox, account.title, public)
    try:
        caller.stores.public_names.claim_name(told)
    except Conflict:
        raise deny_conflict("name_taken", "Another account is public under this name.") from None
    if not ours:
        values = {"private_key": private, "key_id": told.key_id}
        caller.stores.tokens.keep_consent(
            caller.brand, account.platform, account.id, Credentials(caller.brand, values)
        )


def signs_with_our_key(account: Account) -> bool:
    """Returns whether what the account sends is signed with a key that was made here, which nobody may replace."""
    return _find_name(account) is not None


def hide_account(caller: Caller, account: Account) -> None:
    """Hides an account, so that nobody finds it any more; its name is free."""
    name = _find_name(account)
    if name is not None:
        caller.stores.public_names.free_name(name, account.id)


def _find_name(account: Account) -> str | None:
    return registry.platform(account.platform).find_public_name(account.native_id, settings.webhook_url())
