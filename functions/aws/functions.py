"""Calls another function of ours and waits for what it answers."""

import json
from collections.abc import Mapping
from typing import Any

from aws import clients
from model.errors import Unavailable

PATIENCE_S = 15.0
"""A function that was not called for long starts first."""


class FunctionFailed(Unavailable):
    """Says that a function that was called ended with an error; its log says which."""


def call_function(name: str, payload: Mapping[str, Any], seconds: float = PATIENCE_S) -> dict[str, Any]:
    """Returns what the function answers. Raises Unavailable."""
    answer = clients.call(
        "lambda", "invoke", seconds=seconds, FunctionName=name, Payload=json.dumps(payload).encode()
    )
    if "FunctionError" in answer:
        raise FunctionFailed("a function of ours failed")
    try:
        said = json.loads(answer["Payload"].read())
    except ValueError as error:
        raise FunctionFailed("a function of ours answered no JSON") from error
    return said if isinstance(said, dict) else {}
