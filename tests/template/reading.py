"""Reading template.yaml for the rules about it."""

from collections.abc import Callable, Iterator
from typing import Any, cast

from infra import template

Template = dict[str, Any]
Rule = Callable[[Template], list[str]]

DAY = 86_400


def function_name(logical_id: str) -> str:
    return logical_id.removesuffix("Function")


def functions(body: Template) -> dict[str, dict[str, Any]]:
    """`Webhook` -> its properties, for every function."""
    found = template.of_type(body, "AWS::Serverless::Function")
    return {function_name(name): one["Properties"] for name, one in found.items()}


def statements(body: Template, name: str) -> list[dict[str, Any]]:
    """All statements of a function's role."""
    return [each for document in policies(body, name) for each in document["Statement"]]


def policies(body: Template, name: str) -> list[dict[str, Any]]:
    """The policies of a function's role: its own one, then those of the template that it takes."""
    role = body["Resources"][f"{name}Role"]["Properties"]
    (own,) = role["Policies"]
    named = [each["Ref"] for each in role.get("ManagedPolicyArns", ()) if "Ref" in each]
    taken = [body["Resources"][each]["Properties"] for each in named]
    return [each["PolicyDocument"] for each in (own, *taken)]


def actions(statement: dict[str, Any]) -> list[str]:
    found = statement["Action"]
    return found if isinstance(found, list) else [found]


def resources(statement: dict[str, Any]) -> list[str]:
    """Resources as text, so that `CoreTable` or `out/*` can be looked for."""
    found = statement["Resource"]
    return [text(one) for one in (found if isinstance(found, list) else [found])]


def leading_keys(statement: dict[str, Any]) -> list[str]:
    condition = statement.get("Condition", {}).get("ForAllValues:StringLike", {})
    return cast(list[str], condition.get("dynamodb:LeadingKeys", []))


def text(value: Any) -> str:
    if isinstance(value, dict):
        value = next(iter(value.values()))
    return ".".join(value) if isinstance(value, list) else str(value)


def all_statements(body: Template) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in functions(body):
        for statement in statements(body, name):
            yield name, statement


def mappings(body: Template) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    for name, function in functions(body).items():
        for event in function.get("Events", {}).values():
            if event["Type"] == "SQS":
                yield name, function, event["Properties"]


def queues(body: Template) -> tuple[dict[str, Any], dict[str, Any]]:
    """Source queues and dead queues."""
    every = {name: one["Properties"] for name, one in template.of_type(body, "AWS::SQS::Queue").items()}
    dead = {name: one for name, one in every.items() if name.endswith("DeadQueue")}
    return {name: one for name, one in every.items() if name not in dead}, dead
