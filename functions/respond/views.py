"""What agents are shown: plain JSON of conversations, interactions and people. Never native ids or raw payloads."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from model.conversation import HIGH, LOW, NORMAL, URGENT, Conversation
from model.echo import Echo
from model.event import Direction
from model.interaction import Interaction, Labels

SNIPPET = 160
SNOOZED_TILL_NOW = "its snooze is over"
PRIORITIES = {LOW: "low", NORMAL: "normal", HIGH: "high", URGENT: "urgent"}

View = dict[str, Any]
Profiles = Mapping[str, Mapping[str, Any]]
"""`{name, handle}` by person, as far as they may still be read."""


def iso(epoch_ms: int | None) -> str | None:
    """UTC, to the millisecond; None for never."""
    if not epoch_ms:
        return None
    moment = datetime.fromtimestamp(epoch_ms / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def person(person_id: str | None, profiles: Profiles) -> View | None:
    """Somebody by id and name."""
    if person_id is None:
        return None
    known = profiles.get(person_id, {})
    return {"id": person_id, "name": known.get("name"), "handle": known.get("handle")}


def conversation(head: Conversation, last: Interaction | None, profiles: Profiles) -> View:
    """A conversation with the beginning of its last interaction."""
    return {
        "id": head.id,
        "platform": head.platform,
        "account_id": head.account,
        "mode": head.mode,
        "status": head.status,
        "priority": head.priority,
        "priority_name": PRIORITIES[head.priority],
        "reasons": [*head.reasons, *([SNOOZED_TILL_NOW] if head.woken else [])],
        "assignee": head.assignee,
        "customer": person(head.customer, profiles),
        "waiting": head.last_in_at > head.last_out_at,
        "last_interaction": None if last is None else last_interaction(last, profiles),
        "first_at": iso(head.first_at),
        "last_at": iso(head.last_at),
        "last_in_at": iso(head.last_in_at),
        "last_out_at": iso(head.last_out_at),
        "waiting_since": iso(head.waiting_since),
        "snoozed_until": iso(head.wakes_at),
        "closed_at": iso(head.closed_at),
    }


def last_interaction(item: Interaction, profiles: Profiles) -> View:
    """What the inbox shows of a conversation's last interaction."""
    return {
        "id": item.id,
        "kind": item.shown_kind,
        "direction": item.direction,
        "author": _author(item, profiles),
        "occurred_at": iso(item.occurred_at),
        "snippet": _snippet(item),
        "language": _language(item),
        "sentiment": _sentiment(item),
        "deleted": item.deleted,
        "unreadable": item.unreadable,
    }


def interaction(item: Interaction, profiles: Profiles, echo: Echo) -> View:
    """One interaction in full, with what others made of it."""
    content = item.shown
    return {
        "id": item.id,
        "conversation_id": item.conversation,
        "platform": item.platform,
        "account_id": item.account,
        "kind": item.shown_kind,
        "mode": item.mode,
        "direction": item.direction,
        "author": _author(item, profiles),
        "occurred_at": iso(item.occurred_at),
        "title": content.title if content else None,
        "text": content.text if content else None,
        "rating": content.rating if content else None,
        "media": [{"type": m.type, "url": m.url, "name": m.name} for m in content.media] if content else [],
        "language": _language(item),
        "sentiment": _sentiment(item),
        "deleted": item.deleted,
        "unreadable": item.unreadable,
        "reactions": echo.reactions,
        "shares": echo.shares,
        "reactions_more": echo.more,
    }


def _author(item: Interaction, profiles: Profiles) -> View | None:
    """The person who wrote it; None for ourselves, which `direction` says."""
    return person(item.author, profiles) if item.direction is Direction.IN else None


def _snippet(item: Interaction) -> str | None:
    if item.shown is None:
        return None
    words = " ".join((item.shown.text or item.shown.title or "").split())
    return words if len(words) <= SNIPPET else words[: SNIPPET - 1].rstrip() + "…"


def _current(item: Interaction) -> Labels | None:
    """Labels of what it says now; those of a version before an edit would mislead."""
    return item.labels if item.labels is not None and item.labels.of == item.content_order else None


def _language(item: Interaction) -> str | None:
    labels = _current(item)
    return labels.language if labels is not None and labels.language else item.language


def _sentiment(item: Interaction) -> View | None:
    """What the engine made of it; None until it has looked."""
    labels = _current(item)
    if labels is None or item.deleted:
        return None
    return {
        "label": labels.sentiment,
        "score": labels.score,
        "intent": list(labels.intent),
        "methods": dict(zip(labels.intent, labels.methods, strict=False)),
        "urgency": labels.urgency,
        "reasons": list(labels.reasons),
        "offensive": labels.offensive,
        "words": _words(item, labels),
        "engine": labels.engine or None,
        "correction": _correction(labels),
    }


def _words(item: Interaction, labels: Labels) -> list[View]:
    """The words that moved the sentiment, read from the text itself: strongest first, weight as in `score`."""
    text = (item.content.text if item.content else None) or ""
    return [
        {"word": text[start : start + length], "weight": weight / 100}
        for start, length, weight in labels.spans
    ]


def _correction(labels: Labels) -> View | None:
    """Who says so instead of the engine, and what that had said."""
    said = labels.correction
    if said is None:
        return None
    return {
        "by": said.by,
        "at": iso(said.at),
        "fields": [name for name in ("sentiment", "intent") if getattr(said, name) is not None],
        "engine_label": said.was_sentiment,
        "engine_intent": list(said.was_intent),
        "engine_score": said.was_score,
    }
