"""A webhook with fakes for all its stores, and a platform simple enough to see through."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ingest.webhook import Webhook
from model.endpoint import Endpoint
from model.http import Answer, Request
from model.messages import Envelope
from platforms.base import Platform
from platforms.proof import Signed
from tests.fakes import FakeClock, FakeObjects, FakeQueues, FakeSecrets, make_endpoint_id

QUEUE = "https://queue.example/deliveries"
FETCHES = "https://queue.example/fetches"
ENDPOINT = make_endpoint_id(bytes(range(16)))
SECRET = {"signing": "first secret"}
OTHER_SECRET = {"signing": "second secret"}
BODY = b'{"text": "hello"}'


class Bell(Platform):
    """Signs the body with HMAC-SHA256; the body `ping` is a handshake, and `boom` crashes it."""

    name = "bell"
    kept_headers = ("x-bell-event",)

    def verify(self, request: Request, secrets: Sequence[Mapping[str, str]], now: int) -> bool:
        given = request.headers["x-bell-signature"]
        return any(hmac.compare_digest(given, signature(request.body, secret)) for secret in secrets)

    def handshake(self, request: Request, secrets: Sequence[Mapping[str, str]]) -> Answer | None:
        if request.method == "GET":
            if "token" not in request.query:
                return None
            known = request.query["token"] in [secret["signing"] for secret in secrets]
            return Answer(200, request.query["challenge"]) if known else Answer(403)
        if request.body == b"boom":
            raise ValueError("the text of a person")
        return Answer(200, "pong") if request.body == b"ping" else None

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> Signed:
        return Signed({"x-bell-signature": signature(body, secrets)})


def signature(body: bytes, secret: Mapping[str, str]) -> str:
    return hmac.new(secret["signing"].encode(), body, hashlib.sha256).hexdigest()


def platform(name: str) -> Platform:
    return {"bell": Bell()}[name]


class Case:
    """One function, warm or cold, and everything around it."""

    def __init__(self, wall: float | None = None) -> None:
        self.clock = FakeClock() if wall is None else FakeClock(wall)
        self.secrets = FakeSecrets(self.clock)
        self.queues = FakeQueues(self.clock)
        self.objects = FakeObjects(self.clock)
        self.register(Endpoint("acme", SECRET))
        self.webhook = self.cold()

    def cold(self) -> Webhook:
        """Another function, which remembers nothing."""
        self.webhook = Webhook(
            secrets=self.secrets,
            queues=self.queues,
            objects=self.objects,
            clock=self.clock,
            queue_url=QUEUE,
            platform=platform,
            fetches_url=lambda: FETCHES,
        )
        return self.webhook

    def register(self, endpoint: Endpoint | Exception, name: str = ENDPOINT) -> None:
        self.secrets.records["bell", name] = endpoint

    def post(
        self,
        body: bytes = BODY,
        *,
        secret: Mapping[str, str] = SECRET,
        endpoint: str = ENDPOINT,
        platform: str = "bell",
        headers: Mapping[str, str] | None = None,
    ) -> int:
        """The status of a signed delivery."""
        signed = {"X-Bell-Signature": signature(body, secret), "X-Bell-Event": "note", "X-Other": "dropped"}
        request = Request.of("POST", signed if headers is None else headers, {}, body)
        return self.webhook.answer(platform, endpoint, request).status

    def get(self, **query: str) -> Answer:
        return self.webhook.answer("bell", ENDPOINT, Request.of("GET", {}, query))

    @property
    def queued(self) -> list[Envelope]:
        return [Envelope.from_json(body) for body in self.queues.bodies.get(QUEUE, [])]

    @property
    def writes(self) -> int:
        """Calls to anything that keeps something."""
        return self.queues.faults.calls + self.objects.faults.calls


def gateway_event(
    body: str,
    *,
    is_base64: bool = False,
    headers: Mapping[str, str] | None = None,
    query: str = "",
    method: str = "POST",
    platform: str = "bell",
    endpoint: str = ENDPOINT,
) -> dict[str, Any]:
    """What API Gateway hands over, payload format 2.0."""
    return {
        "version": "2.0",
        "routeKey": "ANY /webhooks/{platform}/{endpoint}",
        "rawPath": f"/webhooks/{platform}/{endpoint}",
        "rawQueryString": query,
        "headers": dict(headers or {}),
        "requestContext": {"http": {"method": method, "path": f"/webhooks/{platform}/{endpoint}"}},
        "pathParameters": {"platform": platform, "endpoint": endpoint},
        "body": body,
        "isBase64Encoded": is_base64,
    }


def lines(text: str) -> list[dict[str, Any]]:
    """What was logged."""
    return [json.loads(line) for line in text.splitlines()]
