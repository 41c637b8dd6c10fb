"""Copies for a person what they wrote, what we answered, the files that belong to it, and where it was said."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, TypedDict

from model import policy
from model.fields import copy_fields
from model.interaction import Interaction
from model.moments import IsoTime, iso
from model.redaction import redacted
from platforms.links import link_unless_named
from store.forgetting.erasing.leaver import Leaver
from store.stores import Stores


class CopiedLabels(TypedDict):
    """Shows what was derived from an interaction."""

    sentiment: str
    score: float
    language: str | None
    intent: list[str]
    urgency: float
    reasons: list[str]
    offensive: float
    engine: str
    corrected_at: IsoTime
    rating: int | None


class InteractionSetting(TypedDict):
    """Shows what the copy tells of an interaction beside the fields that `model.fields` declares."""

    id: str
    under: str | None
    kept_until: IsoTime
    labels: CopiedLabels | None


class CopiedMedia(TypedDict):
    """Shows a file that belongs to an interaction."""

    interaction: str
    type: str | None
    address: str | None
    id: str | None
    name: str | None


class CopiedConversation(TypedDict):
    """Shows a conversation in which the person wrote, or was written to."""

    id: str
    platform: str
    account: str
    mode: str
    status: str
    priority: int
    reasons: list[str]
    tags: list[str]
    answered_by: Annotated[str, {"description": "Who answers there: bot, human, or handover_requested."}]
    first_at: IsoTime
    last_at: IsoTime
    last_from_you_at: IsoTime
    last_from_us_at: IsoTime
    waiting_since: IsoTime
    closed_at: IsoTime
    surveyed_at: IsoTime


def copy_interaction(stores: Stores, who: Leaver, item: Interaction) -> dict[str, Any]:
    """Returns what the copy says of an interaction, without the names of other people."""
    called = stores.profiles.list_names(who.brand, sorted(item.people - {who.person}))
    others = [name for names in called.values() for name in names]
    setting: InteractionSetting = {
        "id": item.id,
        "under": item.under,
        "kept_until": iso(policy.expires_at(item.platform, item.received_at) * 1000),
        "labels": _copy_labels(item),
    }
    cleaned = replace(item, content=item.content and redacted(item.content, others))
    return copy_fields(cleaned) | {"permalink": link_unless_named(item, others)} | setting


def copy_media(item: Interaction) -> list[CopiedMedia]:
    """Returns the files that belong to an interaction."""
    return [
        {"interaction": item.id, "type": each.type, "address": each.url, "id": each.id, "name": each.name}
        for each in (item.content.media if item.content else ())
    ]


def copy_conversations(stores: Stores, who: Leaver, items: Sequence[Interaction]) -> list[CopiedConversation]:
    """Returns the conversations of these interactions, and the person's private threads."""
    wanted = {item.conversation for item in items if item.conversation is not None}
    wanted |= set(stores.conversations.list_private_threads(who.brand, who.person))
    heads = stores.conversations.read_conversations(who.brand, sorted(wanted)) if wanted else {}
    return [
        {
            "id": head.id,
            "platform": head.platform,
            "account": head.account,
            "mode": head.mode.value,
            "status": head.status.value,
            "priority": head.priority,
            "reasons": list(head.reasons),
            "tags": list(head.tags),
            "answered_by": head.handover.handler.value,
            "first_at": iso(head.first_at),
            "last_at": iso(head.last_at),
            "last_from_you_at": iso(head.last_in_at),
            "last_from_us_at": iso(head.last_out_at),
            "waiting_since": iso(head.waiting_since),
            "closed_at": iso(head.closed_at),
            "surveyed_at": iso(head.surveyed_at),
        }
        for head in heads.values()
    ]


def _copy_labels(item: Interaction) -> CopiedLabels | None:
    """Returns what was derived, without places in the text: they are of it before names were taken out."""
    labels = item.labels
    if labels is None:
        return None
    return {
        "sentiment": labels.sentiment,
        "score": labels.score,
        "language": labels.language,
        "intent": list(labels.intent),
        "urgency": labels.urgency,
        "reasons": list(labels.reasons),
        "offensive": labels.offensive,
        "engine": labels.engine,
        "rating": labels.rating or None,
        "corrected_at": iso(labels.correction.at) if labels.correction else None,
    }
