"""Lists parked deliveries, queues them again once the fault is mended, and drops them."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from msgspec import UNSET

from aws import queues, settings
from model.messages import Envelope
from respond.action import Asked, Caller, action
from respond.denied import deny_missing
from respond.paging import cut_page, make_page, read_position
from respond.shapes.page import Page
from respond.shapes.parked import MOST, ParkedQuery, ParkedView, ReplayView, ReplayWanted, show_parked
from respond.shown import NOTHING
from store.interactions.parked import UNKNOWN_ACCOUNT, Parked

DELAY_S = 10
"""What still cannot be read is parked under its old id: by then it is forgotten there."""
PLACE = r"\d{13}#[a-z2-7]{8}"


@action(scope="parked:read", audit=None)
def list_parked(caller: Caller, asked: Asked[ParkedQuery]) -> Page[ParkedView]:
    """Lists parked deliveries, the longest received first."""
    limit, after = asked.wanted.limit, read_position(caller, asked, PLACE) or ""
    found = list(islice(_choose(caller, asked.wanted, after), limit + 1))
    shown, last = cut_page(found, limit)
    return make_page(caller, asked, [show_parked(each) for each in shown], last.id if last else None)


@action(scope="parked:write", audit="replay parked", shows=NOTHING)
def replay_parked(caller: Caller, asked: Asked[ReplayWanted]) -> ReplayView:
    """Queues parked deliveries again, up to a hundred, or only counts them; what was read before is stored once."""
    wanted = asked.wanted
    if wanted.ids is UNSET:
        found = list(islice(_choose(caller, wanted, ""), MOST + 1))
    else:
        ids = [each.replace("-", "#") for each in wanted.ids or ()]
        each_found = (
            caller.stores.parked.find_parked(caller.brand, each, caller.stores.now_ms()) for each in ids
        )
        found = [each for each in each_found if each is not None and _fits(each, wanted)]
    readable = [each for each in found[:MOST] if each.message is not None]
    _queue_again(caller, [] if wanted.dry_run else readable)
    gone = len(found[:MOST]) - len(readable)
    return ReplayView(replayed=len(readable), gone=gone, more=len(found) > MOST)


@action(scope="parked:write", audit="drop parked", shows=NOTHING)
def drop_parked(caller: Caller, asked: Asked[None]) -> ParkedView:
    """Drops a parked delivery for good."""
    parked_id = asked.id.replace("-", "#")
    parked = caller.stores.parked.find_parked(caller.brand, parked_id, caller.stores.now_ms())
    if parked is None:
        raise deny_missing()
    caller.note(asked.id)
    caller.stores.parked.release_delivery(caller.brand, parked)
    return show_parked(parked)


def _queue_again(caller: Caller, readable: list[Parked]) -> None:
    caller.note(*(show_parked(each).id for each in readable))
    for each in readable:
        # First on the queue, then forgotten: interrupted in between it is read twice and stored once.
        queues.send(settings.queue_deliveries(), _again(each), group=caller.brand, delay_s=DELAY_S)
        caller.stores.parked.release_delivery(caller.brand, each)


def _choose(caller: Caller, wanted: ParkedQuery | ReplayWanted, after: str) -> Iterator[Parked]:
    for parked in caller.stores.parked.list_parked(caller.brand, caller.stores.now_ms(), after):
        if _fits(parked, wanted):
            yield parked


def _fits(parked: Parked, wanted: ParkedQuery | ReplayWanted) -> bool:
    return wanted.platform in (UNSET, parked.platform) and wanted.reason in (UNSET, parked.reason)


def _again(parked: Parked) -> str:
    """Returns the message to queue. What failed is tried apart from the others; what is for nobody never failed."""
    envelope = Envelope.from_json(parked.message or "")
    return replace(envelope, alone=parked.reason != UNKNOWN_ACCOUNT).to_json()
