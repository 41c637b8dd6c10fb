"""One interaction with its labels, and an agent's word against the engine's."""

from collections.abc import Callable

from aws import queues, settings
from model.analysis import INTENTS, SENTIMENTS
from model.errors import Conflict
from model.interaction import Interaction, Labels
from model.messages import Rows
from respond import reading
from respond.call import Call, Reply
from respond.fields import Field, Fields, one_of, texts
from respond.problems import Problem, invalid, not_found, restricted
from store.tables import FeedRow

TRIES = 4

CORRECTIONS: Fields = {
    "sentiment": Field(one_of(SENTIMENTS), "what it is meant as, instead of what the engine says"),
    "intent": Field(
        texts(len(INTENTS), one_of(INTENTS)), "all that it wants; an empty list for nothing of these"
    ),
}


def one(call: Call) -> Reply:
    """GET /interactions/{id}: with the ETag that a correction needs."""
    return _answer(call, "read interaction", _row(call))


def correct(call: Call) -> Reply:
    """PATCH /interactions/{id}: an agent's labels stand against the engine's, also after the text is analysed again.

    Counts follow at once, the person's facts and segments when the queue comes to it.
    """
    seen = call.seen()
    if not call.body:
        raise invalid(f"Nothing to correct; known are {', '.join(CORRECTIONS)}.")
    _keep(call, lambda row: seen(_etag(row)))
    queues.send(settings.queue_segments(), Rows(call.brand, (call.id,)).to_json())
    return _answer(call, f"correct interaction {' '.join(sorted(call.body))}", _row(call))


def _keep(call: Call, seen: Callable[[FeedRow], None]) -> Labels:
    intent = call.body.get("intent")
    said = call.body.get("sentiment"), None if intent is None else tuple(dict.fromkeys(intent))
    for _ in range(TRIES):
        row = _row(call)
        seen(row)
        (header,) = call.stores.feed.headers(call.brand, [row])
        if call.stores.vault.restricted(call.brand, header.owner):
            raise restricted()
        if header.deleted:
            raise Problem(409, "deleted", "It was deleted; there is nothing to correct.")
        if header.labels is None or header.labels.of != header.content_order:
            raise Problem(409, "not_analysed", "It waits to be analysed; repeat it later.", retryable=True)
        try:
            return call.stores.corrections.keep(
                call.brand, row, call.caller.agent, call.stores.now_ms(), *said
            )
        except Conflict:
            continue  # a count moved at the same time, or the row: then its ETag tells
    raise Conflict("an interaction kept changing under us")


def _row(call: Call) -> FeedRow:
    row = call.stores.feed.read(call.brand, [call.id], consistent=True).get(call.id)
    if row is None:
        raise not_found()
    return row


def _etag(row: FeedRow) -> str:
    return f'"{row.rev}"'


def _answer(call: Call, action: str, row: FeedRow) -> Reply:
    item = _opened(call, row)
    call.note(action, call.id, *reading.people_in([item]))
    (shown,) = reading.interactions(call, [item])
    return Reply(shown, headers={"ETag": _etag(row)})


def _opened(call: Call, row: FeedRow) -> Interaction:
    item = call.stores.feed.open(call.brand, [row]).get(call.id)
    if item is None:
        raise not_found()
    return item
