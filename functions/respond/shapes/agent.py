"""Describes agents, their API tokens, and whoever asks."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from respond.shapes.preferences import PreferencesView
from respond.shapes.scalars import Moment, TimeText, format_time, limit_text
from store.brand.agents import Agent, Token

AGENT_ID = r"[A-Za-z0-9][A-Za-z0-9._@:-]{0,79}"
SUBJECT = r"[A-Za-z0-9-]{1,64}"
MOST_SCOPES = 50
RoleName = Literal["agent", "supervisor", "admin", "dpo", "service"]
ScopeNames = Annotated[
    list[Annotated[str, limit_text(40, shape="[a-z]+:[a-z]+")]],
    Meta(max_length=MOST_SCOPES, description="to these of the role's scopes; all of them unless told"),
]


class BrandView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows the brand that somebody works for, with its clock, first language, and what it has translated."""

    id: str
    title: str
    zone: str
    locale: str
    translates: Annotated[list[str], Meta(description="the platforms whose texts may be translated")]


class MeView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows the caller: their name, brand, rights, and their settings of the console."""

    id: str
    name: str
    role: str
    scopes: list[str]
    brand: BrandView
    preferences: PreferencesView


class AgentView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a human or an AI who may work for the brand."""

    id: str
    role: str
    state: str
    scopes: list[str]
    created_at: TimeText | None


class ColleagueView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows somebody to whom a conversation can be handed over: their name here, nothing else."""

    id: str


class NewAgent(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names an agent to be added."""

    id: Annotated[str, limit_text(80, shape=AGENT_ID, about="what the agent is called here, for good")]
    role: Annotated[RoleName, Meta(description="what they may do")]
    scopes: ScopeNames | UnsetType = UNSET
    subject: (
        Annotated[
            str, limit_text(64, shape=SUBJECT, about="the `sub` of the Cognito user who signs in as them")
        ]
        | UnsetType
    ) = UNSET


class AgentChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names what changes about an agent."""

    role: Annotated[RoleName, Meta(description="what they may do")] | UnsetType = UNSET
    scopes: ScopeNames | UnsetType = UNSET
    state: (
        Annotated[
            Literal["active", "left"], Meta(description="left: they and their tokens may nothing any more")
        ]
        | UnsetType
    ) = UNSET


class ApiTokenView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows an API token without its secret; `last_used_on` is a day, or null for never."""

    id: str
    agent: str
    title: str
    scopes: list[str]
    state: str
    created_at: TimeText | None
    created_by: str | None
    expires_at: TimeText | None
    last_used_on: TimeText | None


class NewApiTokenView(ApiTokenView, kw_only=True, forbid_unknown_fields=True):
    """Shows a token that was just made, this once with its text."""

    token: str


class NewApiToken(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names an API token to be made: for whoever asks, or for a service."""

    agent: Annotated[str, limit_text(80, shape=AGENT_ID, about="me, or a service's id")]
    title: Annotated[str, limit_text(120, about="what it is for")]
    scopes: ScopeNames | UnsetType = UNSET
    expires_at: Annotated[Moment, Meta(description="within a year; in 90 days unless told")] | UnsetType = (
        UNSET
    )


def show_agent(agent: Agent) -> AgentView:
    """Returns an agent."""
    return AgentView(
        id=agent.id,
        role=agent.role,
        state=agent.state,
        scopes=sorted(agent.scopes),
        created_at=format_time(agent.created_at),
    )


def show_token(token: Token) -> ApiTokenView:
    """Returns a token without its secret."""
    return ApiTokenView(
        id=token.id,
        agent=token.agent,
        title=token.title,
        scopes=sorted(token.scopes),
        state=token.state,
        created_at=format_time(token.created_at),
        created_by=token.created_by or None,
        expires_at=format_time(token.expires_at * 1000),
        last_used_on=format_time(token.used_at * 1000),
    )


def show_new_token(token: ApiTokenView, text: str) -> NewApiTokenView:
    """Returns a token that was just made, with its text."""
    fields = {name: getattr(token, name) for name in ApiTokenView.__struct_fields__}
    return NewApiTokenView(**fields, token=text)
