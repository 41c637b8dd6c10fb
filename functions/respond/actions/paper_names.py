"""Names what agents write beside a conversation: one draft of their own for each mode has always the same id."""

from model.paper import PaperKind
from respond.action import Caller
from store.vault import keys as vault_keys


def name_paper(caller: Caller, kind: PaperKind, conversation: str, name: str) -> str:
    """Returns the id of a paper of the caller."""
    index_key = caller.stores.vault.index_key(caller.brand)
    return vault_keys.hid(
        index_key, caller.brand, "outbox", kind.value, conversation, f"{caller.agent} {name}"
    )
