"""An interaction as we keep it: a header in the clear, and content that is only ever stored sealed."""

from dataclasses import dataclass, field, replace
from typing import Any

from model.event import Direction, Kind, Media, Mode, Named, ReplyHandle
from model.fields import TOLD
from model.told import ToldContent

ASIDE = frozenset({Kind.REACTION, Kind.SHARE, Kind.JOIN})
"""Kinds that are listed apart, unless they have words of their own and so a conversation: a share that quotes."""

Order = str
"""Sorts versions: source time (13 digits, ms), rank of the verb, opaque event id. Empty sorts first."""


@dataclass(frozen=True, slots=True)
class Content(ToldContent):
    """Holds what was written. Personal: lives in the sealed attribute only."""

    media: tuple[Media, ...] = ()
    named: tuple[Named, ...] = ()
    """Who else is named in it by which words, as `model.naming.find_named` finds them."""
    kept_at: str | None = None
    """Where all of it is kept, when this is only a part (`model.long_content`)."""

    def to_record(self) -> dict[str, Any]:
        """Returns the fields that are set, as JSON values."""
        record: dict[str, Any] = {field.name: getattr(self, field.name) for field in TOLD}
        record["kept_at"] = self.kept_at
        if self.media:
            record["media"] = [[m.type, m.url, m.id, m.name] for m in self.media]
        if self.named:
            record["named"] = [[each.id, list(each.words)] for each in self.named]
        return {name: value for name, value in record.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Natives:
    """Holds the platform's own ids of an item and of the people around it. Personal: sealed."""

    account_id: str | None = None
    external_id: str | None = None
    parent_id: str | None = None
    thread_id: str | None = None
    author_id: str | None = None
    customer_id: str | None = None
    answered_id: str | None = None
    permalink: str | None = None

    def to_record(self) -> dict[str, str]:
        """Returns the ids that are set."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in values.items() if value is not None}


Span = tuple[int, int, int]
"""A word that moved the sentiment: where it begins in the text, its length, and by how many hundredths."""

CERTAIN_SCORES = {"negative": -1.0, "neutral": 0.0, "positive": 1.0, "unknown": 0.0}
"""The score of a sentiment that a person chose."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Holds what an agent said instead of the engine; it stands whatever is analysed later. `at` is epoch ms.

    `sentiment` and `intent` are None where the engine's word stands; `was_…` is what `engine` had said, as far as kept.
    """

    by: str
    at: int
    sentiment: str | None = None
    intent: tuple[str, ...] | None = None
    was_sentiment: str = "unknown"
    was_intent: tuple[str, ...] = ()
    engine: str = ""
    was_score: float | None = None


@dataclass(frozen=True, slots=True)
class Labels:
    """Holds what `segment/sentiment` made of a text, and an agent after it. `of` is the content version it looked at.

    `methods` says where each intent comes from (`model`, `rule`, `agent`). `spans` are places of the words behind it.
    """

    of: Order
    sentiment: str = "unknown"
    score: float = 0.0
    language: str | None = None
    intent: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    urgency: float = 0.0
    reasons: tuple[str, ...] = ()
    offensive: float = 0.0
    spans: tuple[Span, ...] = ()
    engine: str = ""
    correction: Correction | None = None
    rating: int = 0  # how content its author says to be who was asked it, 1 to 5; 0 for no answer to that

    @property
    def first_said(self) -> tuple[str, tuple[str, ...]]:
        """Returns sentiment and intents of the engine, whatever an agent said since."""
        if self.correction is None:
            return self.sentiment, self.intent
        return self.correction.was_sentiment, self.correction.was_intent

    @property
    def first_score(self) -> float | None:
        """Returns the engine's score, whatever an agent said since."""
        return self.score if self.correction is None else self.correction.was_score


def account_owner(account: str) -> str:
    """Returns the owner whose key seals what is an account's own."""
    return f"account.{account}"


def correct_labels(
    labels: Labels, by: str, at: int, sentiment: str | None = None, intent: tuple[str, ...] | None = None
) -> Labels:
    """Returns `labels` with what an agent says; what they leave out stays as it is, also from an earlier correction."""
    known = labels.correction
    if known is not None:
        sentiment = sentiment or known.sentiment
        intent = known.intent if intent is None else intent
    engine = labels.engine if known is None else known.engine
    said = Correction(by, at, sentiment, intent, *labels.first_said, engine, labels.first_score)
    return keep_correction(labels, said)


def keep_correction(labels: Labels, correction: Correction) -> Labels:
    """Returns new labels of the engine under what an agent said before; the score follows the agent's sentiment."""
    intent = labels.intent if correction.intent is None else correction.intent
    return replace(
        labels,
        sentiment=correction.sentiment or labels.sentiment,
        score=_corrected_score(labels, correction),
        intent=intent,
        methods=labels.methods if correction.intent is None else ("agent",) * len(intent),
        correction=correction,
    )


def _corrected_score(labels: Labels, correction: Correction) -> float:
    """Returns the score known for the agent's sentiment, else that of somebody who is certain."""
    if correction.sentiment in (None, labels.sentiment):
        return labels.score
    if correction.sentiment == correction.was_sentiment and correction.was_score is not None:
        return correction.was_score
    return CERTAIN_SCORES.get(correction.sentiment or "", 0.0)


@dataclass(frozen=True, slots=True)
class Interaction:
    """Holds one thing a person did, folded from every event about it.

    `id`, `author`, `owner`, `conversation`, `under` and `people` are opaque hids. Times are epoch ms.
    """

    id: str
    brand: str
    platform: str
    account: str
    kind: Kind | None = None
    """None until its creation is seen: an edit or a deletion came first."""
    mode: Mode = Mode.PUBLIC
    direction: Direction = Direction.IN
    author: str | None = None
    customer: str | None = None
    answered: str | None = None
    conversation: str | None = None
    under: str | None = None
    """What it is listed under: its conversation, or the post for a top-level comment."""
    people: frozenset[str] = frozenset()
    """Who is tagged or answered in it."""
    created_at: int | None = None
    seen_at: int = 0
    """The earliest time any event about it carries or, without one, was received."""
    received_at: int = 0
    language: str | None = None
    term: str | None = None
    content: Content | None = None
    natives: Natives = field(default_factory=Natives)
    reply_handle: ReplyHandle | None = None
    content_order: Order = ""
    deleted_order: Order = ""
    restored_order: Order = ""
    labels: Labels | None = None
    hidden: bool = False  # at its platform, by us
    unreadable: bool = False
    """Its row is damaged, or of a newer version: this is only what stands in the clear."""

    @property
    def occurred_at(self) -> int:
        """Returns the epoch ms of its creation, as far as is known."""
        return self.seen_at if self.created_at is None else self.created_at

    @property
    def deleted(self) -> bool:
        """Tells whether it was removed (or, for a toggle, switched off)."""
        return self.deleted_order > self.restored_order

    @property
    def shown(self) -> Content | None:
        """Returns the content to show: none while it is deleted."""
        return None if self.deleted else self.content

    @property
    def owner(self) -> str:
        """Returns whose key seals it: the author, a private thread's customer, the person answered, the account."""
        if self.direction is Direction.IN:
            person = self.author
        else:
            person = self.customer if self.mode is Mode.PRIVATE else self.answered
        return person or self.account_owner

    @property
    def account_owner(self) -> str:
        """Returns whose key seals what is nobody's but ours."""
        return account_owner(self.account)

    @property
    def listed_apart(self) -> bool:
        """Tells whether it is listed apart from what people write: nobody reads a thousand likes for one question."""
        return self.kind in ASIDE and self.conversation is None

    @property
    def shown_kind(self) -> Kind:
        """Returns its kind, or the likeliest one while only an edit or deletion is known."""
        likeliest = Kind.COMMENT if self.natives.parent_id else Kind.POST
        return self.kind or (Kind.MESSAGE if self.mode is Mode.PRIVATE else likeliest)

    @property
    def version(self) -> Order:
        """Returns what labels have to be of: content, its deletion, or an edit that is known before what it edits."""
        return self.deleted_order if self.deleted else self.content_order + ("" if self.kind else "?")

    @property
    def labels_stand(self) -> bool:
        """Tells whether its labels are of what it says now."""
        return self.labels is not None and not self.deleted and self.labels.of == self.version

    @property
    def wants_label(self) -> bool:
        """Tells whether nobody analysed it since its last change; a deletion alone waits for what it deletes."""
        if self.labels is None:
            return self.kind is not None or not self.deleted
        return self.labels.of != self.version
