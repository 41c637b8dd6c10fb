"""A hook before and after every call that any client of AWS makes, whoever made the client and whenever."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError, ReadTimeoutError

Hook = Callable[[int, str], None]
"""Called with the number of the point and its name: `before sqs.SendMessage`, `after sqs.SendMessage`."""


class Killed(BaseException):
    """The process ends here; nothing that catches errors sees it."""


@contextmanager
def hooked(hook: Hook) -> Iterator[list[str]]:
    """Call `hook` at every point; yields the names of the points passed.

    All of botocore's clients go through this one method, so that none is missed. A call that itself raises has
    no point behind it. A batch of statements is none of a piece: it has a point within, where half of them are done.
    """
    whole = BaseClient._make_api_call
    points: list[str] = []

    def passed(name: str) -> None:
        points.append(name)
        hook(len(points), name)

    def call(client: Any, operation: str, params: Any) -> Any:
        name = f"{client.meta.service_model.service_name}.{operation}"
        passed(f"before {name}")
        if operation == "BatchExecuteStatement" and len(params["Statements"]) > 1:
            first, second = _halves(params)
            answer = whole(client, operation, first)
            passed(f"within {name}")
            answer["Responses"] += whole(client, operation, second)["Responses"]
        else:
            answer = whole(client, operation, params)
        passed(f"after {name}")
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", call)
        yield points


def _halves(params: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    statements = params["Statements"]
    middle = len(statements) // 2
    return {**params, "Statements": statements[:middle]}, {**params, "Statements": statements[middle:]}


def nothing(_number: int, _name: str) -> None:
    """Only counts."""


def at(point: int, action: Callable[[], None]) -> Hook:
    """Does something at one point, once."""

    def hook(number: int, _name: str) -> None:
        if number == point:
            action()

    return hook


def kill() -> None:
    """The process dies."""
    raise Killed


def refuse() -> None:
    """The service answers that it is too busy, and has done nothing."""
    raise ClientError({"Error": {"Code": "ThrottlingException", "Message": ""}}, "Any")


def lose_reply() -> None:
    """The service did it, and nobody hears of it."""
    raise ReadTimeoutError(endpoint_url="https://service.example")


def fault_at(point: int) -> Hook:
    """What can go wrong at a point without the process dying: no service before a call, no reply after it."""

    def hook(number: int, name: str) -> None:
        if number == point:
            refuse() if name.startswith("before") else lose_reply()

    return hook
