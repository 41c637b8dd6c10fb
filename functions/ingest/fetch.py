"""Completes what payloads only point to: asks the platform, and returns the answer to `deliveries` as a page.

The queue names what waits by id. What comes back keeps the date of the delivery that asked for it, so that it is due
when that is. A platform that is slow or silent is not asked again in the same batch, so that it delays nobody; of a
server that whoever wrote to us chose, neither silence nor what it says of limits counts for any other.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Protocol
from urllib.parse import urlsplit

from aws import kms, objects, observe, queues, settings
from aws.lambda_context import LambdaContext
from aws.queues import Message
from ingest.clock import Clock, Deadline, SystemClock
from ingest.custody import Custody
from ingest.fetch_keys import KeyFetcher
from ingest.judging import Judgement, judge_answer
from ingest.ports import Objects
from ingest.proving import read_proved
from ingest.wanting import ANONYMOUS
from model.errors import Conflict, Unavailable
from model.fetch_messages import FetchWanted, KeysWanted, read_fetch_message
from model.http import Call
from model.messages import Envelope
from model.want import ACCOUNT, KIND, NAME, NOW, PROOF
from platforms import registry
from platforms.base import PAGE, Platform
from platforms.told_limits import read_limit
from store.brand.tokens import TokenDead
from store.interactions.parked import Parked
from store.stores import Stores
from web.client import Limits, WebAnswer, make_client
from web.failures import WebFailed, WebRefused
from web.renewing import RenewedAccess

LIMITS = Limits(seconds=10.0, most_bytes=2_000_000)
MOST_RECEIVES = 12
"""How often something is asked for until it is left parked: with the queue's waits between them more than an hour."""

NEEDED_S = LIMITS.seconds + 4
"""What has to be left of the time when one more is begun."""

SPARE_S = 2.0


class Asker(Protocol):
    """Does what `web.client.WebClient` does."""

    def ask(self, call: Call, limits: Limits | None = None) -> WebAnswer:
        """Raises WebRefused and WebFailed."""
        ...


@dataclass(slots=True)
class Round:
    """Holds one batch: the platforms that did not answer in it are not asked again."""

    deadline: Deadline
    silent: set[str] = field(default_factory=set)

    def find_server(self, url: str) -> str:
        """Returns the host of an address. Raises Later where it was silent already."""
        try:
            server = urlsplit(url).hostname or url
        except ValueError:  # the client refuses it
            server = url
        if server in self.silent:
            raise Later
        return server


class Later(Exception):
    """Says that something has to be asked for again."""


class Fetching:
    """Takes batches of ids of what waits."""

    def __init__(
        self,
        stores: Stores,
        custody: Custody,
        client: Asker,
        platform: Callable[[str], Platform] = registry.platform,
        clock: Clock | None = None,
        kept: Objects = objects,
    ) -> None:
        self._stores = stores
        self._custody = custody
        self._client = client
        self._access = RenewedAccess(stores.tokens, client, stores.clock)
        self._platform = platform
        self._clock = clock or SystemClock()
        self._keys = KeyFetcher(client, kept, self._clock)

    def take_fetches(self, event: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        """Returns the answer to an SQS event: which messages are to come again."""
        now = Round(Deadline(self._clock, seconds))
        failed = [each.id for each in queues.read_event(event) if not self._is_done(each, now)]
        return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}

    def _is_done(self, message: Message, now: Round) -> bool:
        if now.deadline.count_seconds() < NEEDED_S:
            return False
        try:
            self._take(read_fetch_message(message.body), message.receives, now)
        except Later:
            return False
        except Exception as error:  # noqa: BLE001 - this message alone comes again
            observe.failure("fetch_failed", error, receives=message.receives)
            return False
        return True

    def _take(self, wanted: FetchWanted | KeysWanted, receives: int, now: Round) -> None:
        if isinstance(wanted, KeysWanted):
            self._keys.take_wanted(self._platform(wanted.platform))
        else:
            self._fetch(wanted, receives, now)

    def _fetch(self, wanted: FetchWanted, receives: int, now: Round) -> None:
        parked = self._stores.parked.find_parked(wanted.brand, wanted.id, self._stores.now_ms())
        if parked is None or parked.message is None:
            return  # it was fetched, or forgotten
        envelope = Envelope.from_json(parked.message)
        if receives > MOST_RECEIVES:
            self._give_up(envelope, parked, "fetch_exhausted")
            return
        if envelope.platform in now.silent:
            raise Later
        judgement = self._ask(envelope, now)
        if judgement.reason is not None:
            self._give_up(envelope, parked, judgement.reason)
        elif judgement.disproved:
            observe.metric("unproven_dropped", platform=envelope.platform)
            self._stores.parked.release_delivery(wanted.brand, parked)
        elif judgement.page is not None:
            if not self._custody.take_delivery(judgement.page, now.deadline):
                raise Later
            self._stores.parked.release_delivery(wanted.brand, parked)
        else:
            raise Later

    def _ask(self, envelope: Envelope, now: Round) -> Judgement:
        """Returns what came of asking. Raises Later when it is not known yet."""
        platform, what = self._platform(envelope.platform), json.loads(envelope.body or b"{}")
        brand, account, route = envelope.brand, what[ACCOUNT], what.get(KIND, "fetch")
        stranger = bool(what.get(ANONYMOUS))  # whoever runs that server: it speaks for itself alone
        if not stranger and self._stores.platform_limits.take_request(brand, account, route):
            raise Later
        server = envelope.platform
        try:
            used = {} if stranger else self._access.find_access(brand, envelope.platform, account)
            call = platform.fetch({**what, NOW: str(int(self._stores.clock()))}, used)
            server = now.find_server(call.url) if stranger else server
            answer = self._client.ask(call, LIMITS)
        except TokenDead:
            return Judgement(reason="token_dead")
        except WebRefused as error:
            return Judgement(reason=f"fetch_refused_{error.code}")
        except (Conflict, Unavailable, WebFailed) as error:
            if isinstance(error, WebFailed):
                now.silent.add(server)
                observe.metric("fetch_unanswered", platform=envelope.platform)
            raise Later from error
        limit = None if stranger else read_limit(answer.status, answer.headers, self._stores.clock())
        if limit is not None:
            self._stores.platform_limits.note_limit(brand, account, route, limit.remaining, limit.reset_s)
        # A key lies at anybody's server, which answers as servers do.
        asked = "" if route == PROOF else envelope.platform
        judgement = judge_answer(asked, answer.status, answer.headers, answer.body, self._stores.clock())
        if judgement.token_refused and not stranger:
            self._access.note_refusal(brand, envelope.platform, account, used, judgement.reason)
            raise Later
        if not judgement.whole:
            return judgement
        if route == PROOF:
            proved = read_proved(platform, what, answer.url, answer.body)
            return replace(judgement, page=proved, disproved=proved is None)
        return replace(judgement, page=_page(envelope, what, answer))

    def _give_up(self, envelope: Envelope, parked: Parked, reason: str) -> None:
        """Leaves it parked with why, for somebody to look at and replay.

        A name is asked for again tomorrow, and what nobody's key proves is nobody's delivery.
        """
        observe.metric("fetch_given_up", platform=envelope.platform, reason=reason)
        if json.loads(envelope.body or b"{}").get(KIND) in (NAME, PROOF):
            self._stores.parked.release_delivery(envelope.brand, parked)
        else:
            self._stores.parked.park_delivery(envelope, reason, self._stores.now_ms())


def _page(envelope: Envelope, what: Mapping[str, str], answer: WebAnswer) -> Envelope:
    """Returns the answer as a delivery of the same endpoint and date."""
    return replace(
        envelope,
        body=answer.body,
        headers={"content-type": answer.headers.get("content-type", "")},
        source=PAGE,
        url=answer.url,
        fetched={**what, "status": answer.status},
    )


@cache
def _fetching() -> Fetching:
    return Fetching(
        Stores(kms, time.time),
        Custody(queues, objects, settings.queue_deliveries()),
        make_client(settings.simulated_web()),
    )


def handler(event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Takes a batch of the queue `fetches`: the function's entry."""
    return _fetching().take_fetches(event, context.get_remaining_time_in_millis() / 1000 - SPARE_S)
