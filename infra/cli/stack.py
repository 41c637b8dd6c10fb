"""`rapport stack`: where the local stack is and how to talk to it."""

import argparse
import json
from collections.abc import Mapping
from typing import Any

from infra.cli.target import stack_file


def add_to(subparsers: Any) -> None:
    """Registers `stack`."""
    parser = subparsers.add_parser("stack", help="show the local stack", description=__doc__)
    parser.add_argument("--json", action="store_true", help="everything, with the webhooks' secrets")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when there is no local stack."""
    stack = stack_file()
    print(json.dumps(stack, indent=2) if arguments.json else readable(stack))
    return 0


def readable(stack: Mapping[str, Any]) -> str:
    """Writes addresses, the token, and the accounts without their secrets for people to read."""
    lines = [
        f"agent API  {stack['api_url']}",
        f"webhooks   {stack['webhook_url']}",
        f"console    {stack['console_url'] or 'not there yet'}",
        f"AWS        {stack['endpoint_url']} ({stack['region']}), stack {stack['stack_name']}",
        f"brand      {stack['brand']}",
        f"token      {stack['token']}",
        "",
        *(f"{row['platform']:<18} {row['account']:<28} {row['webhook_url']}" for row in stack["accounts"]),
        "",
        "the webhooks' secrets: rapport stack --json",
    ]
    return "\n".join(lines)
