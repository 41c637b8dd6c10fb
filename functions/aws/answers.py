"""Reads DynamoDB's answers within botocore: a value by its one tag, where botocore asks for each of the ten.

Rows are most of what intake, sentiment and assign read. What botocore finds is found; a test compares them.
"""

from base64 import b64decode
from typing import Any

from botocore.parsers import JSONParser, ResponseParserFactory

Value = dict[str, Any]
_AS_IT_IS = frozenset({"S", "N", "BOOL", "NULL", "SS", "NS"})


class ValueParser(JSONParser):  # type: ignore[misc]  # botocore says no types
    """Parses as botocore does, except for rows, keys and what else is a map of values."""

    def _handle_map(self, shape: Any, value: Any) -> Any:
        if shape.value.name == "AttributeValue":
            return {name: read_value(each) for name, each in value.items()}
        return super()._handle_map(shape, value)


class ValueParserFactory(ResponseParserFactory):  # type: ignore[misc]
    """Gives the parser to every client of a service that answers in JSON."""

    def create_parser(self, protocol_name: str) -> Any:
        """Returns the parser of a protocol."""
        if protocol_name == "json":
            return ValueParser(**self._defaults)
        return super().create_parser(protocol_name)


def read_value(value: Value) -> Value:
    """Returns a value with its bytes as bytes."""
    ((tag, inner),) = value.items()
    if tag in _AS_IT_IS:
        return value
    if tag == "B":
        return {"B": b64decode(inner)}
    if tag == "M":
        return {"M": {name: read_value(each) for name, each in inner.items()}}
    if tag == "L":
        return {"L": [read_value(each) for each in inner]}
    if tag == "BS":
        return {"BS": [b64decode(each) for each in inner]}
    return {}
