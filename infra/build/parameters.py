"""Reads what an installation is deployed with: samconfig.toml, and what the caller says differently for once."""

import tomllib
from collections.abc import Sequence
from typing import Any

from infra import template
from infra.template import ROOT

CONFIG = ROOT / "samconfig.toml"


class WrongParameter(ValueError):
    """Says that the caller named a parameter that the template does not have, or gave it no value."""


def read_settings() -> dict[str, Any]:
    """Returns the sections of samconfig.toml by command, without their middle name."""
    with CONFIG.open("rb") as file:
        sections = tomllib.load(file)["default"]
    return {command: section["parameters"] for command, section in sections.items()}


def read_stack_name() -> str:
    """Returns the name of the stack that samconfig.toml is about."""
    return str(read_settings()["global"]["stack_name"])


def read_parameters(given: Sequence[str] = ()) -> dict[str, str]:
    """Returns the template's parameters as `Name=value` texts say, the later ones instead of the earlier.

    Raises WrongParameter.
    """
    known = template.load()["Parameters"]
    chosen = {}
    for text in (*read_settings()["global"]["parameter_overrides"], *given):
        name, equals, value = text.partition("=")
        if name not in known or not equals:
            raise WrongParameter(f"{text}: the template's parameters are {', '.join(known)}")
        if "AllowedValues" in known[name] and value not in map(str, known[name]["AllowedValues"]):
            raise WrongParameter(f"{text}: known are {', '.join(map(str, known[name]['AllowedValues']))}")
        chosen[name] = value
    return chosen


def find_value(parameters: dict[str, str], name: str) -> str:
    """Returns a parameter's value, the template's default where nobody chose one."""
    return parameters.get(name, str(template.load()["Parameters"][name].get("Default", "")))
