"""Shows the queues between the steps, and hands a brand's dead letters to their queue again."""

import json
from dataclasses import replace

from aws import queues
from aws.queues import Message
from aws.settings import REPLAYED
from model.errors import Malformed
from model.messages import Envelope
from respond.action import Asked, Caller, action
from respond.denied import deny_missing
from respond.paging import make_page
from respond.shapes.page import NoQuery, Page
from respond.shapes.queue import QueueReplayView, QueueView
from respond.shown import NOTHING

MOST = 100
"""Dead letters that are looked at for one request."""


@action(scope="parked:read", audit=None)
def list_queues(caller: Caller, asked: Asked[NoQuery]) -> Page[QueueView]:
    """Lists the queues with how much waits in them."""
    return make_page(caller, asked, [_show(name) for name in REPLAYED], None)


@action(scope="parked:write", audit="replay queue", shows=NOTHING)
def replay_queue(caller: Caller, asked: Asked[None]) -> QueueReplayView:
    """Queues the brand's dead letters again, up to a hundred; what was done before is not done twice."""
    addresses = REPLAYED.get(asked.id)
    if addresses is None:
        raise deny_missing()
    caller.note(asked.id)
    replayed, looked_at, others = 0, 0, list[Message]()
    while looked_at < MOST and (found := queues.receive(addresses.dead())):
        ours = [each for each in found if _brand_of(each.body) == caller.brand]
        others += [each for each in found if each not in ours]
        # First on the queue, then deleted: interrupted in between it is worked on twice, which changes nothing.
        queues.send_many(addresses.alive(), [mark_again(each.body) for each in ours])
        queues.delete(addresses.dead(), ours)
        replayed, looked_at = replayed + len(ours), looked_at + len(found)
    queues.release(addresses.dead(), others)
    return QueueReplayView(name=asked.id, replayed=replayed, more=looked_at >= MOST)


def mark_again(body: str) -> str:
    """Marks a delivery as failed, so that it is tried apart from others. Returns any other message as it is."""
    try:
        return replace(Envelope.from_json(body), alone=True).to_json()
    except Malformed:
        return body


def _show(name: str) -> QueueView:
    alive, dead = (queues.count_waiting(address()) for address in (REPLAYED[name].alive, REPLAYED[name].dead))
    return QueueView(
        name=name,
        waiting=alive.visible,
        in_flight=alive.in_flight,
        delayed=alive.delayed,
        dead=dead.visible + dead.in_flight,
    )


def _brand_of(body: str) -> str | None:
    """Returns whose message it is; None where nobody can tell, and then nobody may move it."""
    try:
        record = json.loads(body)
    except ValueError:
        return None
    return record.get("brand") if isinstance(record, dict) else None
