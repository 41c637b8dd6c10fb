"""Says what is possible now: a reply by its way, a deed to what stands; and keeps what deeds changed of ours."""

from dataclasses import dataclass, replace

from model.errors import Conflict, Erased, Purged
from model.fold import deletion_at, edit_at
from model.interaction import Content, Interaction
from model.reply import Reply
from platforms.sending.deeds import DEEDS, HIDING, OURS, THEIRS
from respond.answerable import Answerable, read_options
from respond.surveying import SURVEYED, why_not_asked
from store.dynamo.writes import retrying
from store.interactions.hiding import keep_hiding
from store.stores import Stores


@dataclass(frozen=True, slots=True)
class DeedOption:
    """Holds a deed, and why it is closed; empty where it is open."""

    deed: str
    reason: str = ""


def list_deeds(
    stores: Stores, found: Answerable, now_ms: int, *, machine: bool = False
) -> tuple[DeedOption, ...]:
    """Returns each deed that the platform has for such an item, open or closed."""
    known = found.sender.deeds.get(found.head.mode.value, frozenset())
    return tuple(
        DeedOption(each, _why_closed(stores, found, each, now_ms, machine)) for each in sorted(known & THEIRS)
    )


def why_deed_closed(
    stores: Stores, found: Answerable, deed: str, now_ms: int, *, machine: bool = False
) -> str:
    """Returns why a deed cannot be done now; empty where it can."""
    if deed not in found.sender.deeds.get(found.head.mode.value, frozenset()):
        return "no_such_way"
    return _why_closed(stores, found, deed, now_ms, machine)


def _why_closed(stores: Stores, found: Answerable, deed: str, now_ms: int, machine: bool) -> str:
    """Returns what closes a deed: what is said to somebody by a reaction follows the rules of messages."""
    options = read_options(stores, found, now_ms, machine=machine)
    closed = [each.reason for each in options if not each.open]
    if deed in ("react", "share") and options and len(closed) == len(options):
        return closed[0]
    return "account_disconnected" if "account_disconnected" in closed else ""


def why_reply_closed(stores: Stores, found: Answerable | None, reply: Reply, now_ms: int) -> str:
    """Returns why the way that was chosen is closed by now; empty when it is open."""
    if found is None:
        return "nothing_to_answer"
    if reply.operation in DEEDS:
        return why_deed_closed(stores, found, reply.operation, now_ms)
    if reply.then == SURVEYED and (reason := why_not_asked(stores, found, now_ms, reply.id)):
        return reason
    options = read_options(stores, found, now_ms, machine=not reply.tag)
    option = next((each for each in options if each.way.operation == reply.operation), None)
    if option is None:
        return "no_such_way"
    still = option.open or (bool(reply.template) and option.reason == "window_closed")
    return "" if still else option.reason


def change_ours(stores: Stores, deed: Reply, item: Interaction | None) -> None:
    """Keeps that a reply of ours reads otherwise by now, or is gone; `item` is the reply as an interaction."""
    if deed.operation not in OURS:
        return
    known, now_ms = stores.outbox.find_reply(deed.brand, deed.about), deed.state_at
    again = retrying("a reply")
    while known is not None and again():
        if deed.operation == "edit":
            after = replace(known, text=deed.text)
        else:
            # What a deletion takes away, a legal hold keeps; no view shows it.
            held = stores.vault.find_hold(known.brand, known.person)
            after = replace(known, text=known.text if held else "", gone_at=now_ms)
        try:
            stores.outbox.change_reply(known, after)
        except Conflict:
            known = stores.outbox.find_reply(deed.brand, deed.about)
            continue
        except (Erased, Purged):
            return
        break
    if item is None:
        return
    order = item.id[:10]
    if deed.operation == "edit":
        item = replace(item, content=Content(text=deed.text), content_order=edit_at(now_ms, order))
    else:
        item = replace(item, content=None, content_order="", deleted_order=deletion_at(now_ms, order))
    kept = stores.feed.fold_interactions(deed.brand, [item])
    stores.conversations.note_interactions(deed.brand, kept.values())


def keep_hidden(stores: Stores, deed: Reply) -> None:
    """Keeps that what somebody wrote is hidden at its platform by now, or shown again."""
    if deed.operation in HIDING:
        hidden_at = deed.state_at if deed.operation == "hide" else None
        keep_hiding(stores.feed, deed.brand, deed.item, hidden_at)
