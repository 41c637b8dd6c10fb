"""Standard Webhooks: the generic signed receiver (own community, forum, gateway), and Zendesk, its cousin.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from collections.abc import Mapping
from hashlib import sha256

from model.event import Direction, Event, Kind, Media, Mode
from model.http import Delivery, Request
from platforms import standard_signing, zendesk_signing
from platforms.base import Platform, Scope
from platforms.payload import Json, first, ident, named, obj, objects, others, read_object, required, text
from platforms.secret import MadeBy, Secret, signing_key, whsec
from platforms.signing import Records
from platforms.times import from_iso

NOUNS = {
    "message": Kind.MESSAGE,
    "comment": Kind.COMMENT,
    "post": Kind.POST,
    "topic": Kind.POST,
    "reaction": Kind.REACTION,
}
VERBS = {"created": None, "edited": Kind.EDIT, "updated": Kind.EDIT, "deleted": Kind.DELETE}
"""What a verb makes of the noun's kind; None leaves it."""


class StandardWebhooks(Platform):
    """Any sender that follows the specification; the type's last two words say what happened to what."""

    name = "standard_webhooks"
    title = "Standard Webhooks"
    docs_url = "https://www.standardwebhooks.com/"
    secrets = (
        Secret(
            "secret",
            "whsec_… or whpk_… as the sender shows it; for Zendesk the webhook's signing secret",
            MadeBy.OWNER,
            check=signing_key,
            make_up=whsec,
        ),
    )
    capabilities = frozenset({"webhook", "edits", "deletes"})
    retention = "standard_webhooks"
    item_scope = Scope.ACCOUNT
    person_scope = Scope.ACCOUNT
    ack_seconds = 15.0
    kept_headers = ("webhook-id", "svix-id", zendesk_signing.INVOCATION)
    names_account = False

    def verify(self, request: Request, secrets: Records, now: int) -> bool:
        """The headers say which of the two schemes it is; headers of both are refused."""
        schemes = [s for s in (standard_signing, zendesk_signing) if s.speaks(request)]
        return len(schemes) == 1 and schemes[0].verify(request, secrets, now)

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> dict[str, str]:
        """As a sender with a symmetric secret would; the id is made from body and time."""
        message_id = "msg_" + sha256(body + str(now).encode()).hexdigest()[:24]
        return {
            "content-type": "application/json",
            **standard_signing.sign(message_id, now, body, secrets["secret"]),
        }

    def parse(self, delivery: Delivery) -> list[Event]:
        """Messages, comments, posts, topics and reactions; other types (also thin ones) give no event."""
        body = read_object(delivery.body)
        words = (text(body.get("type")) or "").lower().split(".")
        if len(words) < 2 or words[-1] not in VERBS or words[-2] not in NOUNS:
            return []
        return [_event(words[-2], words[-1], body, delivery)]


def _event(noun: str, verb: str, body: Json, delivery: Delivery) -> Event:
    kind, data = NOUNS[noun], obj(body.get("data"))
    data = obj(data.get(noun)) or data  # some put the object below its own name
    native, author = required(ident(data.get("id"))), _author(data)
    reaction, deleted = kind is Kind.REACTION, verb == "deleted"
    return Event(
        kind if reaction else VERBS[verb] or kind,
        account_id=ident(first(data.get("account"), body.get("account"))),
        external_id=native,
        dedupe_id=_dedupe(delivery.headers, body),
        author_id=author[0],
        author_name=author[1],
        title=None if deleted else text(data.get("title")),
        text=None if deleted else _text(data, reaction),
        parent_id=ident(data.get("parent")),
        thread_id=first(ident(data.get("thread")), native if kind is Kind.POST else None),
        mentioned_ids=others([ident(m.get("id")) for m in objects(data.get("mentions"))], delivery.self_ids),
        named=named(map(_called, objects(data.get("mentions"))), delivery.self_ids),
        occurred_at=first(from_iso(body.get("timestamp")), from_iso(data.get("created_at"))),
        direction=Direction.OUT if author[0] in delivery.self_ids else Direction.IN,
        mode=_mode(kind, data.get("visibility")),
        media=() if deleted else _media(data),
        language=text(data.get("language")),
    )


def _mode(kind: Kind, visibility: object) -> Mode:
    private = visibility == "private" or (kind is Kind.MESSAGE and visibility != "public")
    return Mode.PRIVATE if private else Mode.PUBLIC


def _dedupe(headers: Mapping[str, str], body: Json) -> str | None:
    """The delivery's id stays the same over all tries."""
    named = (headers.get(name) for name in StandardWebhooks.kept_headers)
    return first(*(ident(value) for value in named), ident(body.get("id")))


def _author(data: Json) -> tuple[str | None, str | None]:
    author = obj(data.get("author"))
    native = first(ident(author.get("id")), ident(data.get("author")), ident(data.get("author_id")))
    return native, first(
        text(author.get("name")), text(author.get("username")), text(data.get("author_name"))
    )


def _called(person: Json) -> tuple[str | None, ...]:
    return ident(person.get("id")), text(person.get("name")), text(person.get("username"))


def _text(data: Json, reaction: bool) -> str | None:
    if reaction:  # one without an emoji is still one: an empty text is not a withdrawal
        return first(text(data.get("text")), text(data.get("emoji")), text(data.get("name"))) or ""
    written = text(data.get("text"))
    if written is not None:
        return written
    from platforms.markup import plain

    return plain(text(data.get("html")))


def _media(data: Json) -> tuple[Media, ...]:
    return tuple(
        Media(text(m.get("type")), text(m.get("url")), ident(m.get("id")), text(m.get("name")))
        for m in objects(data.get("media"))
    )


PLATFORM = StandardWebhooks()
