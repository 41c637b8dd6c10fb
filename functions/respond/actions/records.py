"""Shows the data protection officer what was forgotten and who looked at whom: receipts and the audit log."""

from collections.abc import Iterator
from itertools import islice

from msgspec import UNSET, UnsetType

from respond.access import ADMIN, DPO
from respond.action import Asked, Caller, action
from respond.denied import deny_impossible
from respond.paging import cut_page, make_page, read_position
from respond.shapes.audit import AuditEntryView, AuditQuery, show_entry
from respond.shapes.page import Page
from respond.shapes.receipt import ReceiptsQuery, ReceiptView, show_receipt
from respond.shown import NOTHING
from store.brand.audit import Entry

OFFICERS = frozenset({ADMIN, DPO})
DAY_MS = 86_400_000
LONGEST_MS = 31 * DAY_MS
NUMBER = r"\d{1,12}"
PLACE = r"\d{13}#[0-9a-f]{12}"


@action(scope="privacy:read", roles=OFFICERS, audit="read receipts", shows=NOTHING)
def list_receipts(caller: Caller, asked: Asked[ReceiptsQuery]) -> Page[ReceiptView]:
    """Lists the receipts in their order; all of them together can be checked with the brand's public key."""
    wanted, after = asked.wanted, int(read_position(caller, asked, NUMBER) or 0)
    caller.note("receipts")
    chain = caller.stores.ledger.list_receipts(caller.brand, after)
    chosen = (each for each in chain if wanted.kind in (UNSET, each.kind))
    shown, last = cut_page(list(islice(chosen, wanted.limit + 1)), wanted.limit)
    return make_page(
        caller, asked, [show_receipt(each) for each in shown], str(last.number) if last else None
    )


@action(scope="privacy:read", roles=OFFICERS, audit="read audit", shows=NOTHING)
def list_audit_entries(caller: Caller, asked: Asked[AuditQuery]) -> Page[AuditEntryView]:
    """Lists who read or changed what, the oldest first; reading it is an entry too."""
    wanted, after = asked.wanted, read_position(caller, asked, PLACE) or ""
    now_ms = caller.stores.now_ms()
    until = now_ms + 1 if isinstance(wanted.until, UnsetType) else int(wanted.until)
    since = until - DAY_MS if isinstance(wanted.since, UnsetType) else int(wanted.since)
    if not since < until <= since + LONGEST_MS:
        raise deny_impossible("`since` must be before `until`, by 31 days at most.", pointer="/since")
    start = max(since, int(after[:13] or 0))
    found = list(islice(_choose(caller, wanted, start, until, after), wanted.limit + 1))
    caller.note("audit")
    shown, last = cut_page(found, wanted.limit)
    return make_page(caller, asked, [show_entry(each) for each in shown], last.position if last else None)


def _choose(caller: Caller, wanted: AuditQuery, start: int, until: int, after: str) -> Iterator[Entry]:
    for entry in caller.stores.audit.list_entries(caller.brand, start, until):
        if entry.position <= after or wanted.agent not in (UNSET, entry.what["agent"]):
            continue
        if isinstance(wanted.target, UnsetType) or wanted.target in entry.what["target"].split():
            yield entry
