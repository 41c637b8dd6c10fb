"""Every route as data: what answers it, which filters and fields it takes. `respond.access` says who may."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from respond.call import HID, PAGING, Call, Reply
from respond.fields import Fields
from respond.routes import (
    accounts,
    alerts,
    brand,
    contact_edits,
    contacts,
    conversations,
    corrections,
    health,
    holds,
    insights,
    interactions,
    privacy_tasks,
    segment_preview,
    segments,
    topics,
)


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one path. An `{id}` of another shape than `ids` is that of nothing.

    `costly`: work that goes on behind it, or more than a page; fewer of these are let through in a minute.
    """

    method: str
    path: str
    answer: Callable[[Call], Reply]
    query: Fields = field(default_factory=dict)
    body: Fields | None = None
    ids: str = HID
    costly: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """How `respond.access` names it."""
        return self.method, self.path

    def knows(self, path_parameters: Mapping[str, str]) -> bool:
        """Whether the ids in the path can be ids at all."""
        return all(re.fullmatch(self.ids, value) for value in path_parameters.values())


ROUTES = (
    Route("GET", "/conversations", conversations.listed, conversations.FILTERS),
    Route("GET", "/conversations/{id}", conversations.one),
    Route("PATCH", "/conversations/{id}", conversations.change, body=conversations.CHANGES),
    Route("GET", "/conversations/{id}/interactions", conversations.interactions, PAGING),
    Route("GET", "/interactions/{id}", interactions.one),
    Route("PATCH", "/interactions/{id}", interactions.correct, body=interactions.CORRECTIONS),
    Route("GET", "/corrections", corrections.listed, corrections.FILTERS, costly=True),
    Route("GET", "/contacts/{id}", contacts.one),
    Route("PATCH", "/contacts/{id}", contact_edits.change, body=contact_edits.CHANGES),
    Route("GET", "/contacts/{id}/history", contacts.history, contacts.HISTORY),
    Route("GET", "/contacts/{id}/timeline", contacts.entries, contacts.FILTERS),
    Route("GET", "/segments", segments.listed, segments.FILTERS),
    Route("POST", "/segments", segments.add, body=segments.BODY, costly=True),
    Route("POST", "/segments/preview", segment_preview.preview, body=segment_preview.BODY, costly=True),
    Route("GET", "/segments/{id}", segments.one, ids=segments.SLUG),
    Route("PATCH", "/segments/{id}", segments.change, body=segments.CHANGES, ids=segments.SLUG, costly=True),
    Route("DELETE", "/segments/{id}", segments.end, ids=segments.SLUG, costly=True),
    Route("GET", "/segments/{id}/members", segments.members, segments.FILTERS, ids=segments.SLUG),
    Route("GET", "/holds", holds.listed),
    Route("POST", "/holds", holds.add, body=holds.BODY, costly=True),
    Route("POST", "/holds/{id}/consent", holds.agree),
    Route("DELETE", "/holds/{id}", holds.end),
    Route("GET", "/accounts", accounts.listed, accounts.FILTERS),
    Route("POST", "/accounts", accounts.add, body=accounts.BODY, costly=True),
    Route("POST", "/privacy-tasks", privacy_tasks.add, body=privacy_tasks.BODY, costly=True),
    Route("GET", "/privacy-tasks/{id}", privacy_tasks.one),
    Route("GET", "/privacy-tasks", privacy_tasks.list_waiting, privacy_tasks.FILTERS),
    Route("POST", "/privacy-tasks/{id}/approval", privacy_tasks.approve),
    Route("POST", "/privacy-tasks/{id}/refusal", privacy_tasks.refuse),
    Route("POST", "/privacy-tasks/{id}/extension", privacy_tasks.extend),
    Route("GET", "/insights/volume", insights.volume, insights.VOLUME),
    Route("GET", "/insights/sentiment", insights.sentiment, insights.SENTIMENT),
    Route("GET", "/insights/response-times", insights.response_times, insights.RESPONSE_TIMES),
    Route("GET", "/insights/topics", topics.listed, topics.FILTERS),
    Route("GET", "/alerts", alerts.listed, alerts.FILTERS),
    Route("GET", "/settings", brand.shown),
    Route("PUT", "/settings", brand.keep, body=brand.SETTINGS),
    Route("GET", "/health", health.shown),
)
