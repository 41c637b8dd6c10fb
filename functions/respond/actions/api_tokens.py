"""Lists, makes and ends API tokens.

Nobody makes one for another person, whose rights it would lend, nor one that may do more than whoever asks.
"""

import secrets

from msgspec import UnsetType

from model import api_token
from respond.access import SERVICE, grant_scopes
from respond.action import Asked, Caller, action
from respond.actions.agents import check_scopes
from respond.actions.given import take_given
from respond.denied import Because, Denied, deny_impossible, deny_missing
from respond.paging import cut_page, make_page, read_position
from respond.shapes.agent import ApiTokenView, NewApiToken, NewApiTokenView, show_new_token, show_token
from respond.shapes.page import Page, PageQuery
from respond.shown import NOTHING
from store.brand.agents import ACTIVE, DAY_S, LEFT, Agent, Token

TOKEN_ID = r"[a-z2-7]{16}"  # noqa: S105 - a shape
DAYS, MOST_DAYS = 90, 366
ME = "me"


@action(scope="tokens:read", audit="read tokens", shows=NOTHING)
def list_api_tokens(caller: Caller, asked: Asked[PageQuery]) -> Page[ApiTokenView]:
    """Lists the brand's API tokens by id, without their secrets."""
    limit, after = asked.wanted.limit, read_position(caller, asked, TOKEN_ID) or ""
    shown, last = cut_page(caller.stores.agents.list_tokens(caller.brand, after, limit + 1), limit)
    caller.note(*(token.id for token in shown))
    return make_page(caller, asked, [show_token(token) for token in shown], last.id if last else None)


@action(scope="tokens:write", audit="make token", shows=NOTHING)
def make_api_token(caller: Caller, asked: Asked[NewApiToken]) -> NewApiTokenView:
    """Makes an API token for whoever asks or for a service; its text is shown this once."""
    wanted, agent = asked.wanted, _find_holder(caller, asked.wanted.agent)
    scopes = frozenset(take_given(wanted.scopes, []))
    allowed = grant_scopes(agent.role, agent.scopes)
    # Whoever asks may hold less than their role, by the token they ask with.
    check_scopes(scopes, allowed & caller.scopes, wanted.scopes)
    made = api_token.new(secrets.token_bytes(api_token.ID_BYTES), secrets.token_bytes(api_token.SECRET_BYTES))
    now_ms = caller.stores.now_ms()
    token = Token(
        made.id,
        caller.brand,
        agent.id,
        made.secret_hash,
        _find_end(wanted, now_ms // 1000),
        scopes or allowed & caller.scopes,
        title=wanted.title,
        created_by=caller.agent,
        created_at=now_ms,
    )
    caller.note(agent.id, token.id)
    caller.stores.agents.keep_token(token)
    return show_new_token(show_token(token), made.text)


@action(scope="tokens:write", audit="end token", shows=NOTHING)
def end_api_token(caller: Caller, asked: Asked[None]) -> ApiTokenView:
    """Ends an API token for good; it may work for another minute."""
    token = caller.stores.agents.find_token(asked.id)
    if token is None or token.brand != caller.brand:
        raise deny_missing()
    caller.note(token.agent, token.id)
    caller.stores.agents.revoke_token(token)
    shown = show_token(token)
    shown.state = LEFT
    return shown


def _find_holder(caller: Caller, named: str) -> Agent:
    """Returns the agent whose token it will be. Raises Denied for another person."""
    agent = caller.stores.agents.find_agent(caller.brand, caller.agent if named == ME else named)
    if agent is None or agent.state != ACTIVE:
        raise deny_impossible("`agent` must be an active agent.", pointer="/agent")
    if agent.id != caller.agent and agent.role != SERVICE:
        raise Denied(Because.FORBIDDEN, "not_yours", "A token is for yourself or for a service.")
    return agent


def _find_end(wanted: NewApiToken, now_s: int) -> int:
    """Returns when it ends, in epoch s. Raises Denied for a time that is past or more than a year ahead."""
    if isinstance(wanted.expires_at, UnsetType):
        return now_s + DAYS * DAY_S
    end = wanted.expires_at // 1000
    if not now_s < end <= now_s + MOST_DAYS * DAY_S:
        raise deny_impossible("`expires_at` must be within the coming year.", pointer="/expires_at")
    return end
