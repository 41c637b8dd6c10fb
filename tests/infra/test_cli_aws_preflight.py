"""Probes say what they found, go on after one that cannot be made, and leave nothing: `aws_preflight`, `aws_probes`."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.cli import aws_preflight, aws_probes
from infra.cli.aws_preflight import look_at
from infra.cli.aws_probes import Account, Finding


class Stack:
    """The names of a stack's resources."""

    def describe_stack_resource(self, StackName: str, LogicalResourceId: str) -> dict[str, Any]:  # noqa: N803 - botocore's
        return {"StackResourceDetail": {"PhysicalResourceId": f"{StackName}-{LogicalResourceId}"}}


@pytest.fixture
def account(tables: dict[str, str]) -> Account:
    iam = boto3.client("iam")
    for name in ("IntakeRole", "ApiRole"):
        iam.create_role(RoleName=f"r-{name}", AssumeRolePolicyDocument="{}")
        allowed = {"Effect": "Allow", "Action": ["dynamodb:PutItem"], "Resource": "*"}
        policy = {"Version": "2012-10-17", "Statement": [allowed]}
        iam.put_role_policy(RoleName=f"r-{name}", PolicyName="own", PolicyDocument=json.dumps(policy))
    where = {"LocationConstraint": "eu-central-1"}
    boto3.client("s3").create_bucket(Bucket="fallback", CreateBucketConfiguration=where)
    outputs = {f"Table{name.removesuffix('Table')}": physical for name, physical in tables.items()}
    outputs |= {f"Table{name.capitalize()}": physical for name, physical in tables.items()}

    def client(service: str, **credentials: str) -> Any:
        return Stack() if service == "cloudformation" else boto3.client(service, **credentials)

    return Account(client, "r", outputs | {"BucketFallback": "fallback"}, "")


def roles() -> list[str]:
    return sorted(each["RoleName"] for each in boto3.client("iam").list_roles()["Roles"])


def test_a_transaction_whose_condition_fails_is_fine_and_writes_nothing(account: Account) -> None:
    (found,) = aws_probes.try_transaction(account)
    assert (found.state, found.detail) == ("fine", "TransactionCanceledException")
    assert roles() == ["r-ApiRole", "r-IntakeRole"], "the role of a minute is gone"
    assert boto3.client("dynamodb").scan(TableName=account.outputs["TableOps"])["Count"] == 0


def test_an_insert_that_nobody_denies_is_wrong_and_taken_back(account: Account) -> None:
    """No stand-in looks at the keys that a statement names."""
    found = list(aws_probes.try_forbidden_inserts(account))
    assert [each.state for each in found] == ["wrong"] * 3
    for table in ("TableCore", "TableFeed", "TableKeys"):
        assert boto3.client("dynamodb").scan(TableName=account.outputs[table])["Count"] == 0


def test_the_role_goes_also_when_the_probe_breaks(account: Account) -> None:
    with pytest.raises(RuntimeError), aws_probes.as_role(account, "ApiRole"):
        raise RuntimeError
    assert roles() == ["r-ApiRole", "r-IntakeRole"]


def test_a_probe_that_cannot_be_made_does_not_stop_the_others(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def try_nothing(_: Account) -> Iterator[Finding]:
        raise RuntimeError("no rights")

    def try_all(_: Account) -> Iterator[Finding]:
        yield Finding("all", "fine", "")

    monkeypatch.setattr(aws_preflight, "PROBES", (try_nothing, try_all))
    assert list(look_at(account)) == [
        Finding("nothing", "not tried", "RuntimeError: no rights"),
        Finding("all", "fine", ""),
    ]


def test_without_a_token_the_unknown_route_is_not_tried(account: Account) -> None:
    assert [each.state for each in aws_probes.try_unknown_route(account)] == ["not tried"]


@pytest.mark.parametrize(("said", "state"), [("Allow", "fine"), ("Terminate", "wrong")])
def test_functions_that_feed_themselves_may_go_on(said: str, state: str) -> None:
    class Lambda:
        def get_function_recursion_config(self, FunctionName: str) -> dict[str, str]:  # noqa: N803 - botocore's
            assert FunctionName in ("r-AssignFunction", "r-FulfilFunction")
            return {"RecursiveLoop": said}

    made = Account(lambda service: Stack() if service == "cloudformation" else Lambda(), "r", {}, "")
    with mock_aws():
        assert [each.state for each in aws_probes.try_recursion(made)] == [state, state]
