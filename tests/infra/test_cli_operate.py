"""`rapport parked` and `rapport dlq` on a stack in AWS, which they know by its CloudFormation outputs."""

import json
import os
import time
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from aws import kms
from infra.cli import aws_stack, parked
from infra.cli.main import main
from model.messages import Envelope
from store.interactions.parked import UNKNOWN_ACCOUNT
from store.stores import Stores
from tests.tables import create_tables

NAME = "rapport-test"
CHOSEN = ["--stack-name", NAME, "--brand", "acme", "--region", "eu-central-1"]
QUEUES = {
    output: output.lower()
    for output in (
        *("QueueDeliveries", "QueueDeliveriesDlq", "QueueFetches", "QueueFetchesDlq"),
        *("QueueSentiment", "QueueSentimentDlq", "QueueSegments", "QueueSegmentsDlq"),
        *("QueuePrivacy", "QueuePrivacyDlq", "QueueImports", "QueueImportsDlq"),
    )
}


@pytest.fixture(autouse=True)
def stack(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A deployed stack of which only outputs, tables, queues and the key exist; answers the queues' addresses."""
    before = dict(os.environ)
    monkeypatch.setattr(parked, "DELAY_S", 1)
    with mock_aws():
        tables = create_tables(boto3.client("dynamodb"))
        key = boto3.client("kms").create_key()["KeyMetadata"]["KeyId"]
        sqs = boto3.client("sqs")
        queues = {output: sqs.create_queue(QueueName=name)["QueueUrl"] for output, name in QUEUES.items()}
        outputs = {
            **{f"Table{name.title()}": physical for name, physical in tables.items()},
            **queues,
            "KmsKeyId": key,
            "SecretsPrefix": "rapport/prod",
            "BucketFallback": "rapport-test-fallback",
            "WebhookUrl": "https://hooks.example",
            "ApiUrl": "https://api.example/prod",
            "UserPoolId": "pool",
            "UserPoolClientId": "client",
        }
        monkeypatch.setattr(aws_stack, "_client", lambda _region: CloudFormation(outputs))
        os.environ["RAPPORT_KMS_KEY_ID"] = key
        Stores(kms).create_brand("acme")
        yield queues
    os.environ.clear()
    os.environ.update(before)


class CloudFormation:
    """As its client, and it knows one stack: moto's own needs more than the tests have."""

    def __init__(self, outputs: dict[str, str]) -> None:
        self.outputs = outputs

    def describe_stacks(self, StackName: str) -> dict[str, Any]:  # noqa: N803 - as AWS names it
        if StackName != NAME:
            raise ClientError({"Error": {"Code": "ValidationError", "Message": "unknown"}}, "DescribeStacks")
        outputs = [{"OutputKey": key, "OutputValue": value} for key, value in self.outputs.items()]
        return {"Stacks": [{"StackName": NAME, "Outputs": outputs}]}


def send(queue_url: str, count: int) -> None:
    for number in range(count):
        boto3.client("sqs").send_message(QueueUrl=queue_url, MessageBody=json.dumps({"number": number}))


def held(queue_url: str) -> list[str]:
    """Every message now in the queue, hidden ones left out."""
    bodies: list[str] = []
    while (
        messages := boto3.client("sqs")
        .receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10)
        .get("Messages")
    ):
        bodies += [message["Body"] for message in messages]
    return sorted(bodies)


def delayed(queue_url: str) -> int:
    """How many messages of the queue cannot be received yet."""
    wanted = "ApproximateNumberOfMessagesDelayed"
    found = boto3.client("sqs").get_queue_attributes(QueueUrl=queue_url, AttributeNames=[wanted])
    return int(found["Attributes"][wanted])


def park(text: str, reason: str = "bad_json", platform: str = "slack") -> None:
    stores = Stores(kms)
    envelope = Envelope(platform, "endpoint1", "acme", stores.now_ms(), {}, text.encode())
    stores.parked.park_delivery(envelope, reason, stores.now_ms())


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert main(["parked", "list", "--json", *arguments, *CHOSEN]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_dead_letters_go_back_to_their_own_queues(
    stack: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    send(stack["QueueSentimentDlq"], 12)
    send(stack["QueueSegmentsDlq"], 1)
    send(stack["QueuePrivacyDlq"], 2)
    assert main(["dlq", "replay", *CHOSEN]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "deliveries: replayed 0",
        "fetches: replayed 0",
        "imports: replayed 0",
        "sentiment: replayed 12",
        "segments: replayed 1",
        "privacy: replayed 2",
    ]
    assert held(stack["QueueSentiment"]) == sorted(json.dumps({"number": number}) for number in range(12))
    assert len(held(stack["QueueSegments"])) == 1
    assert len(held(stack["QueuePrivacy"])) == 2
    assert main(["dlq", "replay", *CHOSEN]) == 0
    assert "sentiment: replayed 0" in capsys.readouterr().out


def test_a_limit_leaves_the_rest(stack: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    send(stack["QueueDeliveriesDlq"], 5)
    assert main(["dlq", "replay", "--queue", "deliveries", "--limit", "3", *CHOSEN]) == 0
    assert capsys.readouterr().out == "deliveries: replayed 3\n"
    assert len(held(stack["QueueDeliveries"])) == 3


def test_a_dry_run_moves_nothing(stack: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    send(stack["QueueDeliveriesDlq"], 4)
    assert main(["dlq", "replay", "--queue", "deliveries", "--dry-run", *CHOSEN]) == 0
    assert capsys.readouterr().out == "deliveries: would replay about 4\n"
    assert len(held(stack["QueueDeliveriesDlq"])) == 4
    assert held(stack["QueueDeliveries"]) == []


def test_what_is_parked_is_listed_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    park("{canary")
    park("{canary", reason="too_deep", platform="x")
    assert main(["parked", "list", *CHOSEN]) == 0
    shown = capsys.readouterr().out
    assert "bad_json" in shown
    assert "canary" not in shown
    assert [(each["platform"], each["reason"]) for each in listed(capsys, "--platform", "x")] == [
        ("x", "too_deep")
    ]
    assert listed(capsys, "--reason", "nothing_like_it") == []


def test_replayed_is_queued_as_it_came_and_forgotten(
    stack: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    park("{one")
    park("{two")
    assert main(["parked", "replay", "--dry-run", *CHOSEN]) == 0
    assert capsys.readouterr().out == "would replay 2, past their time 0\n"
    assert main(["parked", "replay", *CHOSEN]) == 0
    assert capsys.readouterr().out == "replayed 2, past their time 0\n"
    assert delayed(stack["QueueDeliveries"]) == 2  # so that none is parked again before it is forgotten
    time.sleep(parked.DELAY_S + 0.1)
    bodies = [Envelope.from_json(text).body for text in held(stack["QueueDeliveries"])]
    assert sorted(bodies, key=lambda body: body or b"") == [b"{one", b"{two"]
    assert listed(capsys) == []


def test_one_can_be_chosen(stack: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    park("{one")
    park("{two")
    chosen = listed(capsys)[0]["id"]
    assert main(["parked", "replay", chosen, *CHOSEN]) == 0
    capsys.readouterr()
    assert delayed(stack["QueueDeliveries"]) == 1
    assert chosen not in [each["id"] for each in listed(capsys)]


def test_what_is_past_its_time_is_told(stack: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    park("{one")
    from store.vault.rows import SaltRow

    for row in SaltRow.scan():
        if row.pk.startswith("bucket#"):
            row.update([SaltRow.salt.remove(), SaltRow.erased_at.set(1)])
    assert [each["readable"] for each in listed(capsys)] == [False]
    assert main(["parked", "replay", *CHOSEN]) == 1
    assert "past their time 1" in capsys.readouterr().out
    assert held(stack["QueueDeliveries"]) == []


def test_an_unknown_stack_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parked", "list", "--stack-name", "nowhere", "--brand", "acme"]) == 1
    assert "cannot look at the stack nowhere" in capsys.readouterr().err


def test_a_brand_is_needed_with_a_stack(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parked", "list", "--stack-name", NAME]) == 1
    assert "--brand" in capsys.readouterr().err


def test_the_operators_own_credentials_stay(stack: dict[str, str]) -> None:
    own = os.environ["AWS_ACCESS_KEY_ID"]
    assert main(["parked", "list", *CHOSEN]) == 0
    assert os.environ["AWS_ACCESS_KEY_ID"] == own
    assert "AWS_ENDPOINT_URL" not in os.environ
    assert os.environ["RAPPORT_STAGE"] == "prod"


def test_a_root_is_rotated_and_stays_while_backups_may_need_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "rotate", *CHOSEN]) == 0
    assert main(["keys", "reseal", *CHOSEN]) == 0
    capsys.readouterr()
    assert main(["keys", "list", *CHOSEN]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(each["version"], each["newest"]) for each in listed["roots"]] == [(2, True), (1, False)]


@pytest.mark.parametrize("verb", ["list", "rotate"])
def test_an_unknown_brand_has_no_keys(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", verb, "--stack-name", NAME, "--brand", "nobody"]) == 1
    assert "no keys for this brand" in capsys.readouterr().err


def test_what_is_for_an_unknown_account_is_listed_with_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    stores = Stores(kms)
    envelope = Envelope("slack", "endpoint1", "acme", stores.now_ms(), {}, b"canary")
    stores.parked.park_delivery(envelope, UNKNOWN_ACCOUNT, stores.now_ms(), ["T0WRONG"])
    (row,) = listed(capsys, "--reason", "unknown_account")
    assert (row["accounts"], row["reason"]) == (["T0WRONG"], "unknown_account")
    assert main(["parked", "list", *CHOSEN]) == 0
    shown = capsys.readouterr().out
    assert "T0WRONG" in shown
    assert "canary" not in shown


def test_b9_a_replay_marks_what_failed_and_nothing_else(stack: dict[str, str]) -> None:
    park("{broken", reason="exhausted")
    stores = Stores(kms)
    envelope = Envelope("slack", "endpoint1", "acme", stores.now_ms(), {}, b"for nobody")
    stores.parked.park_delivery(envelope, UNKNOWN_ACCOUNT, stores.now_ms(), ["T0WRONG"])
    dead = Envelope("slack", "endpoint1", "acme", stores.now_ms(), {}, b"dead")
    boto3.client("sqs").send_message(QueueUrl=stack["QueueDeliveriesDlq"], MessageBody=dead.to_json())
    assert main(["parked", "replay", *CHOSEN]) == 0
    assert main(["dlq", "replay", "--queue", "deliveries", *CHOSEN]) == 0
    time.sleep(parked.DELAY_S + 0.5)
    envelopes = map(Envelope.from_json, held(stack["QueueDeliveries"]))
    assert {each.body: each.alone for each in envelopes} == {
        b"{broken": True,
        b"for nobody": False,
        b"dead": True,
    }
