"""`rapport imports`: what was announced over the API: how far it is, what was refused and why, and how to end one."""

import argparse
import json
from typing import Any

from infra.cli import target


def add_to(subparsers: Any) -> None:
    """Registers `imports`."""
    parser = subparsers.add_parser("imports", help="imports of uploaded history", description=__doc__)
    verbs = parser.add_subparsers(metavar="list|cancel", required=True)
    listing = verbs.add_parser("list", help="show them, the newest first")
    listing.add_argument("--json", action="store_true", help="one JSON object a line, as the API shows it")
    listing.set_defaults(run=run_list)
    cancelling = verbs.add_parser("cancel", help="end one: its file goes, what it brought so far stays")
    cancelling.add_argument("id")
    cancelling.set_defaults(run=run_cancel)


def run_list(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the API refuses."""
    for view in target.agent_api().every("imports", limit=100):
        print(json.dumps(view) if arguments.json else _describe(view))
    return 0


def run_cancel(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the API refuses: it is not there, or has ended."""
    print(_describe(target.agent_api().delete("imports", arguments.id)))
    return 0


def _describe(view: dict[str, Any]) -> str:
    reasons = ", ".join(f"{each['count']} {each['reason']}" for each in view["reasons"])
    state = f"{view['state']} ({view['reason']})" if view["reason"] else view["state"]
    counted = f"{view['new']} new, {view['known']} known already, {view['refused']} refused"
    told = f"{view['id']}  {view['platform']}, {view['form']}: {state}, {view['parts']} parts: {counted}"
    return f"{told} ({reasons})" if reasons else told
