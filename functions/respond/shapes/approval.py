"""Describes whose replies wait for an approval."""

from typing import Annotated

from msgspec import Meta, Struct

from model.approval import ApprovalRules
from respond.shapes.agent import AGENT_ID
from respond.shapes.scalars import limit_text

MOST = 500
Names = Annotated[list[Annotated[str, limit_text(200, shape=AGENT_ID)]], Meta(max_length=MOST)]
AccountIds = Annotated[list[Annotated[str, limit_text(200)]], Meta(max_length=MOST)]


class ApprovalRulesWanted(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Names whose replies wait; what is left out waits for nobody."""

    accounts: Annotated[AccountIds, Meta(description="replies by these accounts wait for a supervisor")] = []
    agents: Annotated[Names, Meta(description="replies of these agents wait for a supervisor")] = []
    services: Annotated[bool, Meta(description="whether replies of every AI agent wait for a human")] = False


class ApprovalRulesView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows whose replies wait for an approval."""

    accounts: list[str]
    agents: list[str]
    services: bool


def show_rules(rules: ApprovalRules) -> ApprovalRulesView:
    """Returns the rules as people see them."""
    return ApprovalRulesView(
        accounts=sorted(rules.accounts), agents=sorted(rules.agents), services=rules.services
    )
