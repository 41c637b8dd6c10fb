"""Fifty invented people on all platforms, each with words that stand for them and are found nowhere else."""

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

TOLD = ("discourse", "facebook", "slack", "standard_webhooks", "telegram", "x")
"""The platforms whose lives `voices` can tell: a forum, a network, a workspace, a community of one's own, a
messenger and a public square. What is alike on the others is shown by tests/proof/test_canaries.py."""

ENTERED = ("note", "reason", "offer")
"""What agents write about somebody; the other words come from the platform."""

NATIVE = {
    "discourse": 7_000_000_000_000,
    "facebook": 24_000_000_000_000_000,
    "telegram": 1_500_000_000_000_000,
    "x": 2_800_000_000_000_000_000,
}
"""Where the numbers of these platforms begin; elsewhere ids are made of letters."""

HANDLES = frozenset({"discourse", "slack", "telegram", "x"})
PRIVATE = frozenset(TOLD) - {"facebook"}
TITLES = frozenset({"discourse", "standard_webhooks"})
LEAST_WORDS = 12


@dataclass(frozen=True)
class Person:
    """`run` is six digits that no other run has, `number` has two; `at` is when they began, in epoch ms."""

    platform: str
    run: int
    number: int
    at: int

    @property
    def tag(self) -> str:
        """In all of their words, with a letter behind it: no word is the beginning of another's."""
        return f"{self.run}k{self.number:02d}z"

    @property
    def native_id(self) -> str:
        """The id of the platform, in its shape."""
        if self.platform in NATIVE:
            return str(NATIVE[self.platform] + self.run * 100 + self.number)
        return f"U{self.tag.upper()}" if self.platform == "slack" else f"member-{self.tag}-id"

    @property
    def first_name(self) -> str:
        """Half of the name."""
        return f"Zyx{self.tag}"

    @property
    def last_name(self) -> str:
        """The other half."""
        return f"Çan{self.tag}"

    @property
    def handle(self) -> str:
        """Also where the platform has none: it is in no payload then."""
        return f"hndl_{self.tag}_x"

    @cached_property
    def words(self) -> dict[str, str]:
        """All canaries by what they are."""
        tag = self.tag
        found = {
            "native_id": self.native_id,
            "name": f"{self.first_name} {self.last_name}",
            "public": f"public-{tag}-ümläut",
            "post": f"post-{tag}-“quoted”",
            "mail": f"mail.{tag}@canary.example",
            "phone": f"+49 30 {self.run}{self.number:02d}7",
            "url": f"https://canary.example/{tag}/path?a=1&b=2",
            "media": f"face-{tag}.png" if self.platform == "telegram" else f"https://pictures.example/{tag}.png",
            **{name: f"{name} about {tag}, entered" for name in ENTERED},
        }  # fmt: skip
        if self.platform in HANDLES:
            found["handle"] = self.handle
        if self.platform in PRIVATE:
            found["private"] = f"private-{tag}-word"
        else:
            found["review"] = f"review-{tag}-word"
        if self.platform in TITLES:
            found["title"] = f"title-{tag}-word"
        assert len(found) >= LEAST_WORDS
        return found

    def item(self, nth: int) -> int:
        """A number for the `nth` thing of theirs (below 100)."""
        return (self.run * 100 + self.number) * 100 + nth


def people(count: int) -> list[Person]:
    """So many, in turn on each platform."""
    run, at = 100_000 + secrets.randbelow(900_000), int(time.time() * 1000) - 3_600_000
    return [Person(TOLD[n % len(TOLD)], run, n, at + n * 10_000) for n in range(count)]


def neighbours(everybody: list[Person]) -> Iterator[tuple[Person, Person]]:
    """(by, of): who names whom; everybody is named once by somebody on the same platform."""
    for platform in TOLD:
        here = [each for each in everybody if each.platform == platform]
        yield from zip([*here[1:], here[0]], here, strict=True)


def words_of(group: list[Person], kinds: frozenset[str] | None = None) -> list[str]:
    """All their words, or those of some kinds."""
    return [word for each in group for kind, word in each.words.items() if kinds is None or kind in kinds]
