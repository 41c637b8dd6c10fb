"""Declares each field of an interaction once: clear or sealed, how versions fold, where it is shown and exported, why.

The row (`store.interactions.mapping`), the fold (`model.fold`), the class of items that an erasure goes by
(`privacy.item_classes`), the copy for the person and its schema read it; a test holds the answers of the API against
it. A new text in the clear is declared here, in `model.interaction` and, if agents see it, in its shape; one of the
content that events tell here, in `model.told` and in the shape. What is not `plain` is an attribute of its row too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from model.event import Direction, Kind, Mode
from model.moments import IsoTime, iso

Fold = Callable[[Any, Any], Any]

# The same item may arrive under two names (Slack sends `app_mention` and `message` for one ts).
PRECEDENCE = (
    Kind.MENTION,
    Kind.REVIEW,
    Kind.COMMENT,
    Kind.SHARE,
    Kind.MESSAGE,
    Kind.POST,
    Kind.BACKLINK,
    Kind.REACTION,
    Kind.JOIN,
)


def fill_once(known: Any, new: Any) -> Any:
    """Returns what was known first."""
    return known or new


def take_earliest(known: int | None, new: int | None) -> int | None:
    """Returns the earlier of two times, of which either may be unknown."""
    return min((time for time in (known, new) if time is not None), default=None)


def unite(known: frozenset[str], new: frozenset[str]) -> frozenset[str]:
    """Returns all of both."""
    return known | new


def choose_kind(known: Kind | None, new: Kind | None) -> Kind | None:
    """Returns the kind that says more."""
    return min((kind for kind in (known, new) if kind is not None), key=PRECEDENCE.index, default=None)


def _as_is(value: Any) -> Any:
    return value


def _or_none(value: Any) -> Any:
    return value or None


def _text(value: Any) -> str:
    return value or ""


def _set(value: Any) -> set[str] | None:
    return set(value) or None


def _names(value: Any) -> frozenset[str]:
    return frozenset(value or ())


def _value(value: Any) -> str | None:
    return value.value if value else None


def _kind(value: str | None) -> Kind | None:
    return Kind(value) if value else None


def _time(value: Any) -> int | None:
    return None if value is None else int(value)


@dataclass(frozen=True, slots=True)
class Field:
    """Declares a field of `Interaction` or of its content.

    `fold` is None where `model.fold` decides it together with others. `exported` names it in the copy for the person;
    without, `reason` says why it is withheld. The copy has it as a `copied`, which `copy` takes from an interaction, or
    as the attribute of its name. `shown` names it in what agents see. `told` fields are texts and numbers that an event
    and the content have by the same name: each goes from one to the other, to the row, to agents and to the copy as it
    is. `plain` fields are texts in the clear, or None, of which the row has an attribute by this declaration; where
    code asks a row for one by name, the row says it itself.
    """

    name: str
    sealed: bool = False
    told: bool = False
    plain: bool = False
    fold: Fold | None = None
    write: Callable[[Any], Any] = _as_is
    read: Callable[[Any], Any] = _as_is
    shown: str = ""
    exported: str = ""
    copied: Any = str | None
    copy: Callable[[Any], Any] | None = None
    reason: str = ""

    def read_copy(self, item: Any) -> Any:
        """Returns what the copy for the person says of this field of an interaction."""
        if self.copy is not None:
            return self.copy(item)
        holder = item.content if self.told else item
        return None if holder is None else getattr(holder, self.name)


ORDER = "our own book-keeping: which version came first and what was counted when"
INDEX = "repeats other fields in the order of an index"
KEY = "a key of ours, opaque, and of no use outside this store"

FIELDS = (
    Field("platform", shown="platform", exported="platform", copied=str),
    Field("account", shown="account_id", exported="account", copied=str),
    Field(
        "kind", fold=choose_kind, write=_value, read=_kind, shown="kind",
        exported="kind", copied=str, copy=lambda item: item.shown_kind.value,
    ),
    Field("mode", write=_value, read=Mode, shown="mode", exported="mode", copied=Mode),
    Field(
        "direction", write=_value, read=Direction, shown="direction",
        exported="from", copied=Literal["you", "us"],
        copy=lambda item: "you" if item.direction is Direction.IN else "us",
    ),
    Field("author", fold=fill_once, shown="author", reason="the person themselves, or nobody where we wrote"),
    Field("customer", fold=fill_once, reason="the person themselves"),
    Field("answered", fold=fill_once, reason="somebody else's id, or the person themselves"),
    Field("conversation", fold=fill_once, shown="conversation_id", exported="conversation"),
    Field("people", fold=unite, write=_set, read=_names, reason="other people's ids"),
    Field(
        "created_at", fold=take_earliest, read=_time, shown="occurred_at",
        exported="written_at", copied=IsoTime, copy=lambda item: iso(item.occurred_at),
    ),
    Field(
        "seen_at", fold=take_earliest, read=_time,
        exported="first_seen_at", copied=IsoTime, copy=lambda item: iso(item.seen_at),
    ),
    Field(
        "received_at", fold=take_earliest, read=_time,
        exported="received_at", copied=IsoTime, copy=lambda item: iso(item.received_at),
    ),
    Field("language", plain=True, fold=fill_once, shown="language", exported="language"),
    Field(
        "term", plain=True, fold=fill_once, shown="term_id",
        reason="what a brand looked for, not what somebody wrote",
    ),
    Field("content_order", write=_or_none, read=_text, reason=ORDER),
    Field(
        "deleted_order", fold=max, write=_or_none, read=_text, shown="deleted",
        exported="deleted", copied=bool, copy=lambda item: item.deleted,
    ),
    Field("restored_order", fold=max, write=_or_none, read=_text, reason=ORDER),
    Field("text", sealed=True, told=True, shown="text", exported="text"),
    Field("title", sealed=True, told=True, shown="title", exported="title"),
    Field("rating", sealed=True, told=True, shown="rating", exported="rating", copied=int | None),
    Field(
        "external_id", sealed=True, shown="native_id",
        exported="native_id", copy=lambda item: item.natives.external_id,
    ),
    Field(
        "permalink", sealed=True, shown="permalink",
        exported="permalink", copy=lambda item: item.natives.permalink,
    ),
)  # fmt: skip

CLEAR = tuple(field for field in FIELDS if not field.sealed)
"""The fields that have an attribute of their own name in the row."""

PLAIN = tuple(field.name for field in CLEAR if field.plain)
"""The names of the fields that a row has as they are."""

TOLD = tuple(field for field in FIELDS if field.told)
"""The fields of the content that nothing but their declaration is known of."""

BY_RULE: tuple[tuple[str, Fold], ...] = tuple(
    (field.name, field.fold) for field in FIELDS if field.fold is not None
)
"""The fields whose versions fold one by one."""

ROW_EXPORTED = frozenset({"sealed", "labels", "expires_at", "thread_pk"})
"""Attributes of the row beside the fields that a copy for the person is made of."""

ROW_WITHHELD = {
    "hidden_at": "what we did with it at its platform",
    "pk": KEY,
    "rev": ORDER,
    "label_of": ORDER,
    "counted_by": ORDER,
    "counted_as": "totals that name nobody; the labels it was made of are exported",
    "counts_as": "as counted_as",
    "kept_at": "where the whole of a long text is kept; the copy has it",
    "thread_sk": INDEX,
    "person_pk": INDEX,
    "person_sk": INDEX,
    "expiry_pk": INDEX,
    "expiry_sk": INDEX,
    "due_at": "exists under a legal hold only, under which no copy is made",
    "hold": "as due_at",
}
"""The others, each with the reason why not."""


def copy_fields(item: Any) -> dict[str, Any]:
    """Returns what the copy for the person says of the declared fields of an interaction."""
    return {field.exported: field.read_copy(item) for field in FIELDS if field.exported}


def list_exported() -> frozenset[str]:
    """Returns the attributes of an interaction's row that a copy for the person is made of."""
    return ROW_EXPORTED | {field.name for field in CLEAR if field.exported}


def list_withheld() -> dict[str, str]:
    """Returns all other attributes of the row, each with its reason."""
    return {field.name: field.reason for field in CLEAR if not field.exported} | ROW_WITHHELD
