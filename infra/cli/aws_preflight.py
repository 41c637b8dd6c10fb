"""`rapport aws preflight`: tries in a real account what documentation leaves open; docs/first-account.md explains each.

It makes a role for a minute with a function's own rights, writes nothing that stays, and removes the role again.
"""

import argparse
import json
import os
from collections.abc import Callable, Iterator
from typing import Any

from infra.cli import aws_probes
from infra.cli.aws_probes import Account, Finding
from infra.cli.errors import CommandError


def add_to(verbs: Any) -> None:
    """Registers `preflight`."""
    parser = verbs.add_parser("preflight", help="try what only an account can show", description=__doc__)
    parser.add_argument("--stack", required=True, help="name of the deployed stack")
    parser.add_argument("--region")
    parser.add_argument("--endpoint-url", help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", help="one line of JSON a finding")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exits with 0 when everything is as it should be, else 1."""
    found = []
    for finding in look_at(_account(arguments)):
        found.append(finding)
        print(json.dumps(finding._asdict()) if arguments.json else _line(finding), flush=True)
    return int(any(each.state == "wrong" for each in found))


def look_at(account: Account) -> Iterator[Finding]:
    """Yields what each probe found; one that cannot be made says why, and the others go on."""
    for probe in PROBES:
        try:
            yield from probe(account)
        except Exception as error:  # noqa: BLE001 - an account refuses in many ways, and each is a finding
            yield Finding(
                probe.__name__.removeprefix("try_"), "not tried", f"{type(error).__name__}: {error}"
            )


PROBES: tuple[Callable[[Account], Iterator[Finding]], ...] = (
    aws_probes.try_concurrency,
    aws_probes.try_recursion,
    aws_probes.try_forbidden_inserts,
    aws_probes.try_transaction,
    aws_probes.try_capacity,
    aws_probes.try_signing_keys,
    aws_probes.try_presigned_link,
    aws_probes.try_unknown_route,
)


def _account(arguments: argparse.Namespace) -> Account:
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    session = boto3.Session(region_name=arguments.region)
    more = {"endpoint_url": arguments.endpoint_url} if arguments.endpoint_url else {}

    def client(service: str, **credentials: str) -> Any:
        return session.client(service, **more, **credentials)

    try:
        stack = client("cloudformation").describe_stacks(StackName=arguments.stack)["Stacks"][0]
    except (BotoCoreError, ClientError) as error:
        raise CommandError(f"cannot look at the stack {arguments.stack}: {error}") from error
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}
    return Account(client, arguments.stack, outputs, os.environ.get("RAPPORT_TOKEN", ""))


def _line(finding: Finding) -> str:
    return f"{finding.state:<10} {finding.name}: {finding.detail}"
