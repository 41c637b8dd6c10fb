"""`rapport parked` through the agent API, for whoever has a token and no AWS credentials."""

import argparse
import json
import os
from typing import Any

from infra.cli import target


def is_wanted(arguments: argparse.Namespace) -> bool:
    """Returns whether the API is named and no stack is."""
    return "RAPPORT_API" in os.environ and not arguments.stack_name


def list_parked(arguments: argparse.Namespace) -> int:
    """Prints what is parked; exit 0, 1 when the API refuses."""
    views = [view for view in target.agent_api().every("parked", limit=100, **_filters(arguments))
             if not arguments.ids or view["id"] in arguments.ids]  # fmt: skip
    for view in views:
        print(json.dumps(view) if arguments.json else _line(view))
    if not views and not arguments.json:
        print("nothing is parked")
    return 0


def replay_parked(arguments: argparse.Namespace) -> int:
    """Queues again what is chosen; exit 0, 1 when some can no longer be opened or the API refuses."""
    api, body = target.agent_api(), _filters(arguments)
    if arguments.ids:
        body["ids"] = arguments.ids
    if arguments.dry_run:
        found = [view for view in api.every("parked", limit=100, **_filters(arguments))
                 if not arguments.ids or view["id"] in arguments.ids]  # fmt: skip
        gone = sum(not view["readable"] for view in found)
        print(f"would replay {len(found) - gone}, past their time {gone}")
        return 1 if gone else 0
    answer = api.post("parked", "replay", body=body)
    more = "; more are parked: repeat it" if answer["more"] else ""
    print(f"replayed {answer['replayed']}, past their time {answer['gone']}{more}")
    return 1 if answer["gone"] else 0


def _filters(arguments: argparse.Namespace) -> dict[str, Any]:
    wanted = {"platform": arguments.platform, "reason": arguments.reason}
    return {name: value for name, value in wanted.items() if value is not None}


def _line(view: dict[str, Any]) -> str:
    kept = "" if view["readable"] else "  (past its time)"
    whose = "".join(f"  {account}" for account in view["accounts"])
    return f"{view['id']}  {view['parked_at']}  {view['platform']:<18} {view['reason']}{whose}{kept}"
