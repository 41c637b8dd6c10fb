"""Fits template.yaml to what ministack understands of it, and to the simulated platforms that run beside it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra import template

_METHODS = ("get", "post", "put", "patch", "delete")
_BATCHED = ("sqs:SendMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility")


def fit_template(body: dict[str, Any], simulated: Path) -> None:
    """Changes what ministack reads otherwise than AWS, and maps the addresses of simulated platforms in `simulated`."""
    _name_batches(body)
    _let_statements_batch(body)
    _leave_contexts_out(body)
    _write_out_concurrency(body)
    _leave_versions_out(body)
    _list_methods(body)
    _leave_sums_out(body)
    map_simulated(body, simulated)


def _policies(body: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Yields the statements of each policy, whether a role's own or one that it takes."""
    for role in template.of_type(body, "AWS::IAM::Role").values():
        for policy in role["Properties"]["Policies"]:
            yield policy["PolicyDocument"]["Statement"]
    for taken in template.of_type(body, "AWS::IAM::ManagedPolicy").values():
        yield taken["Properties"]["PolicyDocument"]["Statement"]


def _name_batches(body: dict[str, Any]) -> None:
    """Allows batches by name: IAM knows one action for a message and a batch of them, ministack asks for two.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
    """
    for statements in _policies(body):
        for statement in statements:
            statement["Action"] += [f"{name}Batch" for name in statement["Action"] if name in _BATCHED]


def _let_statements_batch(body: dict[str, Any]) -> None:
    """Allows batches of PartiQL statements: IAM authorises each, ministack asks for the request, of no table.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
    """
    for statements in _policies(body):
        if any("PartiQL" in action for each in statements for action in each["Action"]):
            statements.append(
                {"Effect": "Allow", "Action": ["dynamodb:BatchExecuteStatement"], "Resource": "*"}
            )


def _leave_contexts_out(body: dict[str, Any]) -> None:
    """Takes out conditions on what ministack does not see: contexts of calls to KMS and keys of those to DynamoDB. It
    would refuse every one.

    KMS itself still takes no other context than the one a key was wrapped with; tests/template holds the conditions.
    """
    for statements in _policies(body):
        for statement in statements:
            if any(action.startswith("kms:") for action in statement["Action"]):
                statement.pop("Condition", None)
            statement.get("Condition", {}).pop("Null", None)


def _write_out_concurrency(body: dict[str, Any]) -> None:
    """Writes a number for the parameter, whose text ministack hands on and its mappings stop on."""
    most = int(body["Parameters"]["MaxConcurrency"]["Default"])
    for function in template.of_type(body, "AWS::Serverless::Function").values():
        for event in function["Properties"].get("Events", {}).values():
            if event["Type"] == "SQS":
                event["Properties"]["ScalingConfig"] = {"MaximumConcurrency": most}


def _leave_versions_out(body: dict[str, Any]) -> None:
    """Takes out the shifting of traffic, which is CodeDeploy's: here everything calls the functions themselves."""
    for function in template.of_type(body, "AWS::Serverless::Function").values():
        for name in ("AutoPublishAlias", "AutoPublishAliasAllProperties", "DeploymentPreference"):
            function["Properties"].pop(name, None)
    body["Resources"] = template.decide(body["Resources"], "ShiftsTraffic", met=False)


def _list_methods(body: dict[str, Any]) -> None:
    """Lists all methods in place of API Gateway's word for any, which ministack passes over."""
    for methods in body["Resources"]["AgentApi"]["Properties"]["DefinitionBody"]["paths"].values():
        if "x-amazon-apigateway-any-method" in methods:
            any_method = methods.pop("x-amazon-apigateway-any-method")
            methods.update(dict.fromkeys(_METHODS, any_method))


def _leave_sums_out(body: dict[str, Any]) -> None:
    """Takes out alarms on more than one metric, which ministack does not know: nobody reads its alarms."""
    for name, alarm in template.of_type(body, "AWS::CloudWatch::Alarm").items():
        if "Metrics" in alarm["Properties"]:
            del body["Resources"][name]


def map_simulated(body: dict[str, Any], told: Path) -> None:
    """Has the functions find simulated platforms on this machine, where a file tells of some (`web.simulated`)."""
    if told.exists():
        text = json.dumps(json.loads(told.read_text(encoding="utf-8")), sort_keys=True)
        body["Globals"]["Function"]["Environment"]["Variables"]["RAPPORT_SIMULATED_WEB"] = text
