"""The Meta family: one handshake, one signature, one envelope, one signed request.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from model.errors import Malformed
from model.event import Event, Kind, Signal
from model.http import Answer, Delivery, Request
from platforms.base import Confirm, Platform
from platforms.challenge import echo
from platforms.families.signed_request import (
    DEAUTHORIZATION,
    DELETION,
    is_recent,
    read_callback,
    read_signed_request,
)
from platforms.frame import Frame
from platforms.proof import HmacProof
from platforms.reading.payload import Json, ident, obj, objects, read_json, text
from platforms.reading.times import from_any
from platforms.secret import MadeBy, Secret
from platforms.signing import Records, keys, proved

if TYPE_CHECKING:
    from model.interaction import Interaction
    from model.progress import SentProgress


class MetaPlatform(Platform):
    """Connects a product of Meta: a leaf names its objects and maps one change, or one messaging item, to events."""

    secrets = (
        Secret(
            "app_secret", "App dashboard, Settings, Basic: App secret", never=(("EAA", "an access token"),)
        ),
        Secret(
            "verify_token",
            "A random text of your own; paste it into the webhook's field Verify token too",
            MadeBy.OWNER,
            least=8,
        ),
    )
    # Of the body as sent, escapes and all; the SHA-1 header that comes along is ignored.
    proof = HmacProof("x-hub-signature-256", "app_secret", prefix="sha256=")
    ack_seconds = 5.0
    parts = (DELETION, DEAUTHORIZATION)
    objects: ClassVar[frozenset[str]]
    shown_at: ClassVar[str] = ""
    """The site that shows items by their ids, where one does."""

    def verify(self, request: Request, secrets: Records, now: int) -> bool:
        """Returns whether the signature, or at a callback's address the signed request, is good.

        Every user of the app can come by a signed request of their own: it is good for a day and there only.
        """
        if not request.part:
            return self.proof.verify(request, secrets, now)
        payload = read_signed_request(request.body, secrets)
        return payload is not None and is_recent(payload, now)

    def handshake(self, request: Request, secrets: Records) -> Answer | None:
        """Returns the bare challenge to whoever knows the verify token; a GET is never a delivery."""
        if request.method not in ("GET", "HEAD") or request.part:
            return None
        token = request.query.get("hub.verify_token", "").encode("utf-8", "surrogatepass")
        challenge = request.query.get("hub.challenge", "")
        if request.query.get("hub.mode") != "subscribe" or not proved(token, keys(secrets, "verify_token")):
            return Answer(403)
        return echo(challenge)

    def receipt(self, request: Request, confirm: Confirm) -> Answer | None:
        """Returns, to a deletion request, a code and a page that shows its state."""
        if request.part != DELETION:
            return None
        code, url = confirm()
        return Answer.json({"url": url, "confirmation_code": code})

    def link_item(self, item: "Interaction") -> str | None:
        """Returns where an item is shown: a comment's id is that of its post's number and its own."""
        natives = item.natives
        if not self.shown_at or natives.external_id is None:
            return None
        if natives.parent_id is None or natives.thread_id is None:
            return f"{self.shown_at}/{natives.external_id}"
        return f"{self.shown_at}/{natives.thread_id}?comment_id={natives.external_id.rpartition('_')[2]}"

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns every change of every entry; other objects hold nothing of a conversation."""
        if delivery.part:
            return [read_callback(delivery)]
        return [event for raw in self._entries(delivery) for event in self._entry(raw, delivery)]

    def read_progress(self, delivery: Delivery) -> "Iterator[SentProgress]":
        """Yields what the changes and messaging items tell of what we sent."""
        for raw in () if delivery.part else self._entries(delivery):
            frame = Frame(ident(raw.get("id")), sent_at=from_any(raw.get("time")), own=delivery.self_ids)
            for change in objects(raw.get("changes")):
                yield from self.change_progress(obj(change.get("value")))
            for item in objects(raw.get("messaging")):
                yield from self.messaging_progress(item, frame)

    def change_progress(self, value: Json) -> "Iterable[SentProgress]":  # noqa: ARG002 - for leaves
        """Returns what one change tells of what we sent."""
        return ()

    def messaging_progress(self, item: Json, frame: Frame) -> "Iterable[SentProgress]":  # noqa: ARG002 - for leaves
        """Returns what one messaging item tells of what we sent."""
        return ()

    def change(self, field: Any, value: Json, frame: Frame) -> list[Event]:  # noqa: ARG002 - for leaves
        """Returns the events of one change; none where the product has no changes."""
        return []

    def messaging(self, item: Json, frame: Frame) -> list[Event]:  # noqa: ARG002 - for leaves
        """Returns the events of one messaging item. Where the product has no messages it is another one's."""
        return [Event(Kind.IGNORE, account_id=frame.account_id, signal=Signal.NOT_CONNECTED)]

    def _entries(self, delivery: Delivery) -> Iterator[Json]:
        for envelope in _envelopes(delivery.body):
            if text(envelope.get("object")) in self.objects:
                yield from objects(envelope.get("entry"))

    def _entry(self, raw: Json, delivery: Delivery) -> Iterator[Event]:
        """Yields the events of an entry; the frame's `sent_at` is when it was sent."""
        account = ident(raw.get("id"))
        frame = Frame(account, sent_at=from_any(raw.get("time")), own=delivery.self_ids)
        # Instagram's own documentation shows field and value directly on the entry as well.
        changes = [*objects(raw.get("changes")), *([raw] if "field" in raw else [])]
        for change in changes:
            if isinstance(change.get("value"), dict):
                yield from self.change(change.get("field"), change["value"], frame)
        for item in (*objects(raw.get("messaging")), *objects(raw.get("standby"))):
            yield from self.messaging(item, frame)


def _envelopes(body: bytes) -> list[Json]:
    envelopes = read_json(body)
    if not isinstance(envelopes, (dict, list)):
        raise Malformed("wrong_shape")
    return objects(envelopes)
