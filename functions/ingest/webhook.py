"""Takes what platforms post: finds the endpoint, verifies the exact bytes, answers handshakes, keeps the delivery.

Answers 2xx only once the delivery is in a store: the queue, else the bucket; else 503 and the sender comes
back. An endpoint that is not `active` answers 404 like one that never was: what would not be stored is not
accepted, and until it is resumed the sender's own retries are the buffer. Never 410, which is taken for good.
Nothing is parsed here, and only the platform that is called gets imported.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from aws import clients, gateway, objects, observe, queues, secrets, settings
from ingest.clock import Clock, Deadline, SystemClock
from ingest.custody import Custody
from ingest.endpoints import Endpoints
from ingest.host_limits import HostLimits
from ingest.judging_requests import REJECTED, judge_request, lacks_key, tell_alarm
from ingest.key_sets import KeySets
from ingest.ports import Objects, Secrets, Sender
from ingest.probing import PROBE, read_probe, try_endpoint
from ingest.refusing import explain_refusal
from model import confirmation
from model.endpoint import Endpoint
from model.errors import Unavailable
from model.http import Answer, Request
from model.messages import Envelope
from model.want import UNPROVEN
from platforms import registry
from platforms.base import Platform

BUDGET_S = 2.5
"""For all calls together: Slack waits 3 s."""

BODY_LIMIT = 4 * 1024 * 1024
"""Bytes. As base64 and with its headers this is about what a Lambda function can be handed."""

ACCEPTED = Answer(200)
MALFORMED = Answer(400)
NOT_FOUND = Answer(404)
TOO_LARGE = Answer(413)
TOO_MANY = Answer(429)
FAILED = Answer(500)
TRY_LATER = Answer(503)


class Webhook:
    """Keeps what one warm function works with: its stores, its clock, and the endpoints it remembers."""

    def __init__(
        self,
        *,
        secrets: Secrets,
        queues: Sender,
        objects: Objects,
        clock: Clock,
        queue_url: str,
        platform: Callable[[str], Platform] = registry.platform,
        public_url: Callable[[], str] = settings.webhook_url,
        fetches_url: Callable[[], str] = settings.queue_fetches,
    ) -> None:
        self._public_url = public_url
        self._endpoints = Endpoints(secrets, clock)
        self._custody = Custody(queues, objects, queue_url)
        self._clock = clock
        self._hosts = HostLimits()
        self._keys = KeySets(objects, queues, clock, fetches_url)
        self._platform = platform

    def answer_delivery(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Turns the gateway's event into the gateway's response; our own faults are logged without data and a 500."""
        try:
            answer = self.answer(
                gateway.path_parameter(event, "platform"),
                gateway.path_parameter(event, "endpoint"),
                gateway.request(event),
            )
        except gateway.BadRequest:
            answer = MALFORMED
        except Exception as error:  # noqa: BLE001 - the runtime would log the exception's text
            observe.failure("webhook_failed", error)
            observe.metric("webhook_failed")
            answer = FAILED
        return gateway.response(answer)

    def probe(self, platform_name: str, endpoint_id: str) -> dict[str, int | None]:
        """Returns what the endpoint answers to a signed probe and to a forged one. Raises KeyError, Unavailable."""
        platform, now = self._platform(platform_name), int(self._clock.wall())
        endpoint = self._endpoints.find(platform.name, endpoint_id, Deadline(self._clock, BUDGET_S))
        secrets = None if endpoint is None else endpoint.secrets(now)[0]
        return try_endpoint(
            platform, secrets, now, lambda request: self.answer(platform.name, endpoint_id, request, PROBE)
        )

    def answer(
        self, platform_name: str, endpoint_id: str, request: Request, source: str = "webhook"
    ) -> Answer:
        """Returns what the sender is told; 2xx means that the delivery is durable, or that there was none in it."""
        deadline = Deadline(self._clock, BUDGET_S)
        try:
            platform = self._platform(platform_name)
        except KeyError:
            return NOT_FOUND
        if request.part not in ("", *platform.parts):
            return NOT_FOUND
        if len(request.body) > BODY_LIMIT:
            return TOO_LARGE
        try:
            endpoint = self._endpoints.find(platform.name, endpoint_id, deadline)
        except Unavailable:
            observe.metric("delivery_refused", platform=platform.name)
            return TRY_LATER
        if endpoint is None:
            return NOT_FOUND
        return self._judge(platform, endpoint_id, endpoint, request, deadline, source)

    def _judge(
        self,
        platform: Platform,
        endpoint_id: str,
        endpoint: Endpoint,
        request: Request,
        deadline: Deadline,
        source: str,
    ) -> Answer:
        now = int(self._clock.wall())
        secrets = self._keys.add_published(platform, endpoint.secrets(now), deadline)
        said = judge_request(platform, request, secrets, now)
        if said is not None and said.status >= 400:
            changed = self._endpoints.changed(platform.name, endpoint_id, deadline)
            if changed is not None:
                endpoint = changed
                secrets = self._keys.add_published(platform, changed.secrets(now), deadline)
                said = judge_request(platform, request, secrets, now)
        if said is None:
            request = replace(request, body=platform.open_body(request, secrets))
            return self._take(platform, endpoint_id, endpoint.brand, request, deadline, source)
        if said.status == REJECTED.status and source != PROBE:
            answer = self._take_unproven(platform, endpoint_id, endpoint.brand, request, deadline)
            if answer is not None:
                return answer
            if lacks_key(platform, request, secrets, now) and self._keys.is_awaited(platform, deadline):
                return TRY_LATER
        if said.status >= 400 and source != PROBE:
            details = {"endpoint": endpoint_id, "reason": explain_refusal(platform, request, now)}
            observe.metric("delivery_rejected", details=details, platform=platform.name)
        return said

    def _take_unproven(
        self, platform: Platform, endpoint_id: str, brand: str, request: Request, deadline: Deadline
    ) -> Answer | None:
        """Returns what is answered to a delivery that lacks nothing but its sender's key; None where more is wrong."""
        now = int(self._clock.wall())
        try:
            unproven = platform.find_unproven(request, now) if request.method == "POST" else None
        except Exception as error:  # noqa: BLE001 - a header nobody thought of must not become a 500
            tell_alarm(platform, error)
            return None
        if unproven is None:
            return None
        if not self._hosts.take_one(unproven.host, now):
            observe.metric("unproven_limited", platform=platform.name)
            return TOO_MANY
        return self._take(platform, endpoint_id, brand, request, deadline, UNPROVEN, unproven.claimed)

    def _take(
        self,
        platform: Platform,
        endpoint_id: str,
        brand: str,
        request: Request,
        deadline: Deadline,
        source: str,
        claimed: Mapping[str, str] | None = None,
    ) -> Answer:
        kept = {name: request.headers[name] for name in platform.kept_headers if name in request.headers}
        received_at = int(self._clock.wall() * 1000)
        envelope = Envelope(
            platform.name,
            endpoint_id,
            brand,
            received_at,
            kept,
            request.body,
            None,
            source,
            part=request.part,
            claimed=claimed,
        )
        if self._custody.take_delivery(envelope, deadline):
            return self._receipt(platform, endpoint_id, request) or ACCEPTED
        observe.metric("delivery_refused", platform=platform.name)
        return TRY_LATER

    def _receipt(self, platform: Platform, endpoint_id: str, request: Request) -> Answer | None:
        """Returns what this platform is told beyond a 200; the delivery is durable, so that no fault may hide that."""

        def confirm() -> tuple[str, str]:
            code = confirmation.code(endpoint_id, request.body)
            return code, f"{self._public_url()}/privacy/status/{code}"

        try:
            return platform.receipt(request, confirm)
        except Exception as error:  # noqa: BLE001 - as above
            observe.failure("receipt_failed", error, platform=platform.name)
            return None


@cache
def _webhook() -> Webhook:
    return Webhook(
        secrets=secrets,
        queues=queues,
        objects=objects,
        clock=SystemClock(),
        queue_url=settings.queue_deliveries(),
    )


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Answers a request: the function's entry, for API Gateway, and for the agent API, which asks for a probe."""
    wanted = read_probe(event)
    return _webhook().answer_delivery(event) if wanted is None else dict(_webhook().probe(*wanted))


if settings.on_lambda():  # before the first request the function has more CPU, and nobody waits
    clients.warm_client("secretsmanager", 1.0)
    clients.warm_client("sqs", 1.5)
