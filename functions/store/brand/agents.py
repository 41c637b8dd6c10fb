"""Keeps agents and API tokens: who may work for a brand. The row decides, never the token."""

from dataclasses import dataclass, replace

from pynamodb.exceptions import DoesNotExist, UpdateError

from model.errors import Conflict
from store.brand import keys as brand_keys
from store.brand.rows import AgentRow
from store.dynamo.writes import put_if, transaction, write_together

ACTIVE, LEFT = "active", "left"
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Agent:
    """Holds a human or AI agent. `role` is agent, supervisor, admin, dpo or service; empty `scopes` mean all of the
    role's.

    `rev` counts changes, `created_at` is epoch ms.
    """

    id: str
    brand: str
    role: str
    state: str = ACTIVE
    scopes: frozenset[str] = frozenset()
    created_at: int = 0
    rev: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """Holds an API token of an agent: its secret is kept hashed.

    `expires_at` is epoch s, `used_at` the day of its last use in epoch s, `created_at` epoch ms.
    """

    id: str
    brand: str
    agent: str
    secret_hash: bytes
    expires_at: int
    scopes: frozenset[str] = frozenset()
    state: str = ACTIVE
    title: str = ""
    created_by: str = ""
    created_at: int = 0
    used_at: int = 0


class Agents:
    """Reads and keeps agents and tokens."""

    def find_agent(self, brand: str, agent: str) -> Agent | None:
        """Returns the agent of a brand, None when there is none."""
        try:
            row = AgentRow.get(brand_keys.agents(brand), agent)
        except DoesNotExist:
            return None
        return _agent(row)

    def list_agents(self, brand: str) -> list[Agent]:
        """Returns all agents of a brand."""
        return [_agent(row) for row in AgentRow.query(brand_keys.agents(brand))]

    def keep_agent(self, agent: Agent) -> None:
        """Adds or replaces an agent."""
        _agent_row(agent).save()

    def add_agent(self, agent: Agent, subject: str = "") -> None:
        """Keeps a new agent, and lets a Cognito user (`sub`) work as them. Raises Conflict when either is taken."""
        with write_together("the agent, or the person who signs in, is there already") as together:
            together.save(_agent_row(agent), condition=AgentRow.pk.does_not_exist())
            if subject:
                row = AgentRow(brand_keys.subject(subject), "#", brand=agent.brand, agent=agent.id)
                together.save(row, condition=AgentRow.pk.does_not_exist())

    def change_agent(self, known: Agent, after: Agent, by: str) -> Agent:
        """Returns the agent as changed by an admin, who must still be one: so the last admin stays.

        Raises Conflict when somebody else changed one of the two meanwhile.
        """
        after = replace(after, rev=known.rev + 1)
        brand = brand_keys.agents(known.brand)
        unchanged = AgentRow.rev == known.rev if known.rev else AgentRow.rev.does_not_exist()
        admin = (AgentRow.role == "admin") & (AgentRow.state == ACTIVE)
        with write_together("an agent was changed meanwhile") as together:
            together.condition_check(AgentRow, brand, by, condition=admin)
            together.save(_agent_row(after), condition=AgentRow.pk.exists() & unchanged)
        return after

    def find_token(self, token_id: str) -> Token | None:
        """Returns the token with this id, None when there is none."""
        try:
            row = AgentRow.get(brand_keys.token(token_id), "#")
        except DoesNotExist:
            return None
        return _token(token_id, row)

    def keep_token(self, token: Token) -> None:
        """Adds or replaces a token, and lists it for its brand."""
        with transaction() as together:
            together.save(_token_row(token))
            together.save(AgentRow(brand_keys.tokens(token.brand), token.id))

    def list_tokens(self, brand: str, after: str, limit: int) -> list[Token]:
        """Returns a brand's tokens by id: one Query and one BatchGet."""
        rows = AgentRow.query(brand_keys.tokens(brand), AgentRow.sk > (after or "#"), limit=limit)
        ids = [str(row.sk) for row in rows]
        found = AgentRow.batch_get([(brand_keys.token(each), "#") for each in ids])
        known = {row.pk: row for row in found}
        places = {each: brand_keys.token(each) for each in ids}
        return [_token(each, known[place]) for each, place in places.items() if place in known]

    def revoke_token(self, token: Token) -> None:
        """Ends a token for good."""
        AgentRow(brand_keys.token(token.id), "#").update([AgentRow.state.set(LEFT)], AgentRow.pk.exists())

    def mark_used(self, token: Token, now_s: int) -> None:
        """Notes the day on which a token was used: one write a day, and none that hinders whoever signs in."""
        day = now_s - now_s % DAY_S
        if token.used_at >= day:
            return
        try:
            AgentRow(brand_keys.token(token.id), "#").update(
                [AgentRow.used_at.set(day)], AgentRow.pk.exists()
            )
        except UpdateError:
            return

    def find_signed_in(self, subject: str) -> Agent | None:
        """Returns the agent who signs in as this Cognito user (`sub`), None when nobody does."""
        try:
            row = AgentRow.get(brand_keys.subject(subject), "#")
        except DoesNotExist:
            return None
        return self.find_agent(row.brand, row.agent)

    def let_sign_in(self, subject: str, brand: str, agent: str) -> None:
        """Lets a Cognito user work as this agent, and as no other. Raises Conflict when they work as another."""
        row = AgentRow(brand_keys.subject(subject), "#", brand=brand, agent=agent)
        mine = (AgentRow.brand == brand) & (AgentRow.agent == agent)
        if not put_if(row, AgentRow.pk.does_not_exist() | mine):
            raise Conflict("the person signs in as somebody else already")


def _agent(row: AgentRow) -> Agent:
    scopes = frozenset(row.scopes or ())
    return Agent(
        row.agent, row.brand, row.role, row.state, scopes, int(row.created_at or 0), int(row.rev or 0)
    )


def _agent_row(agent: Agent) -> AgentRow:
    return AgentRow(
        brand_keys.agents(agent.brand),
        agent.id,
        brand=agent.brand,
        agent=agent.id,
        role=agent.role,
        state=agent.state,
        scopes=set(agent.scopes) or None,
        created_at=agent.created_at or None,
        rev=agent.rev or None,
    )


def _token(token_id: str, row: AgentRow) -> Token:
    return Token(
        token_id,
        row.brand,
        row.agent,
        bytes(row.secret_hash),
        int(row.expires_at),
        frozenset(row.scopes or ()),
        row.state,
        row.title or "",
        row.created_by or "",
        int(row.created_at or 0),
        int(row.used_at or 0),
    )


def _token_row(token: Token) -> AgentRow:
    return AgentRow(
        brand_keys.token(token.id),
        "#",
        brand=token.brand,
        agent=token.agent,
        secret_hash=token.secret_hash,
        expires_at=token.expires_at,
        scopes=set(token.scopes) or None,
        state=token.state,
        title=token.title or None,
        created_by=token.created_by or None,
        created_at=token.created_at or None,
        used_at=token.used_at or None,
    )
