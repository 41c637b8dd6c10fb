"""Reads the fields of a change: those that are given, and what stands where one is not."""

from typing import TypeVar

from msgspec import UNSET, Struct, UnsetType

Value = TypeVar("Value")


def take_given(value: Value | UnsetType, otherwise: Value) -> Value:
    """Returns a field's value, or what stands where it was left out."""
    return otherwise if isinstance(value, UnsetType) else value


def take_several(value: Value | list[Value] | UnsetType) -> frozenset[Value] | None:
    """Returns the values of a filter, of which any will do; None where it was left out."""
    if isinstance(value, UnsetType):
        return None
    return frozenset(value) if isinstance(value, list) else frozenset((value,))


def list_given(wanted: Struct) -> list[str]:
    """Returns the names of the fields that are given, sorted: what the audit log says of a change."""
    return sorted(name for name in wanted.__struct_fields__ if getattr(wanted, name) is not UNSET)
