"""Finds the stack that a command talks to: `RAPPORT_API` and `RAPPORT_TOKEN`, else the local stack's file."""

import json
import os
from pathlib import Path
from typing import Any, cast

from infra.cli.agent_api import AgentApi
from infra.cli.errors import CommandError
from infra.template import ROOT

NOT_UP = "no local stack: run `make up`, or set RAPPORT_API and RAPPORT_TOKEN"


def stack_path() -> Path:
    """Returns the file that `make up` names in its last line; `RAPPORT_STACK` names another one."""
    return Path(os.environ.get("RAPPORT_STACK") or ROOT / ".local" / "stack.json")


def stack_file() -> dict[str, Any]:
    """Returns the local stack. Raises CommandError when there is none."""
    try:
        return cast(dict[str, Any], json.loads(stack_path().read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise CommandError(NOT_UP) from error
    except ValueError as error:
        raise CommandError(f"{stack_path()} is damaged: run `make up` again") from error


def agent_api() -> AgentApi:
    """Returns the agent API of the stack. Raises CommandError when none is known."""
    url, token = os.environ.get("RAPPORT_API"), os.environ.get("RAPPORT_TOKEN")
    if url and token:
        return AgentApi(url, token)
    if url or token:
        raise CommandError("set both RAPPORT_API and RAPPORT_TOKEN, or neither for the local stack")
    stack = stack_file()
    return AgentApi(stack["api_url"], stack["token"])


def keep_row(row: dict[str, Any]) -> None:
    """Notes an account in the local stack's file, in place of one with the same platform and native id."""
    stack = stack_file()
    others = [each for each in stack["accounts"] if _name(each) != _name(row)]
    path = stack_path()
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(
        os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump({**stack, "accounts": [*others, row]}, file, indent=2)
    partial.rename(path)


def _name(row: dict[str, Any]) -> tuple[str, str]:
    return row["platform"], row["account"]
