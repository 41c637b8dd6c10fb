"""Who may do what, as data: one row a route. A route without a row is closed to everybody."""

from collections.abc import Iterable
from dataclasses import dataclass

AGENT, SUPERVISOR, ADMIN, DPO, SERVICE = "agent", "supervisor", "admin", "dpo", "service"
ROLES = frozenset({AGENT, SUPERVISOR, ADMIN, DPO, SERVICE})

DESK = frozenset({AGENT, SUPERVISOR, ADMIN, SERVICE})
"""Those who answer people. The data protection officer looks at contacts and why they are in a segment."""
LEADS = frozenset({SUPERVISOR, ADMIN})
HOLDERS = frozenset({SUPERVISOR, DPO})


@dataclass(frozen=True, slots=True)
class Access:
    """The roles that may call a route, and the scope their token needs; `public` needs neither."""

    roles: frozenset[str]
    scope: str = ""
    public: bool = False


PUBLIC = Access(frozenset(), public=True)

ACCESS: dict[tuple[str, str], Access] = {
    ("GET", "/conversations"): Access(DESK, "conversations:read"),
    ("GET", "/conversations/{id}"): Access(DESK, "conversations:read"),
    ("PATCH", "/conversations/{id}"): Access(DESK, "conversations:write"),
    ("GET", "/conversations/{id}/interactions"): Access(DESK, "conversations:read"),
    ("GET", "/interactions/{id}"): Access(DESK, "conversations:read"),
    ("PATCH", "/interactions/{id}"): Access(DESK, "interactions:write"),
    ("GET", "/corrections"): Access(LEADS, "corrections:read"),
    ("GET", "/contacts/{id}"): Access(ROLES, "contacts:read"),
    ("PATCH", "/contacts/{id}"): Access(DESK, "contacts:write"),
    ("GET", "/contacts/{id}/history"): Access(ROLES, "contacts:read"),
    ("GET", "/contacts/{id}/timeline"): Access(ROLES, "contacts:read"),
    ("GET", "/segments"): Access(ROLES, "segments:read"),
    ("POST", "/segments"): Access(LEADS, "segments:write"),
    ("POST", "/segments/preview"): Access(LEADS, "segments:write"),
    ("GET", "/segments/{id}"): Access(ROLES, "segments:read"),
    ("PATCH", "/segments/{id}"): Access(LEADS, "segments:write"),
    ("DELETE", "/segments/{id}"): Access(LEADS, "segments:write"),
    ("GET", "/segments/{id}/members"): Access(ROLES, "contacts:read"),
    ("GET", "/accounts"): Access(DESK, "accounts:read"),
    ("POST", "/accounts"): Access(frozenset({ADMIN}), "accounts:write"),
    ("POST", "/privacy-tasks"): Access(frozenset({DPO}), "privacy:write"),
    ("GET", "/privacy-tasks/{id}"): Access(LEADS | {DPO}, "privacy:read"),
    ("GET", "/privacy-tasks"): Access(LEADS | {DPO}, "privacy:read"),
    ("POST", "/privacy-tasks/{id}/refusal"): Access(LEADS | {DPO}, "privacy:approve"),
    ("POST", "/privacy-tasks/{id}/approval"): Access(LEADS | {DPO}, "privacy:approve"),
    ("POST", "/privacy-tasks/{id}/extension"): Access(frozenset({DPO}), "privacy:write"),
    ("GET", "/insights/volume"): Access(ROLES, "insights:read"),
    ("GET", "/insights/sentiment"): Access(ROLES, "insights:read"),
    ("GET", "/insights/response-times"): Access(ROLES, "insights:read"),
    ("GET", "/insights/topics"): Access(DESK, "insights:read"),
    ("GET", "/alerts"): Access(DESK, "insights:read"),
    ("GET", "/settings"): Access(frozenset({SUPERVISOR, ADMIN, DPO}), "settings:read"),
    ("PUT", "/settings"): Access(frozenset({ADMIN}), "settings:write"),
    ("GET", "/holds"): Access(HOLDERS, "holds:read"),
    ("POST", "/holds"): Access(HOLDERS, "holds:write"),
    ("POST", "/holds/{id}/consent"): Access(HOLDERS, "holds:write"),
    ("DELETE", "/holds/{id}"): Access(HOLDERS, "holds:write"),
    ("GET", "/health"): PUBLIC,
}


def scopes_of(role: str) -> frozenset[str]:
    """Everything a role may do; nothing for a role we do not know."""
    return frozenset(each.scope for each in ACCESS.values() if role in each.roles)


def granted(role: str, *limits: Iterable[str]) -> frozenset[str]:
    """A role's scopes, cut down to those of each limit (an agent's, a token's); an empty limit cuts nothing."""
    scopes = scopes_of(role)
    for limit in map(frozenset, limits):
        scopes = scopes & limit if limit else scopes
    return scopes
