"""Names what an interaction answers by our own id, in the id space in which it has its own."""

from model.interaction import Interaction
from store.vault import keys as vault_keys


def name_parent(index_key: bytes, item: Interaction) -> str | None:
    """Returns the id of what an interaction answers; None where it answers nothing, or its space is not known.

    The platform, an account or a talk of one with a person numbers; what a place numbers is not told apart here.
    """
    natives = item.natives
    if item.deleted or not natives.parent_id or not natives.external_id:
        return None
    account, person = natives.account_id or "", natives.customer_id or natives.author_id
    spaces = ("", account, f"{account} {person}")

    def name(space: str, native: str) -> str:
        return vault_keys.hid(index_key, item.brand, item.platform, "item", space, native)

    space = next((each for each in spaces if name(each, natives.external_id) == item.id), None)
    return None if space is None else name(space, natives.parent_id)
