"""`rapport simulate`: signed deliveries of every platform, posted to the local stack's webhooks.

Threads, answers, edits, deletions, reactions on and off, private messages, angry and happy people in a dozen
languages; some deliveries come twice, some too early. The same `--seed` and `--start` post the same again.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

from infra.cli.errors import CommandError
from infra.cli.talk import run_talks
from infra.cli.target import stack_file
from infra.simulate.mail import Posting, stream, tour
from infra.simulate.post import NoAnswer
from infra.simulate.run import run as post_all
from infra.simulate.tellers import NAMES

COUNT = 60
STEP_MS = 15_000
"""About how much time goes by in a story between two happenings."""


def add_to(subparsers: Any) -> None:
    """Registers `simulate`."""
    parser = subparsers.add_parser("simulate", help="post simulated deliveries", description=__doc__)
    parser.add_argument("--count", type=_count, default=COUNT, help=f"how many ({COUNT}); 0: until stopped")
    parser.add_argument("--rate", type=_rate, default=20.0, help="at most so many a second (20); 0: no limit")
    parser.add_argument("--platform", choices=NAMES, action="append", help="only this one; may be repeated")
    parser.add_argument("--seed", type=int, help="tell this story again")
    parser.add_argument("--start", type=int, metavar="MS", help="when the story begins, epoch milliseconds")
    parser.add_argument(
        "--once", action="store_true", help="everything each platform can tell, once, then stop"
    )
    parser.add_argument(
        "--talk", action="store_true", help="on each platform that sends: a question, our answer, its echo"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when a delivery was not accepted."""
    rows = [row for row in stack_file()["accounts"] if _wanted(row, arguments.platform)]
    if not rows:
        raise CommandError("no account of that platform can be simulated: see `rapport accounts list`")
    if arguments.talk:
        return run_talks(stack_file(), rows)
    seed = random.randrange(10**6) if arguments.seed is None else arguments.seed
    start = _start(arguments, len(rows))
    print(f"the same again: rapport simulate --seed {seed} --start {start}", flush=True)
    try:
        tally = post_all(_postings(arguments, rows, seed, start), arguments.rate, tell=_tell)
    except NoAnswer as error:
        raise CommandError(f"{error}: is the stack up?") from error
    print("\n".join(tally.lines()))
    return 1 if tally.refused else 0


def _postings(
    arguments: argparse.Namespace, rows: list[dict[str, Any]], seed: int, start: int
) -> Iterator[Posting]:
    if arguments.once:
        return tour(rows, seed, start)
    return islice(stream(rows, seed, start), arguments.count or None)


def _start(arguments: argparse.Namespace, accounts: int) -> int:
    """Returns the time so long ago that the story ends about now."""
    if arguments.start is not None:
        return int(arguments.start)
    told = COUNT if arguments.once else arguments.count // accounts + 1
    return int(time.time() * 1000) - told * STEP_MS


def _wanted(row: dict[str, Any], platforms: list[str] | None) -> bool:
    return row["platform"] in (platforms or NAMES)


def _tell(posted: int) -> None:
    if sys.stdout.isatty():
        print(f"\r{posted} posted", end="\r", flush=True)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return number


def _rate(text: str) -> float:
    number = float(text)
    if not 0 <= number < float("inf"):
        raise argparse.ArgumentTypeError("must be a number of deliveries a second, or 0")
    return number
