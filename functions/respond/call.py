"""A request as the routes see it, and what they answer."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from respond import cursors
from respond.access import granted
from respond.fields import Field, Fields, number, text
from respond.problems import Problem
from store.stores import Stores

DEFAULT_LIMIT = 20

PAGING: Fields = {
    "limit": Field(number(1, 100), "how many to answer, 20 unless told"),
    "cursor": Field(text(400), "`next_cursor` of the page before"),
}

HID = r"[a-z2-7]{32}"
"""The shape of most ids; what has another shape exists nowhere."""


AT = r"\d{13}#[a-z2-7]{0,32}"
"""The shape of positions by time (`keys.at`)."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, as the authorizer says."""

    brand: str
    agent: str
    role: str
    scopes: frozenset[str]

    @classmethod
    def of(cls, authorizer: Mapping[str, Any]) -> "Caller":
        """From the authorizer's context, the only source of brand, agent, role and scopes. Raises Problem 401."""
        brand, agent, role = (str(authorizer.get(name) or "") for name in ("brand", "agent", "role"))
        if not brand or not agent or not role:
            raise Problem(401, "unauthorized", "Send a valid token as Authorization: Bearer.")
        return cls(brand, agent, role, granted(role) & set(str(authorizer.get("scopes") or "").split()))


NOBODY = Caller("", "", "", frozenset())


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: a JSON body."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """A permitted, well-formed request. `query` and `body` are read as the route declares."""

    route: str
    caller: Caller
    stores: Stores
    id: str = ""
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    if_match: str | None = None
    idempotency_key: str | None = None

    @property
    def brand(self) -> str:
        """The caller's brand: the only one there is."""
        return self.caller.brand

    @property
    def limit(self) -> int:
        """How many rows a page has."""
        return int(self.query.get("limit", DEFAULT_LIMIT))

    def position(self, shape: str) -> str | None:
        """Where the page begins; None for the first. Raises Problem 400 for a cursor of another list."""
        cursor = self.query.get("cursor")
        return None if cursor is None else cursors.decode(self._question, cursor, shape)

    def page(self, data: Sequence[Any], following: str | None) -> Reply:
        """A page of a list, and the position at which it goes on."""
        cursor = None if following is None else cursors.encode(self._question, following)
        return Reply({"data": data, "next_cursor": cursor, "has_more": following is not None})

    def note(self, action: str, *targets: str) -> None:
        """Append to the audit log what the caller did to whom, before they get to see it."""
        self.stores.audit.note(
            self.brand, self.caller.agent, action, " ".join(sorted(set(targets))), self.stores.now_ms()
        )

    def seen(self) -> Callable[[str], None]:
        """Raises Problem 428 without If-Match; what it answers raises 412 for an ETag that is not named there."""
        if self.if_match is None:
            raise Problem(428, "precondition_required", "Send If-Match with the ETag you read.")
        # Strong validators only: a weak one does not say that nothing changed.
        named = {each for each in re.split(r"\s*,\s*", self.if_match.strip()) if each and each[:2] != "W/"}

        def check(etag: str) -> None:
            if "*" not in named and etag not in named:
                raise Problem(412, "precondition_failed", "It was changed since; read it again.")

        return check

    @property
    def _question(self) -> str:
        filters = sorted((name, str(value)) for name, value in self.query.items() if name not in PAGING)
        return repr((self.brand, self.route, self.id, filters))
