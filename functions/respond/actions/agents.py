"""Lists, adds and changes agents. Nobody lifts themselves, and the last admin stays."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from msgspec import UnsetType

from respond.access import grant_scopes, list_scopes
from respond.action import Asked, Caller, Revised, action
from respond.actions.given import list_given, take_given
from respond.denied import Because, Denied, deny_conflict, deny_impossible, deny_missing
from respond.paging import cut_page, make_page, read_position
from respond.shapes.agent import AGENT_ID, AgentChange, AgentView, ColleagueView, NewAgent, show_agent
from respond.shapes.page import Page, PageQuery
from respond.shown import NOTHING
from store.brand.agents import ACTIVE, Agent

View = TypeVar("View", AgentView, ColleagueView)

MOST = 1000
"""Agents of a brand: the inbox of all of them is read queue by queue."""


@action(scope="agents:read", audit="read agents", shows=NOTHING)
def list_agents(caller: Caller, asked: Asked[PageQuery]) -> Page[AgentView]:
    """Lists the brand's agents by id."""
    return _page_agents(caller, asked, caller.stores.agents.list_agents(caller.brand), show_agent)


@action(scope="conversations:write", audit="read agents", shows=NOTHING)
def list_colleagues(caller: Caller, asked: Asked[PageQuery]) -> Page[ColleagueView]:
    """Lists by id those to whom the caller can hand a conversation over."""
    known = caller.stores.agents.list_agents(caller.brand)
    able = [each for each in known if each.state == ACTIVE and _may_answer(each)]
    return _page_agents(caller, asked, able, lambda agent: ColleagueView(id=agent.id))


def _page_agents(
    caller: Caller, asked: Asked[PageQuery], agents: Iterable[Agent], show: Callable[[Agent], View]
) -> Page[View]:
    after = read_position(caller, asked, AGENT_ID) or ""
    known = sorted((each for each in agents if each.id > after), key=lambda agent: agent.id)
    shown, last = cut_page(known, asked.wanted.limit)
    caller.note(*(each.id for each in shown))
    return make_page(caller, asked, [show(each) for each in shown], last.id if last else None)


@action(scope="agents:read", audit="read agents", shows=NOTHING)
def get_agent(caller: Caller, asked: Asked[None]) -> Revised[AgentView]:
    """Returns one agent with the revision that a change needs."""
    agent = _read_agent(caller, asked.id)
    caller.note(agent.id)
    return Revised(show_agent(agent), agent.rev)


@action(scope="agents:write", audit="add agent", shows=NOTHING)
def add_agent(caller: Caller, asked: Asked[NewAgent]) -> Revised[AgentView]:
    """Adds an agent, and lets a Cognito user sign in as them."""
    wanted = asked.wanted
    scopes = frozenset(take_given(wanted.scopes, []))
    check_scopes(scopes, list_scopes(wanted.role), wanted.scopes)
    known = {agent.id for agent in caller.stores.agents.list_agents(caller.brand)}
    if wanted.id in known or wanted.id in RESERVED:
        raise deny_conflict("exists", "An agent of this id exists.")
    if len(known) >= MOST:
        raise deny_conflict("too_many", f"A brand has at most {MOST} agents.")
    agent = Agent(wanted.id, caller.brand, wanted.role, scopes=scopes, created_at=caller.stores.now_ms())
    caller.note(agent.id, about=agent.role)
    caller.stores.agents.add_agent(agent, take_given(wanted.subject, ""))
    return Revised(show_agent(agent), agent.rev)


RESERVED = frozenset({"me", "none", "any"})
"""Words that stand for agents in filters and changes."""


@action(scope="agents:write", audit="change agent", shows=NOTHING)
def change_agent(caller: Caller, asked: Asked[AgentChange]) -> Revised[AgentView]:
    """Changes role, scopes or state of an agent that the caller saw; of themselves nobody does."""
    known, wanted = _read_agent(caller, asked.id), asked.wanted
    asked.seen.check(known.rev)
    if known.id == caller.agent:
        raise Denied(Because.FORBIDDEN, "own_rights", "Somebody else has to change your rights.")
    role = take_given(wanted.role, known.role)
    scopes = known.scopes if isinstance(wanted.scopes, UnsetType) else frozenset(wanted.scopes)
    check_scopes(scopes, list_scopes(role), wanted.scopes)
    after = replace(known, role=role, scopes=scopes, state=take_given(wanted.state, known.state))
    caller.note(known.id, about=" ".join(list_given(wanted)))
    after = caller.stores.agents.change_agent(known, after, caller.agent)
    return Revised(show_agent(after), after.rev)


def check_scopes(scopes: frozenset[str], allowed: frozenset[str], sent: list[str] | UnsetType) -> None:
    """Raises Denied, naming the first scope that is not allowed."""
    wrong = scopes - allowed
    if not wrong:
        return
    place = next((at for at, each in enumerate(take_given(sent, [])) if each in wrong), None)
    pointer = "/role" if place is None else f"/scopes/{place}"
    raise deny_impossible("`scopes` holds one that the role or the agent does not have.", pointer=pointer)


def _read_agent(caller: Caller, agent_id: str) -> Agent:
    agent = caller.stores.agents.find_agent(caller.brand, agent_id)
    if agent is None:
        raise deny_missing()
    return agent


def _may_answer(agent: Agent) -> bool:
    return "conversations:write" in grant_scopes(agent.role, agent.scopes)
