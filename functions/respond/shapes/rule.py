"""Describes segment rules and the evidence of them.

A union of Structs without tags has no shape: a rule is one Struct with optional parts, checked after decoding.
"""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from model import window


class RuleView(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True,
               rename={"is_": "is", "in_": "in", "not_": "not"}):  # fmt: skip
    """Holds a condition or a tree: exactly one of `all`, `any`, `not`, `segment`, or an `attribute` compared."""

    all: Annotated[list["RuleView"], Meta(min_length=1)] | UnsetType = UNSET
    any: Annotated[list["RuleView"], Meta(min_length=1)] | UnsetType = UNSET
    not_: "RuleView | UnsetType" = UNSET
    segment: str | UnsetType = UNSET
    attribute: str | UnsetType = UNSET
    is_: str | bool | UnsetType = UNSET
    is_not: str | bool | UnsetType = UNSET
    in_: Annotated[list[str], Meta(min_length=1)] | UnsetType = UNSET
    has: str | UnsetType = UNSET
    at_least: int | float | UnsetType = UNSET
    at_most: int | float | UnsetType = UNSET
    within_days: Annotated[int, Meta(ge=1, le=window.LONGEST_DAYS)] | UnsetType = UNSET


class EvidenceView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows why somebody is in a segment: the rule and the values that made it true."""

    rule: RuleView
    values: dict[str, Any]


def show_rule(rule: Mapping[str, Any]) -> RuleView:
    """Returns a rule of the store."""
    return msgspec.convert(dict(rule), RuleView)


def read_rule(rule: RuleView) -> dict[str, Any]:
    """Returns a rule as the store keeps it."""
    found: dict[str, Any] = msgspec.to_builtins(rule)
    return found


def show_evidence(evidence: Mapping[str, Any]) -> EvidenceView:
    """Returns a membership's evidence."""
    return EvidenceView(rule=show_rule(evidence["rule"]), values=dict(evidence["values"]))
