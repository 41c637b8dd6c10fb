"""`rapport`: one command for the people who run and try Rapport.

Exit codes: 0 done; 1 it could not be done, the reason is on standard error; 2 wrong use; 130 interrupted.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

from infra.cli.errors import CommandError

COMMANDS = (
    *(
        "stack",
        "console",
        "setup",
        "login",
        "accounts",
        "agents",
        "tokens",
        "simulate",
        "tail",
        "parked",
        "dlq",
        "import",
        "imports",
    ),
    *("aws", "score", "corrections", "parse", "verify", "outcome"),
    *("register", "audit", "breach_scope", "restore", "verify_purge", "verify_erasure", "keys"),
)
"""Modules of this package, each with `add_to(subparsers)` that sets `run=callable(arguments) -> int`."""

MODULES = {"import": "import_file"}
"""The modules of commands whose names are words of the language."""

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parsed = _parser(given).parse_args(given)
    try:
        return int(parsed.run(parsed))
    except CommandError as error:
        print(f"rapport {given[0]}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough. Without this Python complains once more while it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """Loads only the command that is called; all of them to list or to correct."""
    parser = argparse.ArgumentParser(prog="rapport", description="A social CRM in your own AWS account.")
    parser.add_argument("--version", action="version", version=f"rapport {_version()}")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    wanted = given[0].replace("-", "_") if given else ""
    for name in (wanted,) if wanted in COMMANDS else COMMANDS:
        import_module(f"infra.cli.{MODULES.get(name, name)}").add_to(subparsers)
    return parser


def _version() -> str:
    try:
        return version("rapport")
    except PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())
