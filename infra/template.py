"""template.yaml as data: the one place where tables, functions and permissions are written down."""

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "template.yaml"


class _Loader(yaml.SafeLoader):
    """Reads YAML with CloudFormation's short functions: `!Ref X` becomes `{"Ref": "X"}`."""


def _function(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        text = str(loader.construct_scalar(node))
        return {name: text.split(".", 1) if suffix == "GetAtt" else text}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(cast(yaml.MappingNode, node), deep=True)}


_Loader.add_multi_constructor("!", _function)


@cache
def _parsed(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as file:
        return cast(dict[str, Any], yaml.load(file, _Loader))  # noqa: S506 - it is a SafeLoader


def load(path: Path = TEMPLATE) -> dict[str, Any]:
    """Loads the template with its functions in the long form, else as written; the caller's own copy."""
    return deepcopy(_parsed(path))


def of_type(template: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    """Returns logical id -> resource, for every resource of the type."""
    return {name: one for name, one in template["Resources"].items() if one["Type"] == kind}


def decide(value: Any, condition: str, *, met: bool) -> Any:
    """Returns a part of a template with every choice by this condition made."""
    if isinstance(value, dict):
        choice = value.get("Fn::If")
        if isinstance(choice, list) and choice[0] == condition:
            return decide(choice[1 if met else 2], condition, met=met)
        return {name: decide(each, condition, met=met) for name, each in value.items()}
    return [decide(each, condition, met=met) for each in value] if isinstance(value, list) else value
