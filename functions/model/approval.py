"""Says whose replies wait until somebody else approves them, and who may."""

from dataclasses import dataclass, field

LEADING = frozenset({"supervisor", "admin"})
MACHINE = "service"


@dataclass(frozen=True, slots=True)
class ApprovalRules:
    """Holds a brand's rules: replies by these `accounts`, of these `agents`, or of every AI agent (`services`) wait."""

    accounts: frozenset[str] = field(default_factory=frozenset)
    agents: frozenset[str] = field(default_factory=frozenset)
    services: bool = False

    def asks_lead(self, account: str, author: str) -> bool:
        """Returns whether only a supervisor or an admin may approve."""
        return account in self.accounts or author in self.agents

    def must_wait(self, account: str, author: str, role: str) -> bool:
        """Returns whether what this agent writes waits."""
        return self.asks_lead(account, author) or (self.services and role == MACHINE)

    def may_approve(self, account: str, author: str, agent: str, role: str) -> bool:
        """Returns whether this agent may approve what `author` wrote: never their own, and never an AI."""
        if agent == author or role == MACHINE:
            return False
        return role in LEADING or not self.asks_lead(account, author)
