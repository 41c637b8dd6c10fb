"""Agents and API tokens: who may work for a brand. The row decides, never the token."""

from dataclasses import dataclass

from pynamodb.exceptions import DoesNotExist

from store.brand import keys as brand_keys
from store.brand.rows import AgentRow


@dataclass(frozen=True, slots=True)
class Agent:
    """A human or AI. `role` is agent, supervisor, admin, dpo or service; empty `scopes` mean all of the role's."""

    id: str
    brand: str
    role: str
    state: str = "active"
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Token:
    """An API token of an agent: its secret is kept hashed; `expires_at` is epoch s."""

    id: str
    brand: str
    agent: str
    secret_hash: bytes
    expires_at: int
    scopes: frozenset[str] = frozenset()
    state: str = "active"


class Agents:
    """Reads and keeps agents and tokens."""

    def agent(self, brand: str, agent: str) -> Agent | None:
        """The agent of a brand, None when there is none."""
        try:
            row = AgentRow.get(brand_keys.agents(brand), agent)
        except DoesNotExist:
            return None
        return _agent(row)

    def of_brand(self, brand: str) -> list[Agent]:
        """All agents of a brand."""
        return [_agent(row) for row in AgentRow.query(brand_keys.agents(brand))]

    def keep(self, agent: Agent) -> None:
        """Add or replace an agent."""
        AgentRow(
            brand_keys.agents(agent.brand),
            agent.id,
            brand=agent.brand,
            agent=agent.id,
            role=agent.role,
            state=agent.state,
            scopes=set(agent.scopes) or None,
        ).save()

    def token(self, token_id: str) -> Token | None:
        """The token with this id, None when there is none."""
        try:
            row = AgentRow.get(brand_keys.token(token_id), "#")
        except DoesNotExist:
            return None
        return Token(
            token_id,
            row.brand,
            row.agent,
            bytes(row.secret_hash),
            int(row.expires_at),
            frozenset(row.scopes or ()),
            row.state,
        )

    def keep_token(self, token: Token) -> None:
        """Add or replace a token."""
        AgentRow(
            brand_keys.token(token.id),
            "#",
            brand=token.brand,
            agent=token.agent,
            secret_hash=token.secret_hash,
            expires_at=token.expires_at,
            scopes=set(token.scopes) or None,
            state=token.state,
        ).save()

    def signed_in(self, subject: str) -> Agent | None:
        """The agent who signs in as this Cognito user (`sub`), None when nobody does."""
        try:
            row = AgentRow.get(brand_keys.subject(subject), "#")
        except DoesNotExist:
            return None
        return self.agent(row.brand, row.agent)

    def let_sign_in(self, subject: str, brand: str, agent: str) -> None:
        """Let a Cognito user work as this agent, and as no other."""
        AgentRow(brand_keys.subject(subject), "#", brand=brand, agent=agent).save()


def _agent(row: AgentRow) -> Agent:
    return Agent(row.agent, row.brand, row.role, row.state, frozenset(row.scopes or ()))
