"""Inputs made of a platform's own samples, what became of them, and how much time and memory that took.

Three of four are changed first and then signed, so that they reach `parse`; the fourth is signed and then changed.
"""

import gc
import json
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from model.errors import Malformed
from model.event import Event
from model.http import Delivery, Request
from platforms.registry import platform
from tests.platforms.cases import WRONG, Case, cases, replace_node, walk_paths
from tests.platforms.proofs import NOW, PROOFS

SLOWER, REPEATS, SLOWEST = 50, 5, 20
"""An input is too slow whose median of so many repeats is so many times the median of its size; so many are timed."""

MOST_GROWTH = 64 * 1024 * 1024
FEWEST_OF_SIZE = 20

Choice = tuple[int, int, int, bytes, str, int]
"""Which sample, which node of it, what stands there instead, bytes and a text to put in, and where."""

CHOICES: st.SearchStrategy[Choice] = st.tuples(
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.integers(0, 2 * len(WRONG) - 1),
    st.binary(max_size=12),
    st.text(max_size=12),
    st.integers(0, 10**6),
)


@dataclass
class Seen:
    """What became of the inputs of one platform."""

    name: str
    outcomes: Counter[str] = field(default_factory=Counter)
    timed: list[tuple[float, int, Delivery]] = field(default_factory=list)
    keeps_times: bool = False

    @property
    def share_parsed(self) -> float:
        """The share of inputs that reached `parse`."""
        parsed = self.outcomes["events"] + self.outcomes["malformed"]
        return parsed / max(1, self.outcomes.total())

    def try_input(self, choice: Choice) -> None:
        """Verify and parse one input; anything but our own rejections is raised."""
        found, case = self._samples[choice[0] % len(self._samples)], choice[5] % 4
        body = change_body(found, choice)
        if self.name not in PROOFS:
            self._parse(found, body)
            return
        try:
            signed = platform(self.name).sign(found.body if case == 0 else body, self._secrets, NOW)
        except (Malformed, ValueError):
            self._parse(found, body)  # it cannot be wrapped or named as the platform does: as if it had been
            return
        sent = signed.body or (found.body if case == 0 else body)
        request = Request.of("POST", {**found.headers, **signed.headers}, signed.query, sent)
        if case == 0:
            request = change_request(request, body, choice)
        if platform(self.name).verify(request, [self._secrets], NOW) is not True:
            self.outcomes["refused"] += 1
            return
        self._parse(found, platform(self.name).open_body(request, [self._secrets]), request.headers)

    @cached_property
    def _samples(self) -> tuple[Case, ...]:
        return cases(self.name)

    @cached_property
    def _secrets(self) -> dict[str, str]:
        return platform(self.name).make_up_secrets(bytes(range(32)))

    def _parse(self, case: Case, body: bytes, headers: Any = None) -> None:
        delivery = replace(case.delivery(self.name, NOW * 1000), body=body)
        if headers is not None:
            delivery = replace(delivery, headers=headers)
        began = time.perf_counter()
        self.outcomes[parse_delivery(delivery)] += 1
        if self.keeps_times:
            self.timed.append((time.perf_counter() - began, len(body), delivery))
            if len(self.timed) > 4 * SLOWEST * FEWEST_OF_SIZE:
                self._forget_quick_ones()

    def _forget_quick_ones(self) -> None:
        """Keeps the slowest inputs, and of all others no more than their times need."""
        self.timed.sort(key=lambda each: each[0], reverse=True)
        rest = self.timed[SLOWEST:]
        self.timed = self.timed[:SLOWEST] + rest[:: max(2, len(rest) // (SLOWEST * FEWEST_OF_SIZE))]

    def find_slow_inputs(self) -> list[str]:
        """Returns what is wrong with inputs that took far longer than others of their size."""
        return [wrong for ratio, wrong in self.compare_slowest() if ratio > SLOWER]

    def compare_slowest(self) -> list[tuple[float, str]]:
        """Returns how many times longer than others of their size the slowest inputs took, and which they are."""
        by_size: dict[int, list[float]] = {}
        for seconds, size, _ in self.timed:
            by_size.setdefault(size.bit_length(), []).append(seconds)
        everything = median([seconds for seconds, _, _ in self.timed] or [0.0])
        found = []
        for _, size, delivery in sorted(self.timed, key=lambda each: -each[0])[:SLOWEST]:
            peers = by_size[size.bit_length()]
            usual = median(peers) if len(peers) >= FEWEST_OF_SIZE else everything
            # A machine that is busy for a moment is no fault of an input: it has to be slow twice.
            took = min(median([_time(delivery) for _ in range(REPEATS)]) for _ in range(2))
            wrong = f"{size} bytes took {took:.4f} s, others {usual:.4f} s: {delivery.body[:200]!r}"
            found.append((took / usual if usual else 0.0, wrong))
        return found


def parse_delivery(delivery: Delivery) -> str:
    """Returns `events` or `malformed`; raises whatever is no rejection of ours."""
    try:
        events = platform(delivery.platform).read_delivery(delivery)
    except Malformed:
        return "malformed"
    assert all(isinstance(event, Event) for event in events)
    return "events"


def _time(delivery: Delivery) -> float:
    began = time.perf_counter()
    parse_delivery(delivery)
    return time.perf_counter() - began


def change_body(case: Case, choice: Choice) -> bytes:
    """Returns the sample's body with a node replaced, or with bytes put in or cut off."""
    _, node, what, raw, word, where = choice
    if what < len(WRONG) and not isinstance(case.payload, str) and case.payload is not None:
        paths = tuple(walk_paths(case.payload))
        new = WRONG[what] if what else word
        body = json.dumps(replace_node(case.payload, paths[node % len(paths)], new)).encode()
    elif what < len(WRONG) + 3:
        at = node % (len(case.body) + 1)
        body = case.body[:at] + word.encode("utf-8", "surrogatepass") + case.body[at + what % 3 :]
    else:
        body = case.body
    if what % 4 == 3:
        at = where % (len(body) + 1)
        body = body[:at] + raw + body[at + len(raw) :]
    return body


def change_request(request: Request, body: bytes, choice: Choice) -> Request:
    """Returns a signed request with another body, or with one header changed."""
    _, node, what, raw, word, _ = choice
    if what % 2:
        return replace(request, body=body + raw)
    names = sorted(request.headers)
    changed = {**request.headers, names[node % len(names)]: word} if names else {"x": word}
    return Request.of("POST", changed, dict(request.query), request.body)


def fuzz_platform(name: str, examples: int, keeps_times: bool = False) -> Seen:
    """Returns what became of so many inputs."""
    seen = Seen(name, keeps_times=keeps_times)

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(CHOICES)
    def try_one(choice: Choice) -> None:
        seen.try_input(choice)

    try_one()
    return seen


def grow_by(run: Callable[[], Any]) -> int:
    """Returns by how many bytes the process grew while it ran; 0 where nobody can say."""
    gc.collect()
    before = _resident()
    run()
    gc.collect()
    return max(0, _resident() - before)


def _resident() -> int:
    told = Path("/proc/self/statm")
    return int(told.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if told.exists() else 0
