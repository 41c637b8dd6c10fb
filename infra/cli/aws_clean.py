"""`rapport aws clean`: what a failed first deployment or a deleted stack left behind. Without `--yes` it only says so.

Tables, bucket, user pool and key are protected and stay when their stack goes. What holds something is left alone
unless `--with-data` says that it may go, for good.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from infra.cli.errors import CommandError

DEAD = frozenset(
    {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED", "DELETE_COMPLETE"}
)
"""States of a stack that serves nobody."""

KEY_DAYS = 30
"""How long KMS keeps a key before it is destroyed: the longest it offers."""

KINDS = ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool", "AWS::KMS::Key")


@dataclass(frozen=True, slots=True)
class Left:
    """Holds something that outlived its stack; `holds` says what is in it, empty for nothing."""

    kind: str
    id: str
    holds: str


Clients = Callable[[str], Any]


def add_to(verbs: Any) -> None:
    """Registers `clean`."""
    parser = verbs.add_parser("clean", help="remove what a failed or deleted stack left", description=__doc__)
    parser.add_argument("--stack", required=True, help="name of the stack")
    parser.add_argument("--region")
    parser.add_argument("--yes", action="store_true", help="do it; without it nothing changes")
    parser.add_argument("--with-data", action="store_true", help="also what holds something, for good")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when something had to stay."""
    import boto3

    def client(service: str) -> Any:
        return boto3.client(service, region_name=arguments.region)

    return clean_up(client, arguments.stack, does=arguments.yes, with_data=arguments.with_data)


def clean_up(client: Clients, stack: str, *, does: bool, with_data: bool) -> int:
    """Removes what a stack left, or says what it would; 1 when something stays because it holds data."""
    identity, state = find_dead_stack(client("cloudformation"), stack)
    stays = 0
    for each in list_left(client, identity):
        kept = bool(each.holds) and not with_data
        stays += kept
        verb = "stays" if kept else "removed" if does else "would go"
        print(f"{verb}: {each.kind} {each.id}{f' ({each.holds})' if each.holds else ''}")
        if does and not kept:
            REMOVERS[each.kind](client, each.id)
    if state != "DELETE_COMPLETE":
        print(f"{'removed' if does and not stays else 'would go'}: the stack {stack} ({state})")
        if does and not stays:
            client("cloudformation").delete_stack(StackName=stack)
    if not does:
        print("nothing was changed; --yes does it")
    return int(stays > 0)


def find_dead_stack(cloudformation: Any, stack: str) -> tuple[str, str]:
    """Returns id and state of a stack that serves nobody, the latest of its name. Raises CommandError."""
    paginator = cloudformation.get_paginator("list_stacks")
    found = [
        each for page in paginator.paginate() for each in page["StackSummaries"] if each["StackName"] == stack
    ]
    alive = [each for each in found if each["StackStatus"] not in DEAD]
    if alive:
        raise CommandError(f"{stack} is {alive[0]['StackStatus']}: `sam delete` first, or deploy it again")
    if not found:
        raise CommandError(
            f"no stack {stack} is known here; CloudFormation forgets deleted ones after 90 days"
        )
    latest = max(found, key=lambda each: each["CreationTime"])
    return latest["StackId"], latest["StackStatus"]


def list_left(client: Clients, stack_id: str) -> Iterator[Left]:
    """Yields what is still there of a stack's protected resources."""
    paginator = client("cloudformation").get_paginator("list_stack_resources")
    for page in paginator.paginate(StackName=stack_id):
        for each in page["StackResourceSummaries"]:
            kind, name = each["ResourceType"], each.get("PhysicalResourceId")
            if kind in KINDS and name:
                holds = LOOKERS[kind](client, name)
                if holds is not None:
                    yield Left(kind, name, holds)


def _look_into_table(client: Clients, name: str) -> str | None:
    dynamodb = client("dynamodb")
    try:
        rows = dynamodb.scan(TableName=name, Limit=1)["Items"]
    except dynamodb.exceptions.ResourceNotFoundException:
        return None
    return "holds rows" if rows else ""


def _look_into_bucket(client: Clients, name: str) -> str | None:
    s3 = client("s3")
    try:
        held = s3.list_objects_v2(Bucket=name, MaxKeys=1).get("KeyCount", 0)
    except s3.exceptions.NoSuchBucket:
        return None
    return "holds objects" if held else ""


def _look_into_pool(client: Clients, name: str) -> str | None:
    cognito = client("cognito-idp")
    try:
        users = cognito.list_users(UserPoolId=name, Limit=1)["Users"]
    except cognito.exceptions.ResourceNotFoundException:
        return None
    return "holds users" if users else ""


def _look_at_key(client: Clients, name: str) -> str | None:
    """Looks at a key. Without its tables it opens nothing, and nobody can tell what it held: so it waits 30 days."""
    kms = client("kms")
    try:
        state = kms.describe_key(KeyId=name)["KeyMetadata"]["KeyState"]
    except kms.exceptions.NotFoundException:
        return None
    return None if state == "PendingDeletion" else "may open rows of a table or a backup"


def _remove_table(client: Clients, name: str) -> None:
    client("dynamodb").update_table(TableName=name, DeletionProtectionEnabled=False)
    client("dynamodb").delete_table(TableName=name)


def _remove_bucket(client: Clients, name: str) -> None:
    s3 = client("s3")
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=name):
        for each in page.get("Contents", []):
            s3.delete_object(Bucket=name, Key=each["Key"])
    s3.delete_bucket(Bucket=name)


def _remove_pool(client: Clients, name: str) -> None:
    client("cognito-idp").update_user_pool(UserPoolId=name, DeletionProtection="INACTIVE")
    client("cognito-idp").delete_user_pool(UserPoolId=name)


def _remove_key(client: Clients, name: str) -> None:
    client("kms").schedule_key_deletion(KeyId=name, PendingWindowInDays=KEY_DAYS)


LOOKERS: dict[str, Callable[[Clients, str], str | None]] = dict(
    zip(KINDS, (_look_into_table, _look_into_bucket, _look_into_pool, _look_at_key), strict=True)
)
REMOVERS: dict[str, Callable[[Clients, str], None]] = dict(
    zip(KINDS, (_remove_table, _remove_bucket, _remove_pool, _remove_key), strict=True)
)
