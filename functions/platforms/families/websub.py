"""WebSub: a hub that asks whether we subscribed, and signs what it delivers.

https://www.w3.org/TR/websub/
"""

import json
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode, urljoin

from model.errors import Malformed
from model.http import Answer, Call, Request
from platforms.challenge import echo
from platforms.proof import HmacProof, OneOf, header_begins
from platforms.renewal import Renewable, RenewalAnswer, Renewed
from platforms.secret import Secret, url_safe

METHODS = ("sha256", "sha1", "sha384", "sha512")
"""https://www.w3.org/TR/websub/#recognized-algorithms-for-the-x-hub-signature-header"""

TOPICS = Secret(
    "expected_topics",
    "Addresses of the feeds subscribed to, with blanks between",
    alphabet=r"[\t\n\r -~]",
    most=8192,
    make_up=lambda random: f"https://demo.example/{url_safe(random)}",
)
LEASE_S = 10 * 86_400
"""What is wished for; hubs give what they like, mostly five days."""
MOST_LOOKED = 200_000
_LINK_HEADER = re.compile(r"""<([^<>]{1,2000})>[^,]{0,500}?;\s*rel\s*=\s*"?hub\b""", re.IGNORECASE)
_LINK_TAG = re.compile(r"<(?:\w{1,20}:)?link\b([^<>]{1,2000})>", re.IGNORECASE)
_REL_HUB = re.compile(r"""\brel\s*=\s*["']hub["']""", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*["']([^"'<>]{1,2000})["']""", re.IGNORECASE)


class HubSubscriber(Renewable):
    """Subscribes at hubs to what its endpoint expects, anew every day: leases end."""

    renew_every_s = 86_400
    renews_by = "secrets"
    hub: str | None = None
    """The hub of all its topics; None where each topic names its own."""

    def renew(self, told: Renewed, answers: Sequence[RenewalAnswer]) -> Call | None:
        """Returns the next topic's page, which names its hub, or the subscription to it."""
        topics = list_topics(told.secrets)
        each = 1 if self.hub else 2
        number, step = divmod(len(answers), each)
        if number >= len(topics):
            return None
        if each - step > 1:
            return Call("GET", topics[number])
        hub = self.hub or find_hub(answers[-1])
        if hub is None or not hub.startswith("https://"):  # the secret is told to it
            raise Malformed("no_hub")
        form = {
            "hub.mode": "subscribe",
            "hub.topic": topics[number],
            "hub.callback": told.callback,
            "hub.verify": "async",
            "hub.lease_seconds": str(LEASE_S),
            "hub.secret": told.secrets.get("hub_secret", ""),
        }
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return Call("POST", hub, headers, urlencode(form).encode())


def find_hub(page: RenewalAnswer) -> str | None:
    """Returns the hub that a topic's page names: in a header, a link of XML or HTML, or in a JSON Feed."""
    found = _LINK_HEADER.search(page.headers.get("link", "")[:MOST_LOOKED])
    if found:
        return urljoin(page.url, str(found[1]))
    written = page.body[:MOST_LOOKED].decode("utf-8", "replace")
    for tag in _LINK_TAG.finditer(written):
        place = _HREF.search(tag[1]) if _REL_HUB.search(tag[1]) else None
        if place:
            return urljoin(page.url, str(place[1]).replace("&amp;", "&"))
    return _find_listed_hub(page.body) if written.lstrip("\ufeff \r\n\t").startswith("{") else None


def _find_listed_hub(body: bytes) -> str | None:
    from platforms.reading.payload import objects, read_object, text

    hubs = (text(each.get("url")) for each in objects(read_object(body).get("hubs")))
    return next((hub for hub in hubs if hub), None)


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
