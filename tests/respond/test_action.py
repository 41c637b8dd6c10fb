"""An action asks for role and scope and tells the audit log, whoever calls it."""

from typing import Any

import pytest

from respond.access import ADMIN, DESK, SCOPES
from respond.action import Action, Asked, Caller, Revised, Seen, action
from respond.denied import Denied
from respond.routes.table import ROUTES
from respond.shown import NOTHING
from store.stores import Stores
from tests.store.world import FakeWrapping


class Log:
    """An audit log in memory."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def note_entry(self, brand: str, agent: str, what: str, target: str, now_ms: int) -> None:
        self.told.append((what, target))


def _caller(role: str = "agent", *scopes: str) -> tuple[Caller, Log]:
    stores, log = Stores(FakeWrapping()), Log()
    stores.audit = log  # type: ignore[assignment]  # stands in for the table
    return Caller("acme", "ann", role, frozenset(scopes), stores), log


@action(scope="contacts:write", audit="wave at", shows=NOTHING)
def wave(caller: Caller, asked: Asked[Any]) -> str:
    """Waves."""
    if asked.wanted == "somebody":
        caller.note("b", "a", "a", about="twice")
    if asked.wanted == "nobody":
        caller.note()
    return "done"


def test_it_is_performed_for_whom_it_is_and_told() -> None:
    caller, log = _caller("agent", "contacts:write")
    assert wave(caller, Asked("somebody")) == "done"
    assert log.told == [("wave at twice", "a b")]


@pytest.mark.parametrize(
    ("role", "scope", "code"), [("dpo", "contacts:write", "forbidden"), ("agent", "x", "scope_missing")]
)
def test_any_other_caller_is_denied_before_anything_happens(role: str, scope: str, code: str) -> None:
    caller, log = _caller(role, scope)
    with pytest.raises(Denied) as denied:
        wave(caller, Asked("somebody"))
    assert (denied.value.code, log.told) == (code, [])


def test_an_action_that_forgets_the_audit_log_fails() -> None:
    caller, log = _caller("agent", "contacts:write")
    assert wave(caller, Asked("nobody")) == "done"
    with pytest.raises(RuntimeError, match="wave told the audit log nothing"):
        wave(caller, Asked("anything"))
    assert log.told == []


def test_an_action_may_be_closed_to_some_that_hold_the_scope_and_opened_to_nobody_else() -> None:
    def stand_by(caller: Caller, asked: Asked[Any]) -> None:
        """Does nothing."""

    narrow = action(scope="contacts:write", audit=None, roles=frozenset({ADMIN, "dpo"}))(stand_by)
    assert narrow.roles == {ADMIN}
    assert SCOPES["contacts:write"] == DESK


@pytest.mark.parametrize(("audit", "shows"), [("wave at", None), (None, NOTHING)])
def test_a_word_in_the_log_says_what_it_shows(audit: str | None, shows: tuple[str, ...] | None) -> None:
    with pytest.raises(ValueError, match="shows of people"):
        action(scope="contacts:write", audit=audit, shows=shows)


@pytest.mark.parametrize(
    ("seen", "revision", "good"),
    [(Seen(), 3, True), (Seen(frozenset({"3"})), 3, True), (Seen(frozenset({"2", "4"})), 3, False)],
)
def test_what_was_changed_since_it_was_seen_is_stale(seen: Seen, revision: int, good: bool) -> None:
    if good:
        seen.check(revision)
        return
    with pytest.raises(Denied, match="changed since"):
        seen.check(revision)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_a_route_s_row_names_the_shapes_of_its_action(route: Any) -> None:
    assert isinstance(route.action, Action)
    hints = {name: str(hint) for name, hint in route.action.perform.__annotations__.items()}
    wanted = route.body or (route.query if route.query.__struct_fields__ else None)
    names = {"NoneType", "NoQuery"} if wanted is None else {wanted.__name__}
    assert any(f"{name}]" in hints["asked"].replace("None]", "NoneType]") for name in names), hints
    answer = getattr(route.answer, "__name__", str(route.answer))
    given = hints["return"]
    assert answer.split(".")[-1] in given or str(route.answer) in given
    assert (route.method == "PATCH") <= (Revised.__name__ in given), "a change answers the new revision"
