"""Posting a stream of deliveries at a steady rate, and counting what came back.

What is answered 503 is posted again after a moment, as platforms do.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from infra.simulate.mail import Posting
from infra.simulate.post import Reply, send

TRIES = 5
BUSY = 503


@dataclass(slots=True)
class Tally:
    """Counts what was posted: accepted (2xx) by platform, and everything else by platform and status."""

    accepted: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, int]] = field(default_factory=Counter)

    @property
    def posted(self) -> int:
        """Returns the number of all deliveries."""
        return self.accepted.total() + self.refused.total()

    def lines(self) -> list[str]:
        """Returns lines for people."""
        return [
            *(f"{platform:<18} {count:>5} accepted" for platform, count in sorted(self.accepted.items())),
            *(
                f"{name:<18} {count:>5} answered {code}"
                for (name, code), count in sorted(self.refused.items())
            ),
        ]


def run(
    postings: Iterable[Posting],
    rate: float | None = None,
    post: Callable[..., Reply] = send,
    sleep: Callable[[float], None] = time.sleep,
    tell: Callable[[int], None] | None = None,
) -> Tally:
    """Sends everything, at most `rate` a second; `tell` hears after each how many it were. Raises NoAnswer."""
    tally = Tally()
    for letter, row in postings:
        began = time.monotonic()
        reply = post(letter, row)
        for past in range(1, TRIES):
            if reply.status != BUSY:
                break
            sleep(past)
            reply = post(letter, row)
        if 200 <= reply.status < 300:
            tally.accepted[letter.platform] += 1
        else:
            tally.refused[letter.platform, reply.status] += 1
        if tell is not None:
            tell(tally.posted)
        if rate:
            sleep(max(0.0, 1 / rate - (time.monotonic() - began)))
    return tally
