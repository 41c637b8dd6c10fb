"""The end of `make up`: some traffic, a moment until it is analysed, and how to look at it."""

import time
from collections.abc import Mapping
from itertools import islice
from typing import Any

from infra.cli.agent_api import AgentApi
from infra.simulate.mail import stream
from infra.simulate.run import run

SEED = 1
COUNT = 60
RATE = 10.0
"""A second: functions that start all at once are slow on a small machine."""

STORY_MS = 3 * 60 * 60 * 1000
PATIENCE_S = 330.0
"""A function that was stopped for lack of CPU leaves its messages hidden for five minutes."""

LOOK_EVERY_S = 1.0


def show(stack: Mapping[str, Any]) -> bool:
    """Fills an empty inbox, waits until that is analysed, and prints the command that shows it.

    `stack` is what stack.json holds. False, and said so, when the deliveries do not get through.
    """
    api = AgentApi(stack["api_url"], stack["token"])
    simulated = not api.get("conversations", limit=1)["data"]
    if simulated:
        print(f"simulating {COUNT} signed deliveries", flush=True)
        start = int(time.time() * 1000) - STORY_MS
        tally = run(islice(stream(stack["accounts"], SEED, start), COUNT), RATE)
        if tally.refused:
            print("\n".join(["some were refused:", *tally.lines()]))
            return False
    # On a stack that stood there before, words may be for the data protection officer alone, and shown to nobody else.
    found = analysed(api) if simulated else len(list(api.every("conversations", limit=100)))
    if not found:
        print(f"after {PATIENCE_S:.0f} s the inbox is still not analysed: see the functions' logs")
        return False
    print(
        f"{found} conversations in the inbox{', analysed' if simulated else ''}; more: make demo, "
        "follow them: .venv/bin/rapport tail"
    )
    print(f"curl -s -H 'Authorization: Bearer {stack['token']}' '{api.url}/conversations'", flush=True)
    return True


def analysed(api: AgentApi) -> int:
    """Waits until the inbox stops growing and all of it is analysed; returns its size, 0 if that is too late."""
    deadline, before = time.monotonic() + PATIENCE_S, -1
    while time.monotonic() < deadline:
        heads = list(api.every("conversations", limit=100))
        waiting = sum(_unfinished(head) for head in heads)
        if heads and not waiting and len(heads) == before:
            return before
        before = len(heads)
        time.sleep(LOOK_EVERY_S)
    return 0


def _unfinished(head: Mapping[str, Any]) -> bool:
    last = head["last_interaction"]
    return last is not None and last["sentiment"] is None and not last["deleted"]
