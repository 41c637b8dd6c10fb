"""`rapport verify-erasure`: prove that people were erased, in everything that is stored and in restored copies.

Give words of those who were erased in one file and words of others in another, one a line. All stores are read as
bytes, and whatever the keys as they are now still open is opened, also of tables restored from a backup: there what
others call the erased stands until `rapport restore finish` took it out. With `--task` the receipt of an erasure is
looked up: that nothing was left, and that the chain of receipts is sound.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.cli import aws_stack, verify_purge
from infra.cli.errors import CommandError

if TYPE_CHECKING:
    from infra.verify.scan import Piece
    from infra.verify.stores import Installation
    from store.stores import Stores

SHORT = ("core", "feed", "ops")


def add_to(subparsers: Any) -> None:
    """Registers `verify-erasure`."""
    parser = subparsers.add_parser(
        "verify-erasure", help="prove that people were erased", description=__doc__
    )
    parser.add_argument("--gone", type=Path, required=True, help="words of the erased")
    parser.add_argument("--kept", type=Path, required=True, help="words of others, to be found")
    parser.add_argument(
        "--task", action="append", default=[], help="an erasure whose receipt is to be checked"
    )
    parser.add_argument(
        "--restored",
        action="append",
        default=[],
        metavar="SHORT=TABLE",
        help="a table restored from a backup",
    )
    aws_stack.add_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exits with 0 when it is so, 1 when not."""
    gone, kept = verify_purge.words(arguments.gone), verify_purge.words(arguments.kept)
    restored = [_restored(each) for each in arguments.restored]
    operated = aws_stack.operate(arguments)
    from aws import kms, settings
    from infra.cli.target import stack_file
    from infra.verify import stores as every
    from store.stores import Stores

    name = arguments.stack_name or stack_file()["stack_name"]
    tables = {"core": settings.table_core(), "feed": settings.table_feed(), "ops": settings.table_ops()}
    made = Stores(kms)
    found = proof(every.of_stack(name), made, operated.brand, tables, restored, gone, kept)
    found["receipts"] = receipts(made, operated.brand, arguments.task)
    found["passed"] = bool(found["passed"]) and not found["receipts"]
    print(json.dumps(found, indent=2))
    return 0 if found["passed"] else 1


def proof(
    everything: "Installation",
    made: "Stores",
    brand: str,
    tables: dict[str, str],
    restored: Sequence[tuple[str, str]],
    gone: Iterable[str],
    kept: Iterable[str],
) -> dict[str, object]:
    """Returns the verdict over all stores, opened and not, and over restored copies.

    Raises ValueError for a short word.
    """
    from infra.verify import stores as every
    from infra.verify.scan import Scanner, verdict

    gone, kept = list(gone), list(kept)
    everything = replace(everything, restored=tuple(table for _, table in restored))
    pieces: list[Iterable[Piece]] = [
        every.pieces(everything),
        every.opened_pieces(made.vault, brand, tables),
        *(every.opened_pieces(made.vault, brand, {short: table}) for short, table in restored),
    ]
    scanner = Scanner([*gone, *kept])
    return verdict([hit for each in pieces for hit in scanner.scan(each)], gone, kept)


def receipts(made: "Stores", brand: str, tasks: Sequence[str]) -> list[str]:
    """Returns what is wrong with the receipts of these tasks, and with the chain they stand in; nothing
    without tasks.
    """
    from privacy.receipts import verify_chain

    if not tasks:
        return []
    chain = list(made.ledger.list_receipts(brand))
    faults = [
        f"receipt {each.number}: {each.reason}" for each in verify_chain(chain, made.ledger.public_key(brand))
    ]
    for task in tasks:
        bodies = [receipt.body for receipt in chain if receipt.body.get("task") == task]
        if len(bodies) != 1:
            faults.append(f"task {task}: {len(bodies)} receipts")
        elif any(bodies[0]["left"].values()):
            faults.append(f"task {task}: its receipt says that something is left")
    return faults


def _restored(given: str) -> tuple[str, str]:
    short, equals, table = given.partition("=")
    if short not in SHORT or not equals or not table:
        raise CommandError(f"--restored is one of {', '.join(SHORT)}, `=` and the table's name")
    return short, table
