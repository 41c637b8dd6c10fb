"""TikTok business accounts: comments below our videos, and direct messages.

https://business-api.tiktok.com/portal/docs?id=1759978319341570
"""

from collections.abc import Iterable, Mapping, Sequence

from model.errors import Malformed
from model.event import Direction, Event, Kind, Signal
from model.http import Call, Delivery
from model.want import Want
from platforms.base import Platform
from platforms.frame import Frame, take_away
from platforms.proof import HmacProof, SignedTime
from platforms.reading.payload import Json, ident, obj, objects, read_object, text
from platforms.reading.times import from_any
from platforms.secret import Secret
from platforms.tiktok.contents import make_comment, make_message
from platforms.tiktok.left_out import ask_left_out, list_further, list_left_out, read_left_out

SIGNATURE = "tiktok-signature"
MESSAGES = {
    "im_receive_msg": Direction.IN,
    "im_receive_msg_eu": Direction.IN,
    "im_send_msg": Direction.OUT,
}


class TikTok(Platform):
    """Connects TikTok; one account is one business account, an endpoint is one developer app."""

    name = "tiktok"
    title = "TikTok"
    docs_url = "https://business-api.tiktok.com/portal/docs"
    account_page = "https://www.tiktok.com/@{at}"
    secrets = (Secret("client_secret", "Secret of the developer app (My apps, App detail)"),)
    # Time and proof are named parts of one header, in any order: https://developers.tiktok.com/doc/webhooks-verification
    proof = HmacProof(
        header=SIGNATURE,
        secret="client_secret",  # noqa: S106 - a name
        message=("{time}", ".", "{body}"),
        time=SignedTime(SIGNATURE, field="t"),
        field="s",
    )
    capabilities = frozenset({"webhook", "deletes"})

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns comments, their deletions, messages of both sides, and the end of our access."""
        payload = read_object(delivery.body)
        kind = text(payload.get("event"))
        sent_at = from_any(payload.get("create_time"))
        frame = Frame(account_id=ident(payload.get("user_openid")), sent_at=sent_at)
        if kind == "authorization.removed":
            return [frame.event(Kind.CONTROL, occurred_at=sent_at, signal=Signal.REVOKED)]
        if kind == "comment.update":
            return _changed(_content(payload), frame)
        if kind in MESSAGES:
            return [make_message(_content(payload), MESSAGES[kind], frame)]
        return []

    def list_wants(self, events: Sequence[Event]) -> Iterable[Want]:
        """Returns what webhooks leave out, above all for senders in Europe."""
        return list_left_out(events)

    def list_further(self, events: Sequence[Event]) -> Iterable[Want]:
        """Returns what was said in the conversations that a fetched list names."""
        return list_further(events)

    def make_fetch(self, what: Mapping[str, str], credentials: Mapping[str, str]) -> Call:
        """Returns the request for it."""
        return ask_left_out(what, credentials)

    def read_fetched(self, delivery: Delivery) -> list[Event]:
        """Returns conversations, messages or a comment."""
        return read_left_out(delivery)

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns the comments and answers in a page of `/business/comment/list/`, and the cursor to go on."""
        data = obj(read_object(delivery.body).get("data"))
        frame = Frame(account_id=next(iter(delivery.self_ids), None))
        listed = objects(data.get("comments"))
        rows = [row for each in listed for row in (each, *objects(each.get("reply_list")))]
        events = [make_comment(row, "insert", frame) for row in rows]
        return events, ident(data.get("cursor")) if data.get("has_more") is True else None


def _content(payload: Json) -> Json:
    """Returns what happened, which is JSON once more, within a text:
    https://developers.tiktok.com/doc/webhooks-events
    """
    content = payload.get("content")
    if isinstance(content, str):
        return read_object(content.encode("utf-8", "surrogatepass"))
    if not isinstance(content, dict):
        raise Malformed("wrong_shape")
    return content


def _changed(content: Json, frame: Frame) -> list[Event]:
    """Returns a comment or its deletion. Who may see one is our own doing and no news of the person."""
    action = text(content.get("comment_action"))
    if action not in ("insert", "delete"):
        return []
    event = make_comment(content, action, frame)
    return [take_away(event, event.occurred_at) if action == "delete" else event]


PLATFORM = TikTok()
