"""`rapport tokens`: API tokens of yours and of services: list them, make one (shown this once), end one."""

import argparse
import json
from typing import Any

from infra.cli import target


def add_to(subparsers: Any) -> None:
    """Registers `tokens`."""
    parser = subparsers.add_parser("tokens", help="API tokens", description=__doc__)
    verbs = parser.add_subparsers(metavar="list|make|end", required=True)
    listing = verbs.add_parser("list", help="show them, without their secrets")
    listing.add_argument("--json", action="store_true", help="one JSON object a line, as the API shows it")
    listing.set_defaults(run=run_list)
    making = verbs.add_parser("make", help="make one for yourself or a service, and print it")
    making.add_argument("agent", help="me, or a service's id")
    making.add_argument("title", help="what it is for")
    making.add_argument("--scope", action="append", help="only these of the role's scopes")
    making.add_argument(
        "--expires-at", metavar="TIME", help="ISO 8601; in 90 days unless told, in a year at most"
    )
    making.set_defaults(run=run_make)
    ending = verbs.add_parser("end", help="end one for good")
    ending.add_argument("id")
    ending.set_defaults(run=run_end)


def run_list(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the API refuses."""
    for view in target.agent_api().every("api-tokens", limit=100):
        print(json.dumps(view) if arguments.json else _line(view))
    return 0


def run_make(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the API refuses."""
    body = {"agent": arguments.agent, "title": arguments.title, "scopes": arguments.scope,
            "expires_at": arguments.expires_at}  # fmt: skip
    given = {name: value for name, value in body.items() if value is not None}
    print(target.agent_api().post("api-tokens", body=given)["token"])
    return 0


def run_end(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the API refuses."""
    print(_line(target.agent_api().delete("api-tokens", arguments.id)))
    return 0


def _line(view: dict[str, Any]) -> str:
    used = (view["last_used_on"] or "never")[:10]
    whose = f"{view['id']}  {view['state']:<7} {view['agent']:<20}"
    return f"{whose} until {view['expires_at'][:10]}, used {used}  {view['title']}"
