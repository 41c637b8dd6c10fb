"""`rapport agents`: who may work for the brand: list them, add one, change what one may do."""

import argparse
import json
from typing import Any

from infra.cli import target
from infra.cli.errors import CommandError

ROLES = ("agent", "supervisor", "admin", "dpo", "service")


def add_to(subparsers: Any) -> None:
    """Registers `agents`."""
    parser = subparsers.add_parser("agents", help="who may work for the brand", description=__doc__)
    verbs = parser.add_subparsers(metavar="list|add|change", required=True)
    listing = verbs.add_parser("list", help="show them")
    listing.add_argument("--json", action="store_true", help="one JSON object a line, as the API shows it")
    listing.set_defaults(run=run_list)
    adding = verbs.add_parser("add", help="add one")
    adding.add_argument("id", help="what the agent is called here, for good; no e-mail address")
    adding.add_argument("role", choices=ROLES)
    adding.add_argument("--subject", help="the `sub` of the Cognito user who signs in as them")
    adding.set_defaults(run=run_add)
    changing = verbs.add_parser("change", help="change what one may do; nobody changes themselves")
    changing.add_argument("id")
    changing.add_argument("--role", choices=ROLES)
    changing.add_argument("--state", choices=("active", "left"))
    changing.set_defaults(run=run_change)
    for each in (adding, changing):
        each.add_argument("--scope", action="append", help="only these of the role's scopes")


def run_list(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the API refuses."""
    for view in target.agent_api().every("agents", limit=100):
        print(json.dumps(view) if arguments.json else _line(view))
    return 0


def run_add(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the API refuses."""
    body = {
        "id": arguments.id,
        "role": arguments.role,
        "scopes": arguments.scope,
        "subject": arguments.subject,
    }
    print(_line(target.agent_api().post("agents", body=_given(body))))
    return 0


def run_change(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the API refuses."""
    body = _given({"role": arguments.role, "scopes": arguments.scope, "state": arguments.state})
    if not body:
        raise CommandError("say what changes: --role, --scope or --state")
    print(_line(target.agent_api().patch("agents", arguments.id, body=body, etag="*")))
    return 0


def _given(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value is not None}


def _line(view: dict[str, Any]) -> str:
    return f"{view['id']:<24} {view['role']:<11} {view['state']:<7} {' '.join(view['scopes']) or 'all of the role'}"
