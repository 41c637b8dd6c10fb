"""Standard Webhooks: the generic signed receiver (own community, forum, gateway), and Zendesk, its cousin.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from dataclasses import replace

from model.event import Event, Kind, Media, Mode, Person
from model.http import Delivery
from platforms.base import Platform, Scope
from platforms.families.signed_webhooks import HEADERS, ZENDESK, ZENDESK_HEADERS, StandardProof
from platforms.frame import Frame, take_away
from platforms.proof import OneOf, has_header
from platforms.reading.markup import read_text
from platforms.reading.payload import Json, first, ident, obj, objects, read_object, required, text
from platforms.reading.times import from_iso
from platforms.secret import MadeBy, Secret, signing_key, whsec

NOUNS = {
    "message": Kind.MESSAGE,
    "comment": Kind.COMMENT,
    "post": Kind.POST,
    "topic": Kind.POST,
    "reaction": Kind.REACTION,
}
VERBS = {"created": None, "edited": Kind.EDIT, "updated": Kind.EDIT, "deleted": Kind.DELETE}
"""What a verb makes of the noun's kind; None leaves it."""

IDS = ("webhook-id", "svix-id", "x-zendesk-webhook-invocation-id")


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
    proof = OneOf(((has_header(*HEADERS), StandardProof()), (has_header(*ZENDESK_HEADERS), ZENDESK)))
    capabilities = frozenset({"webhook", "edits", "deletes"})
    retention = "standard_webhooks"
    item_scope = Scope.ACCOUNT
    person_scope = Scope.ACCOUNT
    ack_seconds = 15.0
    kept_headers = IDS
    names_account = False

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns messages, comments, posts, topics and reactions; other types (also thin ones) give no event."""
        body = read_object(delivery.body)
        words = (text(body.get("type")) or "").lower().split(".")
        if len(words) < 2 or words[-1] not in VERBS or words[-2] not in NOUNS:
            return []
        data = obj(body.get("data"))
        data = obj(data.get(words[-2])) or data  # some put the object below its own name
        frame = Frame(
            account_id=ident(first(data.get("account"), body.get("account"))),
            # The delivery's id stays the same over all tries.
            dedupe_id=first(*(ident(delivery.headers.get(name)) for name in IDS), ident(body.get("id"))),
            sent_at=from_iso(body.get("timestamp")),
        )
        return [_read(NOUNS[words[-2]], VERBS[words[-1]], data, frame)]


def _read(kind: Kind, verb: Kind | None, data: Json, frame: Frame) -> Event:
    native, is_reaction = required(ident(data.get("id"))), kind is Kind.REACTION
    event = frame.event(
        kind if is_reaction else verb or kind,
        external_id=native,
        author=_author(data),
        title=text(data.get("title")),
        text=_reaction(verb, data)
        if is_reaction
        else first(text(data.get("text")), read_text(data.get("html"))),
        parent_id=ident(data.get("parent")),
        thread_id=first(ident(data.get("thread")), native if kind is Kind.POST else None),
        mentioned=tuple(map(_person, objects(data.get("mentions")))),
        occurred_at=first(frame.sent_at, from_iso(data.get("created_at"))),
        mode=_mode(kind, data.get("visibility")),
        media=tuple(
            Media(text(m.get("type")), text(m.get("url")), ident(m.get("id")), text(m.get("name")))
            for m in objects(data.get("media"))
        ),
        language=text(data.get("language")),
        permalink=text(data.get("url")),
    )
    gone = verb is Kind.DELETE
    return replace(take_away(event, event.occurred_at), kind=event.kind) if gone else event


def _reaction(verb: Kind | None, data: Json) -> str | None:
    """Returns a reaction's text. One without an emoji is still one: an empty text is not a withdrawal."""
    if verb is Kind.DELETE:
        return None
    return first(text(data.get("text")), text(data.get("emoji")), text(data.get("name"))) or ""


def _mode(kind: Kind, visibility: object) -> Mode:
    private = visibility == "private" or (kind is Kind.MESSAGE and visibility != "public")
    return Mode.PRIVATE if private else Mode.PUBLIC


def _author(data: Json) -> Person | None:
    author = obj(data.get("author"))
    native = first(ident(author.get("id")), ident(data.get("author")), ident(data.get("author_id")))
    name = first(text(author.get("name")), text(author.get("username")), text(data.get("author_name")))
    return Person(native, name) if native or name else None


def _person(data: Json) -> Person:
    return Person(ident(data.get("id")), text(data.get("name")), text(data.get("username")))


PLATFORM = StandardWebhooks()
