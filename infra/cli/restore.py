"""`rapport restore`: after tables were restored from a backup, forget again what had been forgotten since.

`check` says what a backup brought back, and what of a table's settings it did not; `finish` forgets it, and comes
before the tables serve anybody (docs/operate.md). Both may be repeated. A restored table that does not serve yet is
named with `--table`; the other tables are the stack's own.
"""

import argparse
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.cli import aws_stack
from infra.cli.errors import CommandError

if TYPE_CHECKING:
    from infra.restore.again import Again
    from model.receipt import Receipt

TABLES = ("core", "feed", "ops", "keys")


def add_to(subparsers: Any) -> None:
    """Registers `restore`."""
    parser = subparsers.add_parser("restore", help="forget again after a restore", description=__doc__)
    verbs = parser.add_subparsers(metavar="check|finish", required=True)
    checking = verbs.add_parser("check", help="what a backup brought back; changes nothing")
    finishing = verbs.add_parser("finish", help="forget it again; takes a quarter of an hour and more")
    for each, run in ((checking, run_check), (finishing, run_finish)):
        each.add_argument(
            "--restored", action="append", required=True, choices=TABLES, help="what was restored"
        )
        each.add_argument(
            "--table", action="append", default=[], metavar="SHORT=TABLE", help="where it was restored to"
        )
        aws_stack.add_options(each)
        each.set_defaults(run=run)
    finishing.add_argument(
        "--most-without-key",
        action="store_true",
        help="go on although the rows of most people have no key: they are deleted",
    )
    finishing.add_argument(
        "--receipts", type=Path, help="a file of `rapport audit receipts` from before the loss"
    )


def run_check(arguments: argparse.Namespace) -> int:
    """Exits with 0 when nothing is to be done, 1 when something is."""
    again = _again(arguments)
    from infra.restore.settings import differences

    plan, settings = again.check().counts(), list(differences(_names(arguments.restored)))
    print(json.dumps({"forget_again": plan, "settings": settings}, indent=2))
    return 1 if any(plan.values()) or settings else 0


def run_finish(arguments: argparse.Namespace) -> int:
    """Exits with 0 when all of it is forgotten again, 1 when something was refused, held back or failed."""
    again = _again(arguments)
    from infra.restore.again import BrokenChain, MostWithoutKey
    from model.errors import Conflict

    try:
        back = again.put_back(receipts(arguments.receipts)) if arguments.receipts else 0
        found = again.finish(arguments.most_without_key)
    except (BrokenChain, MostWithoutKey) as error:
        raise CommandError(str(error)) from error
    except Conflict as error:
        raise CommandError(f"{error}; run it again in a minute") from error
    print(json.dumps({"receipts_put_back": back, **found}, indent=2))
    return 1 if any(found[name] for name in ("refused", "buckets_held", "buckets_failed")) else 0


def receipts(path: Path) -> "list[Receipt]":
    """Returns the receipts in a file of `rapport audit receipts`. Raises CommandError."""
    from model.receipt import Receipt

    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        first, *records = [json.loads(line) for line in lines if line.strip()]
        # The public key is not taken from here: a file may bring one of its own.
        first["public_key"]
        return [Receipt.from_ledger_record(record) for record in records]
    except OSError as error:
        raise CommandError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, TypeError, KeyError) as error:
        raise CommandError(f"{path} is no output of `rapport audit receipts`") from error


def named(tables: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Takes `SHORT=TABLE` apart. Raises CommandError."""
    for given in tables:
        short, equals, table = given.partition("=")
        if short not in TABLES or not equals or not table:
            raise CommandError(f"--table is one of {', '.join(TABLES)}, `=` and the table's name")
        yield short, table


def _again(arguments: argparse.Namespace) -> "Again":
    elsewhere = dict(named(arguments.table))
    if not elsewhere.keys() <= set(arguments.restored):
        raise CommandError("a table named with --table is one of those restored")
    brand = aws_stack.operate(arguments).brand
    os.environ.update({f"RAPPORT_TABLE_{short.upper()}": table for short, table in elsewhere.items()})
    from aws import kms, objects
    from infra.restore.again import Again
    from store.stores import Stores

    return Again(Stores(kms), objects, brand, arguments.restored)


def _names(restored: Iterable[str]) -> dict[str, str]:
    return {short: os.environ[f"RAPPORT_TABLE_{short.upper()}"] for short in restored}
