"""`rapport verify-purge`: look into everything that is stored for words that must be gone.

Tables, objects with their versions, queues with their dead letters, and logs are read as bytes, and whatever the
keys still open is opened. Give words of what was purged in one file and words of what stays in another, one a
line: only when those that stay are found, not finding the others means something.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.cli import aws_stack
from infra.cli.errors import CommandError

if TYPE_CHECKING:
    from infra.verify.stores import Installation
    from store.vault.vault import Vault


def add_to(subparsers: Any) -> None:
    """Registers `verify-purge`."""
    parser = subparsers.add_parser("verify-purge", help="prove that words are gone", description=__doc__)
    parser.add_argument("--gone", type=Path, required=True, help="words that must not be found")
    parser.add_argument("--kept", type=Path, required=True, help="words that must be found")
    aws_stack.add_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exits with 0 when it is so, 1 when not."""
    gone, kept = words(arguments.gone), words(arguments.kept)
    operated = aws_stack.operate(arguments)
    from aws import kms, settings
    from infra.cli.target import stack_file
    from infra.verify import stores
    from store.stores import Stores

    name = arguments.stack_name or stack_file()["stack_name"]
    short = {
        "core": settings.table_core(), "feed": settings.table_feed(), "ops": settings.table_ops(),
    }  # fmt: skip
    found = proof(stores.of_stack(name), Stores(kms).vault, operated.brand, short, gone, kept)
    print(json.dumps(found, indent=2))
    return 0 if found["passed"] else 1


def proof(
    everything: "Installation",
    vault: "Vault",
    brand: str,
    tables: dict[str, str],
    gone: Iterable[str],
    kept: Iterable[str],
) -> dict[str, object]:
    """Returns the verdict over all stores. Raises ValueError for a word that is too short."""
    from infra.verify import stores
    from infra.verify.scan import Scanner, verdict

    gone, kept = list(gone), list(kept)
    scanner = Scanner([*gone, *kept])
    hits = [
        *scanner.scan(stores.pieces(everything)),
        *scanner.scan(stores.opened_pieces(vault, brand, tables)),
    ]
    return verdict(hits, gone, kept)


def words(path: Path) -> list[str]:
    try:
        words = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except OSError as error:
        raise CommandError(f"cannot read {path}: {error.strerror}") from error
    if not words:
        print(f"{path} holds no words", file=sys.stderr)
        raise CommandError("without words there is nothing to prove")
    return words
