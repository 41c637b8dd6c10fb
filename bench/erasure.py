"""Counts what erasing one person costs: requests grow with the person's own rows, and with nobody else's.

    python -m bench.erasure

Rows are written to moto in this process. The erasure runs to its receipt and its requests to DynamoDB are counted;
then nothing of the person may open and everything of the others must.
"""

import json
import sys
from contextlib import redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
for place in (str(ROOT / "functions"), str(ROOT)):
    if place not in sys.path:
        sys.path.insert(0, place)

import boto3  # noqa: E402 - after the settings
from moto import mock_aws  # noqa: E402

import tests.conftest  # noqa: F401 E402 - the settings of a function that runs nowhere
from bench.figures import Row, row  # noqa: E402
from model import policy  # noqa: E402
from model.event import Kind  # noqa: E402
from model.interaction import Content, Interaction  # noqa: E402
from model.privacy_task import State  # noqa: E402
from store.contacts.mapping import Profile  # noqa: E402
from store.interactions.mapping import to_row  # noqa: E402
from store.interactions.rows import FeedRow  # noqa: E402
from store.vault import keys as vault_keys  # noqa: E402
from tests.privacy.world import PLATFORM, FulfilStep, counting  # noqa: E402
from tests.store.world import BRAND, NOW  # noqa: E402
from tests.tables import create_tables  # noqa: E402

OWN = (20, 60, 180)
OTHERS = (0, 100, 500)
"""Small, because moto copies every table for each transaction."""
COMMAND = "python -m bench.erasure"
LINEAR = 0.15
"""How much the requests for one more row may differ between the first step in size and the second."""
LEAVER = "leaver"


def rows() -> list[Row]:
    """The figures."""
    by_own = {own: _requests(own, OTHERS[0]) for own in OWN}
    by_others = {others: _requests(OWN[0], others) for others in OTHERS}
    (small, middle, large), (a, b, c) = OWN, by_own.values()
    first, second = (b - a) / (middle - small), (c - b) / (large - middle)
    linear = abs(second - first) <= LINEAR * max(first, second)
    return [
        *(
            row(f"erasure.requests.{own}_own_rows", count, "requests", command=COMMAND)
            for own, count in by_own.items()
        ),
        row("erasure.requests_per_own_row", second, "requests", f"as at first: {first:.2f}", linear, COMMAND),
        *(
            row(
                f"erasure.requests.{others}_rows_of_others", count, "requests", "the same for all",
                len(set(by_others.values())) == 1, COMMAND,
            )
            for others, count in by_others.items()
        ),
    ]  # fmt: skip


def _requests(own: int, others: int) -> int:
    with mock_aws(), redirect_stdout(sys.stderr):
        create_tables(boto3.client("dynamodb"))
        world = FulfilStep()
        person = world.person(LEAVER)
        world.stores.profiles.see_people(
            BRAND, [Profile(person, PLATFORM, LEAVER, NOW * 1000, "Somebody Leaving")]
        )
        mine = _written(world, [person], own)
        theirs = _written(world, [world.person(f"other{number}") for number in range(20)], others)
        task = world.demand("erase", LEAVER)
        with counting() as calls:
            world.run()
        assert world.task(task).state is State.DONE
        left = world.readable()
        assert not left.keys() & set(mine)
        assert left.keys() == set(theirs)
    return calls.calls


def _written(world: FulfilStep, people: list[str], size: int) -> list[str]:
    """Comments, each with a conversation of its own, received in the same minute."""
    received_at, vault = NOW * 1000, world.stores.vault
    bucket = policy.bucket_of(PLATFORM, "account", policy.INTERACTION, received_at)
    vault.prepare_salts(BRAND, people, {bucket: policy.bucket_due(PLATFORM, policy.INTERACTION, received_at)})
    items = [world.path.item(f"{people[0]}-{number}") for number in range(size)]
    comments = [
        _comment(item, people[number % len(people)], received_at + number)
        for number, item in enumerate(items)
    ]
    with FeedRow.batch_write() as batch:
        for each in comments:
            batch.save(to_row(BRAND, each, vault))
    world.stores.conversations.note_interactions(BRAND, comments)
    return items


def _comment(item: str, author: str, at: int) -> Interaction:
    return Interaction(
        item, BRAND, PLATFORM, "account", Kind.COMMENT, author=author, conversation=item, under=vault_keys.hid(
            b"k", BRAND, PLATFORM, "item", "", "post"
        ), created_at=at, seen_at=at, received_at=NOW * 1000, content=Content(text=f"words of {item}"),
        content_order=f"{at:013d}c",
    )  # fmt: skip


def main() -> int:
    """Print the figures as JSON; exit 1 when one missed its target."""
    found = rows()
    print(json.dumps(found, indent=2))
    return 0 if all(each["passed"] is not False for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
