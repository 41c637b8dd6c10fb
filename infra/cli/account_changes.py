"""`rapport accounts rotate` and `remove`: new secrets with an overlap, and the end of a connection."""

import argparse
import os
from typing import Any

from infra.cli import target
from infra.cli.agent_api import AgentApi
from infra.cli.connecting import clean_secrets, read_secrets
from infra.cli.errors import CommandError
from platforms.registry import names


def add_to(verbs: Any) -> None:
    """Registers both beside the other verbs of `accounts`."""
    rotating = verbs.add_parser(
        "rotate", help="give its webhook new secrets; the former ones work a while longer"
    )
    rotating.add_argument(
        "--secret", action="append", default=[], metavar="NAME=VALUE", help="NAME=@FILE reads a file"
    )
    rotating.add_argument(
        "--former-until", metavar="TIME", help="ISO 8601; in a day unless told, in a week at most"
    )
    rotating.set_defaults(run=run_rotate)
    removing = verbs.add_parser("remove", help="disconnect an account: what comes for it is dropped")
    removing.add_argument(
        "--purge", action="store_true", help="purge what came, once a second person confirms"
    )
    removing.set_defaults(run=run_remove)
    for each in (rotating, removing):
        each.add_argument("platform", choices=names(), metavar="PLATFORM", help="such as slack")
        each.add_argument("account", help="its native id")


def run_rotate(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the API refuses."""
    api = target.agent_api()
    account = find_account(api, arguments)
    given = clean_secrets(arguments.platform, read_secrets(arguments.secret))
    body: dict[str, Any] = {"secrets": given}
    if arguments.former_until:
        body["former_until"] = arguments.former_until
    rotated = api.post("endpoints", account["endpoint"], "secrets", body=body)
    if "RAPPORT_API" not in os.environ:
        _keep_secrets(account["webhook_url"], given | rotated["generated_secrets"])
    print(f"both are good until {rotated['former_until']}")
    for name, value in rotated["generated_secrets"].items():
        print(f"  {name}: {value}")
    return 0


def run_remove(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the API refuses."""
    api = target.agent_api()
    account = find_account(api, arguments)
    left = api.delete("accounts", account["id"], data="purge" if arguments.purge else "keep")
    print(f"disconnected {arguments.platform} {arguments.account}")
    if left["withdrawal_task"]:
        print(f"its data are purged once somebody else confirms the task {left['withdrawal_task']}")
    return 0


def find_account(api: AgentApi, arguments: argparse.Namespace) -> dict[str, Any]:
    """Returns the account that the arguments name. Raises CommandError."""
    for view in api.every("accounts", limit=100):
        if (view["platform"], view["native_id"]) == (arguments.platform, arguments.account):
            return view
    raise CommandError(f"no account {arguments.account} of {arguments.platform}: see `rapport accounts list`")


def _keep_secrets(webhook_url: str, secrets: dict[str, str]) -> None:
    """Notes them in the local stack's file for every account of the endpoint."""
    for row in target.stack_file()["accounts"]:
        if row["webhook_url"] == webhook_url:
            target.keep_row({**row, "secrets": secrets})
