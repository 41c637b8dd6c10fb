"""Shows and replaces whose replies wait for an approval, and asks it of who writes."""

from model.approval import ApprovalRules
from respond.action import Asked, Caller, action
from respond.shapes.approval import ApprovalRulesView, ApprovalRulesWanted, show_rules
from respond.shown import NOTHING


@action(scope="settings:read", audit=None)
def get_approval_rules(caller: Caller, asked: Asked[None]) -> ApprovalRulesView:  # noqa: ARG001 - takes nothing
    """Returns whose replies wait for an approval."""
    return show_rules(caller.stores.approval_rules.read_rules(caller.brand))


@action(scope="settings:write", audit="change approval rules", shows=NOTHING)
def replace_approval_rules(caller: Caller, asked: Asked[ApprovalRulesWanted]) -> ApprovalRulesView:
    """Replaces the rules: what is left out waits for nobody."""
    wanted = asked.wanted
    rules = ApprovalRules(frozenset(wanted.accounts), frozenset(wanted.agents), wanted.services)
    caller.note("approval-rules")
    caller.stores.approval_rules.keep_rules(caller.brand, rules, caller.agent, caller.stores.now_ms())
    return show_rules(rules)


def must_wait(caller: Caller, account: str) -> bool:
    """Returns whether what the caller sends by this account waits for somebody's approval."""
    rules = caller.stores.approval_rules.read_rules(caller.brand)
    return rules.must_wait(account, caller.agent, caller.role)
