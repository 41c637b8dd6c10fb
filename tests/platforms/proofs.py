"""How each platform proves a request, as data: what the contract suite holds every platform against.

It is kept here and not in the platforms, so that no platform can excuse itself. The golden requests were signed
with openssl, not with our own code.
"""

from dataclasses import dataclass, field

from model.http import Request

NOW = 1_760_000_000


@dataclass(frozen=True, slots=True)
class Golden:
    """A request that must be accepted at NOW with `secrets`."""

    secrets: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def request(self, body: bytes | None = None, /, **changed: str | None) -> Request:
        """The request, with another body or headers (`_` for `-`); None takes a header away."""
        headers = {**self.headers, **{name.replace("_", "-"): value for name, value in changed.items()}}
        present = {name: value for name, value in headers.items() if value is not None}
        return Request.of("POST", present, {}, self.body if body is None else body)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a platform's proof covers; `header` carries it."""

    header: str
    golden: Golden
    body_covered: bool = True
    signed_time: str | None = None
    """The header with the time that is signed; the window is 300 s to both sides."""
    covered_headers: tuple[str, ...] = ()
    many_signatures: bool = False
    """The header is a list by definition: the same signature twice is not broken."""
    others: tuple[Golden, ...] = field(default=())
    """Golden requests of further schemes of the same platform."""
    get_is_handshake: bool = False


STANDARD_BODY = b'{"type":"post.created","data":{"id":"1"}}'

PROOFS = {
    "discourse": Proof(
        "x-discourse-event-signature",
        Golden(
            {"secret": "golden-forum-secret"},
            {
                "x-discourse-event-signature": "sha256="
                "27e26e06d8b73a494686a51bf82d2e6ded98ac0be175f18a75dfca89c8e810c7"
            },
            b'{"ping": "OK"}',
        ),
    ),
    "facebook": Proof(
        "x-hub-signature-256",
        Golden(
            {"app_secret": "golden-app-secret", "verify_token": "golden-verify-token"},
            {
                "x-hub-signature-256": "sha256="
                "f234caed22d0c3fa8baa7e5f7f83000737157455b46f395bebca26d0d55991bd"
            },
            b'{"object":"page","entry":[]}',
        ),
        get_is_handshake=True,
    ),
    "slack": Proof(
        "x-slack-signature",
        Golden(
            {"signing_secret": "golden-signing-secret"},
            {
                "x-slack-signature": "v0=55539e25e0ef22dd31f72b636bd0b6d51f91069759072b9ba879ccff46847751",
                "x-slack-request-timestamp": "1760000000",
            },
            b'{"type":"event_callback","event":{"type":"emoji_changed"}}',
        ),
        signed_time="x-slack-request-timestamp",
        covered_headers=("x-slack-request-timestamp",),
    ),
    "standard_webhooks": Proof(
        "webhook-signature",
        Golden(
            {"secret": "whsec_Z29sZGVuLWtleS1vZi10aGlydHktdHdvLWJ5dGVzISE="},
            {
                "webhook-id": "msg_golden",
                "webhook-timestamp": "1760000000",
                "webhook-signature": "v1,82m/fTI3o1+pHpgptjZhEmUZgVeZOHAFnvfyrQ1fkhM=",
            },
            STANDARD_BODY,
        ),
        signed_time="webhook-timestamp",
        many_signatures=True,
        covered_headers=("webhook-id", "webhook-timestamp"),
        others=(
            Golden(
                {"secret": "whpk_vDGyARMqmS73elVnNnbzdzhC7FOiRtQtc094rmxARBQ="},
                {
                    "svix-id": "msg_golden",
                    "svix-timestamp": "1760000000",
                    "svix-signature": "v1a,+yfsNvjWE9LRYbN2UaRc6cuG/p3F1E0DUw4O3ZTlNtfcCvra8miIOlhGGK7D"
                    "Ax0aE9VaqrE9Km9SzudY16hGBA==",
                },
                STANDARD_BODY,
            ),
            Golden(
                {"secret": "golden-zendesk-secret"},
                {
                    "x-zendesk-webhook-signature": "otmFSL63tOfbzfKbAkSO+6xPHEVmTqGxURaYQksMQcY=",
                    "x-zendesk-webhook-signature-timestamp": "2025-10-09T08:53:20Z",
                },
                STANDARD_BODY,
            ),
        ),
    ),
    "telegram": Proof(
        "x-telegram-bot-api-secret-token",
        Golden(
            {"secret_token": "golden_Secret-Token"},
            {"x-telegram-bot-api-secret-token": "golden_Secret-Token"},
            b'{"update_id":1}',
        ),
        body_covered=False,
    ),
    "x": Proof(
        "x-twitter-webhooks-signature",
        Golden(
            {"consumer_secret": "golden-consumer-secret"},
            {"x-twitter-webhooks-signature": "sha256=knKxkavrHSqE8gfml3pj0OY+YTo8ZDa2VN1Jfu1verk="},
            b'{"for_user_id":"77","tweet_create_events":[]}',
        ),
        get_is_handshake=True,
    ),
}
