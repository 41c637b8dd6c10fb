"""Holds what a delivery says happened, in the trade's words and free of any platform's shape.

Times are epoch milliseconds in UTC, ids are the platform's own ("native") ids as strings, absent is None.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from model.filed import Filed
from model.told import ToldContent


class Kind(StrEnum):
    """Names the kinds of event a platform may yield; the last five never become a row of their own."""

    MESSAGE = "message"
    COMMENT = "comment"
    POST = "post"
    MENTION = "mention"
    REACTION = "reaction"
    SHARE = "share"
    REVIEW = "review"
    BACKLINK = "backlink"
    JOIN = "join"
    LEAVE = "leave"
    EDIT = "edit"
    DELETE = "delete"
    CONTROL = "control"
    IGNORE = "ignore"


class Direction(StrEnum):
    """Says who wrote it: a person (`in`), or the connected account itself (`out`)."""

    IN = "in"
    OUT = "out"


class Mode(StrEnum):
    """Names who reads along: 1/1 (`private`), 1/1/n (`public`), 1/n (`broadcast`)."""

    PRIVATE = "private"
    PUBLIC = "public"
    BROADCAST = "broadcast"


class Signal(StrEnum):
    """Says what a `control` event asks of us beyond being accepted."""

    NONE = "none"
    HANDSHAKE = "handshake"
    REVOKED = "revoked"  # tokens or installation withdrawn: stop sending, purge what the terms ask
    APP_REMOVED = "app_removed"  # `author_id` took our app away; whose account that was, if any, is not said
    NOT_CONNECTED = "not_connected"  # it is for a product or an account that this endpoint does not serve
    ERASE_PERSON = "erase_person"  # the platform says that this author's data must go
    HIDE_PERSON = "hide_person"  # … that what this author said in public is not to be shown any more
    OBJECTS = "objects"  # … that this author called what we sent unwanted: no more advertising
    PLACE = "place"  # it tells `figures` of the post `external_id`, or the name of the group `thread_id`
    NAMED = "named"  # `author` is called so: the answer to our question
    NOTED = "noted"  # `author`, one of our agents if known, noted `text` beside the conversation `thread_id`
    DESCRIBED = "described"  # a former helpdesk filed `filed` about `author`
    MOVED = (
        "moved"  # the place `former` is now `thread_id`: what is said there goes on in the same conversation
    )


TOGGLES = frozenset({Kind.REACTION, Kind.JOIN, Kind.LEAVE})
"""Kinds that are switched on and off; the latest wins."""

SILENT = frozenset({Kind.CONTROL, Kind.IGNORE})
"""Kinds that are accepted and never stored as an interaction."""


@dataclass(frozen=True, slots=True)
class Media:
    """Holds a file that belongs to an item: `type` is its MIME type where given, else the platform's word."""

    type: str | None = None
    url: str | None = None
    id: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Holds words by which a text may name somebody. `id` is native in an event, a hid in what we keep."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Holds somebody as a payload tells of them. `words` are further ones by which its text names them."""

    id: str | None = None
    name: str | None = None
    handle: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplyHandle:
    """Holds what the platform wants back with an answer (an address, a token), and until when it is good, epoch ms.

    `values` are the platform's own names and texts; they are only ever kept sealed.
    """

    values: tuple[tuple[str, str], ...]
    expires_at: int | None = None


@dataclass(frozen=True, slots=True)
class FormerPlace:
    """Says where people spoke before a place got another id; `scope` as in `Event`."""

    id: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Holds a platform's own absolute figures of a post or a group, as far as a payload tells them."""

    views: int | None = None
    reactions: int | None = None
    comments: int | None = None
    shares: int | None = None
    members: int | None = None


@dataclass(frozen=True, slots=True)
class Event(ToldContent):
    """Holds one thing that happened, as a platform's `parse` yields it."""

    kind: Kind
    account_id: str | None = None
    """Native id of the connected account (a Page, a bot, a workspace) the payload is addressed to."""
    external_id: str | None = None
    """Native id of the *content*: for edits and deletes that of the original. None where it has none."""
    scope: str = ""
    """The id space `external_id`, `parent_id` and `thread_id` are unique in; empty where ids are global."""
    person_scope: str = ""
    """The id space people's ids are unique in (a workspace, a site); empty where ids are global."""
    dedupe_id: str | None = None
    author: Person | None = None
    parent_id: str | None = None
    thread_id: str | None = None
    conversation_id: str | None = None
    """Native id of the conversation's root where it is not `thread_id` (a comment under a post).

    A share opens a conversation only by naming itself here: where the sharer wrote words of their own.
    """
    rooted: bool = False
    """Whether a private conversation has the name that it would have in public: that of the item it began with."""
    whole: Kind | None = None
    """Of an edit that shows the whole item: what that is, so that it is whole without its creation."""
    created_at: int | None = None
    """When the item that such an edit shows was written."""
    still_open: bool = False
    """Of imported history: whether its conversation still waited for somebody where it comes from."""
    filed: Filed | None = None
    """Of imported history: what was filed about its conversation, or with the signal `DESCRIBED` about a person."""
    customer_id: str | None = None
    """The other person in a private thread, also when we wrote; None where it is the author."""
    answered: Person | None = None
    """Whom this item answers, where the payload says so; may be ourselves."""
    mentioned: tuple[Person, ...] = ()
    """Whom it tags; may be ourselves. Their words may stand in the text."""
    occurred_at: int | None = None
    changed_at: int | None = None
    """When this *version* came about, where that differs from `occurred_at` (some edits carry both)."""
    direction: Direction | None = None
    """None leaves it open: then it is out when one of ourselves is the author."""
    mode: Mode = Mode.PUBLIC
    media: tuple[Media, ...] = ()
    restores: bool = False
    """True when the platform says that removed content came back; only this lifts a deletion."""
    language: str | None = None
    """BCP 47 language as the platform gives it."""
    signal: Signal = Signal.NONE
    uncovered: bool = False
    """True where that which makes it destructive stands outside of what the sender signed: a person confirms it."""
    unproved: bool = False
    """True of what nobody signed, and a page elsewhere has to prove: until that was fetched nothing is made of it."""
    former: FormerPlace | None = None
    """With the signal `MOVED`: which place `thread_id` was before."""
    permalink: str | None = None
    """Where the platform shows it, as far as the payload tells; `Platform.link_item` makes it of ids."""
    reply_handle: ReplyHandle | None = None
    """What an answer to it has to bring along."""
    figures: Figures | None = None
    """How often the platform counts that the item was seen, liked, answered and shared at `changed_at`, else then."""
    group_name: str | None = None
    """How the group is called in which somebody joined, or with the signal `PLACE` the one that `thread_id` is."""

    @property
    def withdrawn(self) -> bool:
        """Returns whether a toggle was switched off."""
        return self.kind is Kind.LEAVE or (self.kind is Kind.REACTION and self.text is None)

    @property
    def author_id(self) -> str | None:
        """Returns the author's native id."""
        return self.author.id if self.author else None

    @property
    def author_name(self) -> str | None:
        """Returns the author's name."""
        return self.author.name if self.author else None

    @property
    def author_handle(self) -> str | None:
        """Returns the author's handle."""
        return self.author.handle if self.author else None

    @property
    def answered_id(self) -> str | None:
        """Returns the native id of whom this item answers."""
        return self.answered.id if self.answered else None

    @property
    def mentioned_ids(self) -> tuple[str, ...]:
        """Returns native ids of the people tagged, each once."""
        return tuple(dict.fromkeys(each.id for each in self.mentioned if each.id is not None))

    @property
    def named(self) -> tuple[Named, ...]:
        """Returns words by which the payload calls whoever is tagged or answered; their ids are words anyway."""
        words: dict[str, dict[str, None]] = {}
        for each in (*self.mentioned, *([self.answered] if self.answered else [])):
            if each.id is not None:
                told = (each.name, each.handle, *each.words)
                words.setdefault(each.id, {}).update(dict.fromkeys(word for word in told if word))
        return tuple(Named(native, tuple(found)) for native, found in words.items() if found)

    def settled(self, own: Iterable[str]) -> "Event":
        """Returns the event without ourselves among the people, and with its direction.

        `own` are the native ids of the connected accounts; the account the payload names is one of them.
        """
        ours = {*own, self.account_id}
        direction = self.direction or (Direction.OUT if self.author_id in ours - {None} else Direction.IN)
        answered = None if self.answered_id in ours else self.answered
        others = tuple(each for each in self.mentioned if each.id not in ours)
        return replace(self, direction=direction, answered=answered, mentioned=others)
