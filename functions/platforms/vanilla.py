"""Vanilla forums: discussions, comments, and users who are deleted.

https://success.vanillaforums.com/kb/articles/286-webhooks
"""

from model.event import Event, Kind, Person, Signal
from model.http import Delivery
from platforms.base import Platform, Scope
from platforms.frame import Frame, change
from platforms.proof import HmacProof
from platforms.reading.markup import read_files, read_text
from platforms.reading.paths import id_at, text_at
from platforms.reading.payload import Json, ident, obj, read_object, required, text
from platforms.reading.times import from_iso
from platforms.secret import MadeBy, Secret

NOUNS = {"comment": Kind.COMMENT, "discussion": Kind.POST}
VERBS = {"insert": None, "update": Kind.EDIT, "delete": Kind.DELETE}
"""What an action makes of the noun's kind; None leaves it."""


class Vanilla(Platform):
    """Connects a Vanilla forum; one endpoint is one forum, which payloads do not name."""

    name = "vanilla"
    title = "Vanilla"
    docs_url = "https://success.vanillaforums.com/kb/articles/286-webhooks"
    secrets = (
        Secret("secret", "Dashboard, Webhooks: a random text of your own in the field Secret", MadeBy.OWNER),
    )
    # SHA-1 is all that is offered; as a keyed hash it is not broken. No time is signed: x-vanilla-id repeats.
    proof = HmacProof(header="x-vanilla-signature", secret="secret", prefix="sha1=", digest="sha1")  # noqa: S106 - a name
    capabilities = frozenset({"webhook", "edits", "deletes"})
    item_scope = Scope.ACCOUNT
    person_scope = Scope.ACCOUNT
    kept_headers = ("x-vanilla-id",)
    names_account = False

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns discussions and comments with their edits and deletions, and deleted users.

        The action is a verb, or noun and verb in one word. The header with the noun is not signed: the payload's
        own key says it too.
        """
        body = read_object(delivery.body)
        verb = (text(body.get("action")) or "").rpartition("_")[2]
        payload, frame = (
            obj(body.get("payload")),
            Frame(dedupe_id=id_at(dict(delivery.headers), "x-vanilla-id")),
        )
        noun = next((name for name in (*NOUNS, "user") if obj(payload.get(name))), None)
        if noun is None or verb not in VERBS:
            return []
        thing = obj(payload.get(noun))
        if noun != "user":
            return [_read(noun, VERBS[verb], thing, frame)]
        gone = Person(required(ident(thing.get("userID"))))
        erased = frame.event(Kind.CONTROL, author=gone, signal=Signal.ERASE_PERSON)
        return [erased] if verb == "delete" else []


def _read(noun: str, verb: Kind | None, thing: Json, frame: Frame) -> Event:
    native = f"{noun}:{required(ident(thing.get(f'{noun}ID')))}"
    topic, answered = ident(thing.get("discussionID")), ident(thing.get("parentCommentID"))
    thread = f"discussion:{topic}" if topic else None
    event = frame.event(
        NOUNS[noun],
        external_id=native,
        author=frame.person(
            id_at(thing, "insertUserID", "insertUser.userID"), text_at(thing, "insertUser.name")
        ),
        title=text(thing.get("name")) if noun == "discussion" else None,
        text=read_text(thing.get("body")),
        parent_id=None if noun == "discussion" else f"comment:{answered}" if answered else thread,
        thread_id=thread,
        occurred_at=from_iso(thing.get("dateInserted")),
        permalink=text(thing.get("url")),
        media=read_files(thing.get("body"), text(thing.get("url"))),
    )
    return change(event, verb, None if verb is Kind.DELETE else from_iso(thing.get("dateUpdated")))


PLATFORM = Vanilla()
