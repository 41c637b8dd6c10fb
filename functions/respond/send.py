"""Behind the queue `outbox`, and each minute: replies are sent, and what came of them is found out.

The queue is FIFO with an account as its group, so that a slow platform holds up nobody else. What waits leaves the
queue and comes back by its due row.
"""

import random
import time
from collections.abc import Callable, Mapping
from functools import cache
from itertools import islice
from typing import Any

from aws import batch, kms, observe, queues, sending_secrets, settings
from aws.queues import Message
from model.broadcast import Broadcast
from model.dispatch import BroadcastWalk, Dispatch, read_outbox_message
from model.http import Call
from platforms.sending.outgoing import Unsendable
from respond.broadcasting import Broadcasting
from respond.outgoing_ports import Answered
from respond.posting import Posting
from respond.sending import Sendings
from store.brand.brands import Brands
from store.brand.leases import Leases
from store.brand.tokens import Tokens
from store.outbox.broadcasts import BROADCASTS_DUE
from store.outbox.outbox import SENDINGS
from store.stores import Stores
from web.client import Limits, WebClient, make_client
from web.failures import WebFailed, WebRefused
from web.renewing import RenewedAccess

LIMITS = Limits(seconds=20, most_bytes=1_000_000, redirects=0)
AT_ONCE = 50
"""Due replies read and queued together."""
MARGIN_MS = 10_000


class WebRequests:
    """Makes requests by the one fetcher: each once."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def make_request(self, call: Call) -> Answered:
        """Returns what came back. Raises Unsendable for what is not asked at all."""
        try:
            answer = self._client.ask(call, LIMITS)
        except WebFailed as failure:
            return Answered(0, {}, b"", sent=failure.sent)
        except WebRefused as refusal:
            if not refusal.sent:
                raise Unsendable(f"not_asked_{refusal.code}") from refusal
            return Answered(0, {}, b"")
        return Answered(answer.status, answer.headers, answer.body)


def queue_due(stores: Stores, send: Callable[[str, str], None], more_time: Callable[[], bool]) -> int:
    """Queues the replies that are due, with `send(body, account)`, and counts them; then they are due no more.

    Broadcasts that are due go first: there are few.
    """
    done = 0
    for brand in Brands().list_brands():
        for broadcast, at in BROADCASTS_DUE.list_due(brand.id, stores.now_ms()):
            found = stores.broadcasts.find_broadcast(brand.id, broadcast)
            for account in _list_accounts(found):
                body = BroadcastWalk(brand.id, broadcast, 0, at, account if found and found.posts else "")
                send(body.to_json(), account)
            BROADCASTS_DUE.disarm_wakeup(brand.id, broadcast, at)
        due = SENDINGS.list_due(brand.id, stores.now_ms())
        while more_time() and (part := list(islice(due, AT_ONCE))):
            known = stores.outbox.read_replies(brand.id, [reply for reply, _ in part])
            for reply, at in part:
                if reply in known:
                    send(Dispatch(brand.id, reply, at).to_json(), known[reply].account)
                SENDINGS.disarm_wakeup(brand.id, reply, at)
            done += len(part)
    return done


def _list_accounts(broadcast: Broadcast | None) -> list[str]:
    """Returns the accounts that send a broadcast: each has a message, and a group, of its own."""
    if broadcast is None:
        return []
    return [each.account for each in broadcast.posts] or [broadcast.account]


@cache
def _stores() -> Stores:
    return Stores(kms, time.time)


@cache
def _sendings() -> Sendings:
    stores, client = _stores(), make_client(settings.simulated_web())
    tokens = Tokens(stores.vault, sending_secrets, Leases(time.time), time.time)
    return Sendings(stores, WebRequests(client), RenewedAccess(tokens, client, time.time), random.random)


def _forward(broadcast: Broadcast) -> None:
    body = BroadcastWalk(broadcast.brand, broadcast.id, broadcast.rev, 0).to_json()
    queues.send(settings.queue_outbox(), body, group=broadcast.account)


def _take(message: Message) -> None:
    asked, sendings = read_outbox_message(message.body), _sendings()
    if isinstance(asked, BroadcastWalk) and asked.account:
        Posting(sendings.stores, sendings.requests, sendings.access).take_post(asked)
    elif isinstance(asked, BroadcastWalk):
        Broadcasting(sendings.stores, sendings.requests, sendings.access, _forward).take_walk(asked)
    else:
        sendings.take_dispatch(asked)


def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Takes a message of the queue `outbox`, or the schedule: the function's entry."""
    if "Records" in event:
        return batch.process(event, _take)

    def send(body: str, account: str) -> None:
        queues.send(settings.queue_outbox(), body, group=account)

    done = queue_due(_stores(), send, lambda: context.get_remaining_time_in_millis() > MARGIN_MS)
    if done:  # a metric is billed for each hour it is written in
        observe.metric("replies_due", done)
    return {"due": done}
