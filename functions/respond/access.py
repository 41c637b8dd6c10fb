"""Says which roles may hold which scope. An action names its scope; it is closed to everybody else."""

from collections.abc import Iterable

AGENT, SUPERVISOR, ADMIN, DPO, SERVICE = "agent", "supervisor", "admin", "dpo", "service"
ROLES = frozenset({AGENT, SUPERVISOR, ADMIN, DPO, SERVICE})

DESK = frozenset({AGENT, SUPERVISOR, ADMIN, SERVICE})
"""Those who answer people. The data protection officer looks at contacts and why they are in a segment."""
LEADS = frozenset({SUPERVISOR, ADMIN})
HOLDERS = frozenset({SUPERVISOR, DPO})

SCOPES: dict[str, frozenset[str]] = {
    "conversations:read": DESK,
    "conversations:write": DESK,
    "media:read": ROLES,
    "interactions:write": DESK,
    "corrections:read": LEADS,
    "broadcasts:read": DESK,
    "broadcasts:write": LEADS,
    "contacts:read": ROLES,
    "contacts:write": DESK,
    "segments:read": ROLES,
    "segments:write": LEADS,
    "accounts:read": DESK,
    "accounts:write": frozenset({ADMIN}),
    "agents:read": frozenset({SUPERVISOR, ADMIN, DPO}),
    "agents:write": frozenset({ADMIN}),
    "tokens:read": frozenset({ADMIN}),
    "tokens:write": frozenset({ADMIN}),
    "terms:read": DESK,
    "terms:write": LEADS,
    "imports:read": LEADS,
    "imports:write": frozenset({ADMIN}),
    "parked:read": LEADS,
    "parked:write": frozenset({ADMIN}),
    "privacy:read": LEADS | {DPO},
    "privacy:write": frozenset({DPO}),
    "privacy:approve": LEADS | {DPO},
    "insights:read": ROLES,
    "settings:read": frozenset({SUPERVISOR, ADMIN, DPO}),
    "settings:write": frozenset({ADMIN}),
    "holds:read": HOLDERS,
    "holds:write": HOLDERS,
}
"""The roles that may hold each scope; an action may be closed to some of them."""


def list_scopes(role: str) -> frozenset[str]:
    """Returns everything a role may do; nothing for a role we do not know."""
    return frozenset(scope for scope, roles in SCOPES.items() if role in roles)


def grant_scopes(role: str, *limits: Iterable[str]) -> frozenset[str]:
    """Returns a role's scopes, cut down to those of each limit (an agent's, a token's); an empty limit cuts nothing."""
    scopes = list_scopes(role)
    for limit in map(frozenset, limits):
        scopes = scopes & limit if limit else scopes
    return scopes
