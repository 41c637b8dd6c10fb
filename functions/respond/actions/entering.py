"""Takes in what an agent enters by hand, such as a talk or a letter: it goes the way of every delivery."""

from aws import queues, settings
from model.messages import Envelope
from platforms import registry
from platforms.base import ARCHIVE, Platform, Scope
from platforms.families.imported import write_records
from respond.action import Asked, Caller, action
from respond.actions.account_changes import find_account
from respond.actions.given import take_given
from respond.denied import deny_conflict, deny_impossible
from respond.shapes.entered import EnteredInteractionView, NewInteraction
from respond.shapes.scalars import format_time
from respond.shown import NOTHING
from store.brand.accounts import REVOKED, Account
from store.vault import keys as vault_keys


@action(scope="interactions:write", audit="enter interaction", shows=NOTHING)
def enter_interaction(caller: Caller, asked: Asked[NewInteraction]) -> EnteredInteractionView:
    """Takes in what somebody said, which opens its conversation. The same key again changes nothing."""
    wanted, now_ms = asked.wanted, caller.stores.now_ms()
    account = find_account(caller, wanted.account)
    if account.state == REVOKED:
        raise deny_conflict("revoked", "The account withdrew; connect it again.")
    at = int(take_given(wanted.at, now_ms))
    if at > now_ms:
        raise deny_impossible("`at` is in the future.", pointer="/at")
    index_key = caller.stores.vault.index_key(caller.brand)
    native = vault_keys.hid(index_key, caller.brand, "outbox", "entered", caller.agent, asked.key)
    thread = take_given(wanted.thread, native)
    record = {
        "kind": wanted.kind,
        "id": native,
        "thread": thread,
        "author": {
            "id": wanted.author.id,
            "name": take_given(wanted.author.name, None),
            "handle": take_given(wanted.author.handle, None),
        },
        "text": wanted.text,
        "at": format_time(at),
        "direction": "in",
        "open": True,
        "url": take_given(wanted.url, None),
    }
    _queue(caller, account, write_records([record]), now_ms)
    shown = _name_ids(index_key, registry.platform(account.platform), account, native, thread, wanted.kind)
    caller.note(shown.interaction_id)
    return shown


def _queue(caller: Caller, account: Account, body: bytes, now_ms: int) -> None:
    envelope = Envelope(account.platform, account.endpoint, account.brand, now_ms, body=body, source=ARCHIVE,
                        asked=account.id)  # fmt: skip
    queues.send(settings.queue_deliveries(), envelope.to_json(), group=caller.brand)


def _name_ids(
    index_key: bytes, platform: Platform, account: Account, native: str, thread: str, kind: str
) -> EnteredInteractionView:
    scope = account.native_id if platform.item_scope is Scope.ACCOUNT else ""
    realm = "thread" if kind == "message" else "item"
    named = (index_key, account.brand, account.platform)
    return EnteredInteractionView(
        interaction_id=vault_keys.hid(*named, "item", scope, native),
        conversation_id=vault_keys.hid(*named, realm, scope, thread),
    )
