"""Counts what a reply costs, from the agent's request to what the platform answered: calls and units, priced.

    python -m bench.replies

Twenty replies in a private conversation, each sent at once, to a platform that answers and tells no echo.
"""

import json
from collections.abc import Iterator

from bench import bill, calls
from bench.desks import open_desk
from bench.figures import Row, row
from bench.meter import Meter

COMMAND = "python -m bench.replies"
REPLIES = 20


def rows() -> list[Row]:
    """Returns one row per measured figure."""
    return list(_measure())


def _measure() -> Iterator[Row]:
    with open_desk() as (desk, tables):
        desk.send()
        meter = Meter(tables)
        with meter.on(*calls.list_clients()):
            for number in range(REPLIES):
                desk.platform.number = desk.number = 100 + number
                desk.send()
    assert len(desk.platform.posts) == REPLIES + 1
    writes, reads = meter.write_units / REPLIES, meter.read_units / REPLIES
    asked = sum(meter.calls.values()) / REPLIES
    yield row("replies.write_units", writes, "units/reply", command=COMMAND)
    yield row("replies.read_units", reads, "units/reply", command=COMMAND)
    yield row("replies.table_calls", asked, "calls/reply", command=COMMAND)
    dollars = bill.price_replies(writes, reads, asked)
    yield row("replies.usd_per_1000", dollars, "USD/1000 replies", command=COMMAND)


if __name__ == "__main__":
    for each in rows():
        print(json.dumps(each))
