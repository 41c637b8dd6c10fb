"""Maps what senders of one's own tell of what somebody wrote: a type says what happened to what, beside the thing
itself.

The names are those of the table in docs/decisions/0034-what-others-push-is-written-in-one-shape.md.
"""

from dataclasses import replace

from model.event import Direction, Event, Kind, Mode, Person
from platforms.frame import Frame, take_away
from platforms.reading.markup import read_text
from platforms.reading.paths import id_at, text_at
from platforms.reading.payload import Json, first, ident, obj, objects, required, text
from platforms.reading.shown import read_media, read_stars
from platforms.reading.times import from_iso

NOUNS = {
    "message": Kind.MESSAGE,
    "comment": Kind.COMMENT,
    "reply": Kind.COMMENT,
    "post": Kind.POST,
    "topic": Kind.POST,
    "mention": Kind.MENTION,
    "review": Kind.REVIEW,
    "reaction": Kind.REACTION,
}
VERBS = {"created": None, "edited": Kind.EDIT, "updated": Kind.EDIT, "deleted": Kind.DELETE}
"""What a verb makes of the noun's kind; None leaves it."""
MEMBER, MOVES = "member", {"joined": Kind.JOIN, "left": Kind.LEAVE}
"""Who comes to a group and goes: a noun with verbs of its own."""
OPENS = frozenset({Kind.POST, Kind.MENTION, Kind.REVIEW})


def split_type(written: object) -> tuple[str, str] | None:
    """Returns noun and verb, the last two words of a type; None where they are not known."""
    words = (text(written) or "").lower().split(".")
    noun, verb = words[-2:] if len(words) >= 2 else ("", "")
    known = verb in MOVES if noun == MEMBER else noun in NOUNS and verb in VERBS
    return (noun, verb) if known else None


def read_written(noun: str, verb: str, body: Json, frame: Frame, native: str | None = None) -> Event:
    """Returns what happened to the thing in `body`, which some senders put below its own name.

    `native` is its id where the thing itself has none. Raises Malformed without any.
    """
    data = obj(body.get(noun)) or body
    if noun == MEMBER:
        return _moved(MOVES[verb], data, frame)
    event = _read(NOUNS[noun], VERBS[verb], data, frame, first(id_at(data, "id", "external_id"), native))
    ours = data.get("direction") == "out"
    return replace(
        event,
        rating=read_stars(data.get("rating")) if event.kind is not Kind.DELETE else None,
        direction=Direction.OUT if ours else None,
        permalink=text(data.get("url")),
    )


def _read(kind: Kind, verb: Kind | None, data: Json, frame: Frame, known: str | None) -> Event:
    native, is_reaction = required(known), kind is Kind.REACTION
    event = frame.event(
        kind if is_reaction else verb or kind,
        external_id=native,
        author=_author(data),
        title=text(data.get("title")),
        text=_reaction(verb, data)
        if is_reaction
        else first(text(data.get("text")), read_text(data.get("html"))),
        parent_id=id_at(data, "parent", "parent_id"),
        thread_id=first(id_at(data, "thread", "thread_id"), native if kind in OPENS else None),
        mentioned=tuple(map(_person, objects(data.get("mentions")))),
        occurred_at=first(from_iso(data.get("occurred_at")), frame.sent_at, from_iso(data.get("created_at"))),
        mode=_mode(kind, data.get("visibility")),
        media=read_media(data.get("media")),
        language=text(data.get("language")),
        permalink=text(data.get("url")),
    )
    gone = verb is Kind.DELETE
    return replace(take_away(event, event.occurred_at), kind=event.kind) if gone else event


def _moved(kind: Kind, data: Json, frame: Frame) -> Event:
    """Returns who came to a group or left it; its name is the title."""
    return frame.event(
        kind,
        author=_author(data),
        thread_id=required(id_at(data, "thread", "thread_id")),
        group_name=text(data.get("title")),
        occurred_at=first(from_iso(data.get("occurred_at")), frame.sent_at, from_iso(data.get("created_at"))),
        mode=_mode(kind, data.get("visibility")),
    )


def _reaction(verb: Kind | None, data: Json) -> str | None:
    """Returns a reaction's text. One without an emoji is still one: an empty text is not a withdrawal."""
    if verb is Kind.DELETE:
        return None
    return text_at(data, "text", "emoji", "name") or ""


def _mode(kind: Kind, visibility: object) -> Mode:
    private = visibility == "private" or (kind is Kind.MESSAGE and visibility != "public")
    return Mode.PRIVATE if private else Mode.PUBLIC


def _author(data: Json) -> Person | None:
    native = id_at(data, "author.id", "author", "author_id")
    name = text_at(data, "author.name", "author.username", "author_name")
    return Person(native, name) if native or name else None


def _person(data: Json) -> Person:
    return Person(ident(data.get("id")), text(data.get("name")), text(data.get("username")))
