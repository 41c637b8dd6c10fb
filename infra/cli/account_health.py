"""`rapport accounts health`, `correct`, and `test` through the agent API: how an account is doing, and its right id."""

import argparse
import json
from typing import Any

from infra.cli import target
from infra.cli.account_changes import find_account
from platforms.registry import names


def add_to(verbs: Any) -> None:
    """Registers both beside the other verbs of `accounts`."""
    looking = verbs.add_parser("health", help="show when something last came, and what was refused or parked")
    looking.add_argument("--json", action="store_true", help="as the API shows it")
    looking.set_defaults(run=run_health)
    correcting = verbs.add_parser("correct", help="give a connected account its right native id")
    correcting.set_defaults(run=run_correct)
    for each in (looking, correcting):
        each.add_argument("platform", choices=names(), metavar="PLATFORM", help="such as slack")
        each.add_argument("account", help="its native id")
    correcting.add_argument(
        "native_id", help="the right one; `accounts health` shows which ids deliveries name"
    )


def run_health(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the API refuses."""
    api = target.agent_api()
    account = find_account(api, arguments)
    health = api.get("accounts", account["id"], "health")
    print(json.dumps(health) if arguments.json else "\n".join(_lines(health)))
    return 0


def run_correct(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the API refuses."""
    api = target.agent_api()
    account = find_account(api, arguments)
    api.patch("accounts", account["id"], body={"native_id": arguments.native_id}, etag="*")
    print(f"{arguments.platform} {arguments.native_id}: the webhook's address and secrets stay as they are")
    print("what was parked for it comes again with: rapport parked replay --reason unknown_account")
    return 0


def run_test(arguments: argparse.Namespace) -> int:
    """Exits with 0 when every webhook takes its own probe and refuses a forged one; else 1."""
    api = target.agent_api()
    good = True
    for account in api.every("accounts", limit=100):
        named = account["platform"], account["native_id"]
        wanted = arguments.platform or named[0], arguments.account or named[1]
        if named != wanted or account["state"] == "revoked":
            continue
        said = api.post("accounts", account["id"], "test", body={})
        signed = "only the platform can sign" if said["signed"] is None else said["signed"]
        fine = said["good"] or (said["signed"] is None and said["forged"] == 401)
        good = good and fine
        print(
            f"{'ok' if fine else 'NOT OK':<7} {named[0]:<18} {named[1]:<28} signed: {signed}; forged: {said['forged']}"
        )
    return 0 if good else 1


def _lines(health: dict[str, Any]) -> list[str]:
    last = health["last_delivery_at"] or "never, as far as is known"
    usual = health["usual_silence_s"]
    lines = [f"state         {health['state']}", f"last delivery {last}"]
    if usual is not None:
        silent = "; it is silent for unusually long" if health["silent"] else ""
        lines.append(f"usually silent for {usual} s, at most {health['longest_silence_s']} s{silent}")
    lines.append(f"refused in 24 hours  {_counts(health['refused'])}")
    lines.append(f"parked  {_counts(health['parked'])}")
    for each in health["unknown_accounts"]:
        named = f"{each['native_id']} ({each['parked']} parked)"
        lines.append(f"events came for {named}, which nobody connected: is that the right id?")
    return lines


def _counts(counted: dict[str, int] | None) -> str:
    if counted is None:
        return "unknown: the log does not answer"
    return ", ".join(f"{number} {reason}" for reason, number in counted.items()) or "nothing"
