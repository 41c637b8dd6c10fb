"""`rapport setup`: a brand, its first admin and its data protection officer; safe to repeat.

The local stack is set up by `make up` already. For a stack in AWS it works with your own credentials.
"""

import argparse
from collections.abc import Mapping
from typing import Any

from infra.cli import aws_stack
from infra.cli.errors import CommandError
from infra.cli.pool import People
from infra.cli.target import stack_file

ADMIN, OFFICER = "admin", "dpo"


def add_to(subparsers: Any) -> None:
    """Registers `setup`."""
    parser = subparsers.add_parser("setup", help="a brand and its first agents", description=__doc__)
    parser.add_argument("--admin", required=True, metavar="EMAIL", help="who administers the brand")
    parser.add_argument("--dpo", metavar="EMAIL", help="its data protection officer")
    aws_stack.add_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the stack or its pool refuses."""
    operated = aws_stack.operate(arguments)
    from aws import kms
    from infra.founding import found_brand, renew_token
    from store.stores import Stores

    stores, brand = Stores(kms), operated.brand
    people = open_pool(operated.outputs)
    named = {ADMIN: arguments.admin} | ({OFFICER: arguments.dpo} if arguments.dpo else {})
    stores.create_brand(brand)
    for role, email in named.items():
        _check_free(stores, brand, role, people.find_subject(email))
        print(_welcome(stores, brand, role, *people.let_in(email)))
    # After their people: an agent that is there has somebody who signs in.
    found_brand(stores, brand, {role: role for role in named})
    print(f"sign in     rapport login {arguments.admin}" + _options(arguments))
    print(f"API         RAPPORT_API={find_api(arguments, operated.outputs)}")
    print(f"token       RAPPORT_TOKEN={renew_token(stores, brand, ADMIN)}  (the admin's, shown this once)")
    return 0


def find_api(arguments: argparse.Namespace, outputs: Mapping[str, str]) -> str:
    """Returns the address of the agent API: the local stack's is another than AWS would have."""
    return str(outputs["ApiUrl"] if arguments.stack_name else stack_file()["api_url"])


def open_pool(outputs: Mapping[str, str]) -> People:
    """Returns the people of the stack's pool."""
    from aws import clients

    return People(clients.client("cognito-idp"), outputs["UserPoolId"], outputs["UserPoolClientId"])


def _check_free(stores: Any, brand: str, role: str, subject: str | None) -> None:
    """Raises CommandError when somebody else works as this agent: one agent is one person."""
    if stores.agents.find_agent(brand, role) is None:
        return
    mine = None if subject is None else stores.agents.find_signed_in(subject)
    if mine is None or (mine.brand, mine.id) != (brand, role):
        raise CommandError(f"{brand} has its {role} already; further agents are added by POST /agents")


def _welcome(stores: Any, brand: str, role: str, subject: str, password: str | None) -> str:
    """Lets a person of the pool work as an agent, and returns what to tell them."""
    from model.errors import Conflict

    try:
        stores.agents.let_sign_in(subject, brand, role)
    except Conflict as error:
        raise CommandError(f"the person given as {role} signs in as another agent already") from error
    known = "is known to the pool already" if password is None else f"first password {password}, for 3 days"
    return f"{role:<11} {known}"


def _options(arguments: argparse.Namespace) -> str:
    given = {"--stack-name": arguments.stack_name, "--region": arguments.region, "--brand": arguments.brand}
    return "".join(f" {name} {value}" for name, value in given.items() if value)
