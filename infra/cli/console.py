"""`rapport console`: opens the local stack's console in the browser, signed in."""

import argparse
import webbrowser
from typing import Any

from infra.cli.target import stack_file


def add_to(subparsers: Any) -> None:
    """Registers `console`."""
    parser = subparsers.add_parser("console", help="open the console's page", description=__doc__)
    parser.add_argument("--print", action="store_true", help="only print the address; it holds the token")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when there is no local stack."""
    stack = stack_file()
    address = f"{stack['console_url']}#token={stack['token']}"
    if arguments.print or not webbrowser.open(address):
        print(address)
    return 0
