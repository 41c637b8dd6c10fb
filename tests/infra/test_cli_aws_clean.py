"""What a failed or deleted stack left is removed when asked, and what holds data only when asked twice: `aws_clean`."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.cli.aws_clean import clean_up
from infra.cli.errors import CommandError


class CloudFormation:
    """One stack with resources, as CloudFormation tells of it."""

    def __init__(self, state: str, resources: dict[str, str]) -> None:
        self.state, self.resources, self.deleted = state, resources, False

    def get_paginator(self, name: str) -> Any:
        return Paginator(self.stacks() if name == "list_stacks" else self.listed())

    def stacks(self) -> dict[str, Any]:
        now = datetime.now(UTC)
        return {
            "StackSummaries": [
                {"StackName": "r", "StackId": "arn:r/1", "StackStatus": self.state, "CreationTime": now},
                {
                    "StackName": "other",
                    "StackId": "arn:o/1",
                    "StackStatus": "CREATE_COMPLETE",
                    "CreationTime": now,
                },
            ]
        }

    def listed(self) -> dict[str, Any]:
        return {
            "StackResourceSummaries": [
                {"ResourceType": kind, "PhysicalResourceId": name} for kind, name in self.resources.items()
            ]
        }

    def delete_stack(self, StackName: str) -> None:  # noqa: N803 - botocore's spelling
        assert StackName == "r"
        self.deleted = True


class Pools:
    """Cognito with one empty pool: moto has no Cognito without more libraries."""

    class exceptions:  # noqa: N801 - botocore's spelling
        ResourceNotFoundException = KeyError

    def __init__(self) -> None:
        self.protection: dict[str, str] = {"pool": "ACTIVE"}

    def list_users(self, UserPoolId: str, Limit: int) -> dict[str, Any]:  # noqa: N803 - botocore's spelling
        assert Limit == 1
        assert self.protection[UserPoolId]
        return {"Users": []}

    def update_user_pool(self, UserPoolId: str, DeletionProtection: str) -> None:  # noqa: N803 - botocore's spelling
        self.protection[UserPoolId] = DeletionProtection

    def delete_user_pool(self, UserPoolId: str) -> None:  # noqa: N803 - botocore's spelling
        assert self.protection.pop(UserPoolId) == "INACTIVE"


class Paginator:
    """One page."""

    def __init__(self, page: dict[str, Any]) -> None:
        self._page = page

    def paginate(self, **_: str) -> list[dict[str, Any]]:
        return [self._page]


Make = Callable[[str], tuple[CloudFormation, Callable[[str], Any]]]


@pytest.fixture
def make() -> Iterator[Make]:
    """Makes what a stack leaves, in a state."""
    with mock_aws():

        def left(state: str) -> tuple[CloudFormation, Callable[[str], Any]]:
            boto3.client("dynamodb").create_table(
                TableName="core",
                AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
                BillingMode="PAY_PER_REQUEST",
                DeletionProtectionEnabled=True,
            )
            where = {"LocationConstraint": "eu-central-1"}
            boto3.client("s3").create_bucket(Bucket="fallback", CreateBucketConfiguration=where)
            pools = Pools()
            key = boto3.client("kms").create_key()["KeyMetadata"]["KeyId"]
            stack = CloudFormation(
                state,
                {
                    "AWS::DynamoDB::Table": "core",
                    "AWS::S3::Bucket": "fallback",
                    "AWS::Cognito::UserPool": "pool",
                    "AWS::KMS::Key": key,
                    "AWS::Lambda::Function": "gone",
                },
            )
            fakes: dict[str, Any] = {"cloudformation": stack, "cognito-idp": pools}
            return stack, lambda service: fakes.get(service) or boto3.client(service)

        yield left


def there(client: Callable[[str], Any]) -> tuple[int, int, int, str]:
    """Tables, buckets, pools, and the state of the one key."""
    kms = boto3.client("kms")
    (key,) = kms.list_keys()["Keys"]
    return (
        len(boto3.client("dynamodb").list_tables()["TableNames"]),
        len(boto3.client("s3").list_buckets()["Buckets"]),
        len(client("cognito-idp").protection),
        kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyState"],
    )


def test_nothing_changes_without_yes(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    stack, client = make("ROLLBACK_COMPLETE")
    assert clean_up(client, "r", does=False, with_data=True) == 0
    assert there(client) == (1, 1, 1, "Enabled")
    assert not stack.deleted
    assert "would go: AWS::DynamoDB::Table core" in capsys.readouterr().out


def test_what_is_empty_goes_and_the_key_stays_with_the_stack(make: Make) -> None:
    stack, client = make("ROLLBACK_COMPLETE")
    assert clean_up(client, "r", does=True, with_data=False) == 1
    assert there(client) == (0, 0, 0, "Enabled")
    assert not stack.deleted
    assert clean_up(client, "r", does=True, with_data=True) == 0
    assert there(client) == (0, 0, 0, "PendingDeletion")
    assert stack.deleted


def test_what_holds_something_stays_unless_it_may_go(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    _, client = make("DELETE_COMPLETE")
    boto3.client("dynamodb").put_item(TableName="core", Item={"pk": {"S": "a"}})
    boto3.client("s3").put_object(Bucket="fallback", Key="fallback/a", Body=b"a")
    assert clean_up(client, "r", does=True, with_data=False) == 1
    assert there(client) == (1, 1, 0, "Enabled")
    assert "stays: AWS::DynamoDB::Table core (holds rows)" in capsys.readouterr().out
    assert clean_up(client, "r", does=True, with_data=True) == 0
    assert there(client) == (0, 0, 0, "PendingDeletion")
    assert clean_up(client, "r", does=True, with_data=True) == 0, "again, and there is nothing left"


@pytest.mark.parametrize("state", ["CREATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "CREATE_IN_PROGRESS"])
def test_a_stack_that_is_alive_is_left_alone(make: Make, state: str) -> None:
    _, client = make(state)
    with pytest.raises(CommandError, match="deploy it again"):
        clean_up(client, "r", does=True, with_data=True)
    assert there(client) == (1, 1, 1, "Enabled")


def test_a_stack_that_nobody_knows_is_said(make: Make) -> None:
    _, client = make("DELETE_COMPLETE")
    with pytest.raises(CommandError, match="no stack q"):
        clean_up(client, "q", does=True, with_data=True)
