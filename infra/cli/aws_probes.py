"""Probes of `rapport aws preflight`: each tries one thing in an account and says what it found."""

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

NOBODY = "nobody#preflight"
"""A key that no statement of any role allows, and no row has."""

ROLE_S = 60.0
"""How long IAM may take until a new role can be taken."""


class Finding(NamedTuple):
    """Says what a probe found; `state` is `fine`, `wrong` or `not tried`."""

    name: str
    state: str
    detail: str


@dataclass(frozen=True)
class Account:
    """Holds a deployed stack: clients by service, and what it says of itself."""

    client: Callable[..., Any]
    stack: str
    outputs: Mapping[str, str]
    token: str

    def find_resource(self, logical_id: str) -> str:
        """Returns the name that a resource of the template has here."""
        found = self.client("cloudformation").describe_stack_resource(
            StackName=self.stack, LogicalResourceId=logical_id
        )
        return str(found["StackResourceDetail"]["PhysicalResourceId"])


def judge(name: str, fine: bool, detail: str) -> Finding:
    """Returns a finding that is fine or wrong."""
    return Finding(name, "fine" if fine else "wrong", detail)


def try_concurrency(account: Account) -> Iterator[Finding]:
    """Tells whether the account has the concurrency that the defaults need."""
    limit = account.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    yield judge("concurrency", limit >= 10, f"{limit} concurrent invocations; the defaults need 10")


def try_recursion(account: Account) -> Iterator[Finding]:
    """Tells whether functions that feed their own queue are stopped after 16 hops, as walks and erasures are longer."""
    for name in ("AssignFunction", "FulfilFunction"):
        answer = account.client("lambda").get_function_recursion_config(
            FunctionName=account.find_resource(name)
        )
        yield judge(f"recursion of {name}", answer["RecursiveLoop"] == "Allow", answer["RecursiveLoop"])


def try_forbidden_inserts(account: Account) -> Iterator[Finding]:
    """Tells whether AWS fills `dynamodb:LeadingKeys` for PartiQL: an insert below a foreign key must be denied."""
    with as_role(account, "IntakeRole") as client:
        for table in ("TableCore", "TableFeed", "TableKeys"):
            answer = _insert(client("dynamodb"), account.outputs[table])
            denied = "AccessDenied" in answer
            if not answer:
                _delete(account.client("dynamodb"), account.outputs[table])
            detail = (
                "denied" if denied else answer or "a row was written that no statement allows (and deleted)"
            )
            yield judge(f"forbidden PartiQL insert into {table}", denied, detail)


def _insert(dynamodb: Any, table: str) -> str:
    """Returns the code of what was wrong, empty when the row was written."""
    row = "{'pk': ?, 'sk': ?}"
    statement = {"Statement": f'INSERT INTO "{table}" VALUE {row}', "Parameters": [{"S": NOBODY}, {"S": "#"}]}
    answer = dynamodb.batch_execute_statement(Statements=[statement])["Responses"][0]
    return str(answer.get("Error", {}).get("Code", ""))


def _delete(dynamodb: Any, table: str) -> None:
    names = {each["AttributeName"] for each in dynamodb.describe_table(TableName=table)["Table"]["KeySchema"]}
    key = {name: {"S": value} for name, value in (("pk", NOBODY), ("sk", "#")) if name in names}
    dynamodb.delete_item(TableName=table, Key=key)


def try_transaction(account: Account) -> Iterator[Finding]:
    """Tells whether a transaction may cross statements of a role: its condition fails, so that nothing is written."""
    with as_role(account, "ApiRole") as client:
        dynamodb = client("dynamodb")
        ops = account.outputs["TableOps"]
        parts = [
            _put_never(ops, "audit#preflight"),
            _put_never(ops, "corrections#preflight"),
            _put_never(account.outputs["TableCore"], "conversation#preflight"),
        ]
        try:
            dynamodb.transact_write_items(TransactItems=parts)
            answer = "written"
        except dynamodb.exceptions.ClientError as error:
            answer = error.response["Error"]["Code"]
        yield judge("transaction across statements", answer == "TransactionCanceledException", answer)


def _put_never(table: str, key: str) -> dict[str, Any]:
    item = {"pk": {"S": key}, "sk": {"S": "#"}}
    return {
        "Put": {"TableName": table, "Item": item, "ConditionExpression": "attribute_exists(pk)"},
    }


def try_capacity(account: Account) -> Iterator[Finding]:
    """Finds what a batch of two small rows is billed: two write units, so says the documentation."""
    dynamodb, table = account.client("dynamodb"), account.outputs["TableOps"]
    until = {"N": str(int(time.time()) + 3600)}
    rows = [{"pk": {"S": NOBODY}, "sk": {"S": str(n)}, "expires_at": until} for n in range(2)]
    answer = dynamodb.batch_write_item(
        RequestItems={table: [{"PutRequest": {"Item": row}} for row in rows]}, ReturnConsumedCapacity="TOTAL"
    )
    for row in rows:
        dynamodb.delete_item(TableName=table, Key={"pk": row["pk"], "sk": row["sk"]})
    used = sum(each.get("CapacityUnits", 0) for each in answer.get("ConsumedCapacity", []))
    yield judge("capacity of a batch of two", used == 2, f"{used} units")


def try_signing_keys(account: Account) -> Iterator[Finding]:
    """Tells whether the user pool's keys are where tokens say."""
    pool = account.outputs["UserPoolId"]
    url = f"https://cognito-idp.{pool.partition('_')[0]}.amazonaws.com/{pool}/.well-known/jwks.json"
    status, body = _get(url)
    keys = json.loads(body).get("keys", []) if status == 200 else []
    yield judge("JWKS", len(keys) >= 2, f"{status}, {len(keys)} keys")


def try_presigned_link(account: Account) -> Iterator[Finding]:
    """Tells whether a signed link to a copy works, and is refused without its signature."""
    s3, bucket, key = account.client("s3"), account.outputs["BucketFallback"], "exports/preflight"
    s3.put_object(Bucket=bucket, Key=key, Body=b"preflight")
    try:
        link = s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": key}, ExpiresIn=60)
        status, body = _get(link)
        bare, _ = _get(link.partition("?")[0])
    finally:
        s3.delete_object(Bucket=bucket, Key=key)
    fine = (status, body, bare) == (200, b"preflight", 403)
    yield judge("presigned link", fine, f"{status} with, {bare} without its signature")


def try_unknown_route(account: Account) -> Iterator[Finding]:
    """Tells whether an unknown route with a token gets our own 404, and nothing quotes the token."""
    name = "unknown route with a token"
    if not account.token:
        yield Finding(name, "not tried", "set RAPPORT_TOKEN")
        return
    status, body = _get(f"{account.outputs['ApiUrl']}/preflight", f"Bearer {account.token}")
    fine = status == 404 and b'"not_found"' in body and account.token.encode() not in body
    yield judge(name, fine, f"{status}, {len(body)} bytes")


def _get(url: str, authorization: str = "") -> tuple[int, bytes]:
    request = urllib.request.Request(url, headers={"Authorization": authorization} if authorization else {})  # noqa: S310 - addresses of the stack
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - see above
            return int(answer.status), answer.read()
    except urllib.error.HTTPError as error:
        return int(error.code), error.read()


@contextmanager
def as_role(account: Account, logical_id: str) -> Iterator[Callable[[str], Any]]:
    """Yields clients that may do with rows what a function may: a role like its own, which only the caller may take."""
    iam, sts = account.client("iam"), account.client("sts")
    policy = iam.get_role_policy(RoleName=account.find_resource(logical_id), PolicyName="own")
    name = f"rapport-preflight-{os.urandom(4).hex()}"
    trust = {"Effect": "Allow", "Principal": {"AWS": _principal(sts)}, "Action": "sts:AssumeRole"}
    made = iam.create_role(
        RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    )
    try:
        iam.put_role_policy(
            RoleName=name, PolicyName="own", PolicyDocument=json.dumps(policy["PolicyDocument"])
        )
        credentials = _take(sts, made["Role"]["Arn"])
        yield lambda service: account.client(service, **credentials)
    finally:
        iam.delete_role_policy(RoleName=name, PolicyName="own")
        iam.delete_role(RoleName=name)


def _principal(sts: Any) -> str:
    """Returns the caller's account: an assumed role has no name of its own that a policy takes."""
    account = sts.get_caller_identity()
    partition = account["Arn"].split(":")[1]
    return f"arn:{partition}:iam::{account['Account']}:root"


def _take(sts: Any, role: str) -> dict[str, str]:
    """Returns the credentials of a role that was made a moment ago."""
    deadline = time.monotonic() + ROLE_S
    while True:
        try:
            found = sts.assume_role(RoleArn=role, RoleSessionName="preflight")["Credentials"]
            break
        except sts.exceptions.ClientError:
            if time.monotonic() > deadline:
                raise
            time.sleep(2)
    return {
        "aws_access_key_id": found["AccessKeyId"],
        "aws_secret_access_key": found["SecretAccessKey"],
        "aws_session_token": found["SessionToken"],
    }
