"""A deployed stack seen from its operator's terminal: the names of its queues and tables, in the environment."""

import argparse
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.cli.errors import CommandError
from infra.cli.target import stack_file

LOCAL_ONLY = frozenset(
    {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL", "RAPPORT_WEBHOOK_URL"}
)


@dataclass(frozen=True, slots=True)
class Operated:
    """Holds the stack in use: its CloudFormation outputs, and the brand that is worked on."""

    outputs: Mapping[str, str]
    brand: str


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds `--stack-name`, `--region` and `--brand`, for a stack in AWS; without them it is the local one."""
    parser.add_argument("--stack-name", help="a stack in AWS, reached with your own credentials")
    parser.add_argument("--region", help="its region, if not the one you have set")
    parser.add_argument("--brand", help="the brand to work on; the local stack has one")


def operate(arguments: argparse.Namespace) -> Operated:
    """Sets the environment so that `store` and `aws` work on the chosen stack. Raises CommandError."""
    from infra.local.stack import Stack, client

    if arguments.stack_name:
        if not arguments.brand:
            raise CommandError("give --brand together with --stack-name")
        outputs = _outputs(_client(arguments.region), arguments.stack_name)
        stack = Stack("", arguments.stack_name, outputs)
        ours = {name: value for name, value in stack.environment().items() if name not in LOCAL_ONLY}
        regions = {
            name: arguments.region for name in ("AWS_REGION", "AWS_DEFAULT_REGION") if arguments.region
        }
        os.environ.update({n: v for n, v in ours.items() if not n.startswith("AWS_")} | regions)
        return Operated(outputs, arguments.brand)
    local = stack_file()
    outputs = _outputs(client("cloudformation", local["endpoint_url"]), local["stack_name"])
    os.environ.update(Stack(local["endpoint_url"], local["stack_name"], outputs).environment())
    return Operated(outputs, arguments.brand or local["brand"])


def _client(region: str | None) -> Any:
    import boto3

    return boto3.client("cloudformation", region_name=region)


def _outputs(cloudformation: Any, stack_name: str) -> dict[str, str]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        found = cloudformation.describe_stacks(StackName=stack_name)["Stacks"][0]
    except (BotoCoreError, ClientError) as error:
        raise CommandError(f"cannot look at the stack {stack_name}: {error}") from error
    return {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", [])}
