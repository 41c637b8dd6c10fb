"""`rapport login`: signs a person in with the stack's pool and prints the token the other commands take.

Asks for the password, and for a new one the first time. Works with your own AWS credentials until there is a page.
"""

import argparse
import getpass
from typing import Any

from infra.cli import aws_stack
from infra.cli.setup import find_api, open_pool

QUESTIONS = {"NEW_PASSWORD_REQUIRED": "new password: ", "SOFTWARE_TOKEN_MFA": "code of your authenticator: "}


def add_to(subparsers: Any) -> None:
    """Registers `login`."""
    parser = subparsers.add_parser("login", help="sign in and get a token", description=__doc__)
    parser.add_argument("email", help="who signs in")
    aws_stack.add_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the pool refuses."""
    outputs = aws_stack.operate(arguments).outputs
    people = open_pool(outputs)
    token = people.sign_in(
        arguments.email, getpass.getpass("password: "), lambda asked: getpass.getpass(QUESTIONS[asked])
    )
    print(f"export RAPPORT_API={find_api(arguments, outputs)}\nexport RAPPORT_TOKEN={token}")
    return 0
