"""Declares actions: functions for a caller that say who may call them and what the audit log is told.

Whatever face calls an action (HTTP, AI tools, console), the action itself checks role and scope and sees to it that
the audit log was told. A new face cannot forget either.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from respond.access import ROLES, SCOPES, grant_scopes
from respond.denied import Because, Denied
from store.stores import Stores

Wanted = TypeVar("Wanted")
Given = TypeVar("Given")


@dataclass(slots=True)
class Journal:
    """Holds one run of an action: its name, its word in the audit log, and whether that was told."""

    action: str = ""
    word: str = ""
    told: bool = False


@dataclass(frozen=True, slots=True)
class Caller:
    """Names who calls, as the authorizer says, with the stores their brand's rows are in."""

    brand: str
    agent: str
    role: str
    scopes: frozenset[str]
    stores: Stores
    journal: Journal = field(default_factory=Journal)

    @classmethod
    def from_context(cls, authorizer: Mapping[str, Any], stores: Stores) -> "Caller":
        """Returns the caller of the authorizer's context, the only source of brand, agent, role and scopes.

        Raises Denied for a context that names nobody.
        """
        brand, agent, role = (str(authorizer.get(name) or "") for name in ("brand", "agent", "role"))
        if not brand or not agent or not role:
            raise Denied(
                Because.UNKNOWN_CALLER, "unauthorized", "Send a valid token as Authorization: Bearer."
            )
        held = grant_scopes(role) & set(str(authorizer.get("scopes") or "").split())
        return cls(brand, agent, role, held, stores)

    def note(self, *targets: str, about: str = "", word: str = "") -> None:
        """Appends to the audit log what the running action does to whom, before they get to see it.

        `about` follows the action's own word, `word` stands instead of it. Without targets nothing is to be told.
        """
        self.journal.told = True
        if not targets:
            return
        action = f"{word or self.journal.word} {about}".strip()
        named = " ".join(sorted(set(targets)))
        self.stores.audit.note_entry(self.brand, self.agent, action, named, self.stores.now_ms())


@dataclass(frozen=True, slots=True)
class Seen:
    """Holds the revisions a caller has seen; an empty set stands for any."""

    revisions: frozenset[str] = frozenset()

    def check(self, revision: int | str) -> None:
        """Raises Denied when the caller did not see this revision."""
        if self.revisions and str(revision) not in self.revisions:
            raise Denied(
                Because.STALE, "precondition_failed", "It was changed since; read it again.", retryable=False
            )


@dataclass(frozen=True, slots=True)
class Asked(Generic[Wanted]):
    """Holds a command: the id it is about, what is wanted, the revisions the caller saw, and a key for repeats.

    `number`: of several things that the id has, from 0.
    """

    wanted: Wanted
    id: str = ""
    seen: Seen = field(default_factory=Seen)
    key: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Revised(Generic[Given]):
    """Holds an answer together with the revision that a change of it has to name."""

    shown: Given
    revision: int


class Action(Generic[Wanted, Given]):
    """Performs one action. Calling it checks role and scope first and the audit log afterwards."""

    def __init__(
        self,
        perform: Callable[[Caller, Asked[Wanted]], Given],
        scope: str,
        roles: frozenset[str],
        audit: str | None,
        shows: tuple[str, ...],
        public: bool,
    ) -> None:
        self.name = perform.__name__
        self.__doc__ = perform.__doc__
        self.perform = perform
        self.scope = scope
        self.roles = roles
        self.audit = audit
        self.shows = shows
        self.public = public

    def permit(self, caller: Caller) -> None:
        """Raises Denied when the caller's role or scopes do not allow it."""
        if self.public:
            return
        if caller.role not in self.roles:
            raise Denied(Because.FORBIDDEN, "forbidden", "Your role may not do that.")
        if self.scope and self.scope not in caller.scopes:
            raise Denied(Because.FORBIDDEN, "scope_missing", f"That needs the scope {self.scope}.")

    def __call__(self, caller: Caller, asked: Asked[Wanted]) -> Given:
        """Performs it. Raises Denied, and RuntimeError for an action of ours that told the audit log nothing."""
        self.permit(caller)
        journal = Journal(self.name, self.audit or "")
        given = self.perform(replace(caller, journal=journal), asked)
        if self.audit and not journal.told:
            raise RuntimeError(f"{self.name} told the audit log nothing")
        return given


def action(
    *,
    scope: str,
    audit: str | None,
    shows: tuple[str, ...] | None = None,
    roles: frozenset[str] | None = None,
    public: bool = False,
) -> Callable[[Callable[[Caller, Asked[Wanted]], Given]], Action[Wanted, Given]]:
    """Declares an action.

    - `scope`: what a token needs; "" for an action that needs none.
    - `audit`: the word in the audit log; None where nobody's data are read or changed.
    - `shows`: what whoever has that word in the log saw of people (`respond.shown`); every word says it.
    - `roles`: of those that may hold the scope the ones that may do it; all of them unless told.
    - `public`: nobody is asked who they are.
    """
    allowed = SCOPES[scope] if scope else ROLES
    closed = allowed if roles is None else roles & allowed
    if (audit is None) != (shows is None):
        raise ValueError("an action with a word in the audit log, and no other, says what it shows of people")

    def declare(perform: Callable[[Caller, Asked[Wanted]], Given]) -> Action[Wanted, Given]:
        return Action(perform, scope, closed, audit, shows or (), public)

    return declare
