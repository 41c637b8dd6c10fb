"""WebSub: a hub that asks whether we subscribed, and signs what it delivers.

https://www.w3.org/TR/websub/
"""

import json
from collections.abc import Mapping, Sequence

from model.http import Answer, Request
from platforms.challenge import echo
from platforms.proof import HmacProof, OneOf, header_begins
from platforms.secret import Secret

METHODS = ("sha256", "sha1", "sha384", "sha512")
"""https://www.w3.org/TR/websub/#recognized-algorithms-for-the-x-hub-signature-header"""

TOPICS = Secret(
    "expected_topics",
    "Addresses of the feeds subscribed to, with blanks between",
    alphabet=r"[\t\n\r -~]",
    most=8192,
)


def make_hub_proof(secret: str, content_type: str) -> OneOf:
    """Returns the proof by the secret that was given when subscribing; the hub chooses the method."""
    return OneOf(
        tuple(
            (
                header_begins("x-hub-signature", f"{method}="),
                HmacProof("x-hub-signature", secret, f"{method}=", digest=method, content_type=content_type),
            )
            for method in METHODS
        )
    )


def answer_hub(request: Request, secrets: Sequence[Mapping[str, str]]) -> Answer | None:
    """Returns the challenge where we asked for this topic, else 404; None for a delivery.

    Nobody but whoever ends a subscription sets `pending` to unsubscribe.
    """
    if request.method != "GET":
        return None
    mode, topic = request.query.get("hub.mode"), request.query.get("hub.topic", "")
    if mode == "denied":
        return Answer(200)
    wanted = any(
        topic in list_topics(record) and mode == record.get("pending", "subscribe")
        for record in secrets
        if topic
    )
    return echo(request.query.get("hub.challenge", "")) if wanted else Answer(404)


def list_topics(record: Mapping[str, str]) -> tuple[str, ...]:
    """Returns the topics of an endpoint: separated by blanks, or a JSON list."""
    told = record.get("expected_topics", "")
    try:
        listed = json.loads(told) if told.startswith("[") else told.split()
    except (ValueError, RecursionError):
        return ()
    return tuple(each for each in listed if isinstance(each, str))
