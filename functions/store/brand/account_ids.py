"""Makes the ids of accounts."""

from store.vault import keys as vault_keys

REALM = "account"
"""Keeps them apart from people and items of the same number."""


def make_account_id(index_key: bytes, brand: str, platform: str, native_id: str, connected_at: int) -> str:
    """Returns the same id for the same native account, so that it cannot be connected twice; later another one.

    `connected_at` is 0 for the first connection, and else when it was connected again (epoch ms).
    """
    return vault_keys.hid(index_key, brand, platform, REALM, str(connected_at or ""), native_id)
