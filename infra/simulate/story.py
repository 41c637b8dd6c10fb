"""Tells what happens in the simulated world, before a platform puts it into its own words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from infra.simulate import texts
from infra.simulate.texts import PEOPLE, Mood, Person

COMPANY = Person(0, "Demo Company", "demo_company")
"""We ourselves, where the connected account writes."""

MINUTE_MS = 60_000


class Verb(StrEnum):
    """Names what can happen to an item."""

    ADD = "add"
    EDIT = "edit"
    REMOVE = "remove"
    REACT = "react"
    UNREACT = "unreact"


@dataclass(frozen=True, slots=True)
class Item:
    """Holds one thing written. `number` is unique over all stories; `at` is epoch milliseconds."""

    number: int
    author: Person
    text: str
    at: int
    private: bool = False
    language: str = "en"
    parent: "Item | None" = None

    @property
    def root(self) -> "Item":
        """Returns what the thread began with."""
        return self if self.parent is None else self.parent.root

    @property
    def ours(self) -> bool:
        """Returns whether the company wrote it."""
        return self.author is COMPANY


@dataclass(frozen=True, slots=True)
class Beat:
    """Holds one happening: `text` is the item's after it, `actor` who did it, `at` epoch milliseconds."""

    verb: Verb
    item: Item
    actor: Person
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Stage:
    """Says what a platform can show: scenes it cannot are left out.

    Without `public` (chats with a company) all is private, and what we ourselves write is left out.
    """

    private: bool = True
    public: bool = True
    ours: bool = True
    verbs: frozenset[Verb] = frozenset(Verb)
    words: bool = True
    """False where deliveries only say that there is something: its words and its author are fetched."""
    answers: bool = True
    """Whether deliveries tell what an item answers."""


class Story:
    """Tells an endless story on one platform; the same seed and start tell the same one."""

    def __init__(self, seed: str, start_ms: int, stage: Stage) -> None:
        self._rng = Random(f"story {seed}")
        self._stage = stage
        self._at = start_ms
        # Far apart, so that two stories never write two things under one id.
        self._number = self._rng.randrange(10**6, 10**9) * 10_000

    def beats(self) -> Iterator[Beat]:
        """Yields scene after scene. Every scene comes once before any is repeated."""
        scenes: list[Callable[[], Iterator[Beat]]] = [self._mistake, self._regret, self._praise]
        if self._stage.public:
            scenes.append(self._thread)
        if self._stage.private:
            scenes += [self._complaint, self._question]
        while True:
            self._rng.shuffle(scenes)
            for scene in scenes:
                yield from (beat for beat in scene() if beat.verb in self._stage.verbs)

    def _complaint(self) -> Iterator[Beat]:
        """Tells that somebody is angry in private, twice, and now and then content in the end."""
        person, spoken = self._someone(), texts.language(self._rng)
        yield self._write(person, Mood.ANGRY, spoken, private=True)
        yield self._write(person, Mood.ANGRY, spoken, private=True)
        if self._rng.random() < 0.3:
            yield self._write(person, Mood.HAPPY, spoken, private=True)

    def _question(self) -> Iterator[Beat]:
        person, spoken = self._someone(), texts.language(self._rng)
        yield self._write(person, Mood.ASKING, spoken, private=True)
        yield self._write(person, Mood.HAPPY, spoken, private=True)

    def _thread(self) -> Iterator[Beat]:
        """Tells a post (ours where we can) with comments, an answer to one, and a reaction that is withdrawn."""
        opening = self._announce() if self._stage.ours else self._write_root(Mood.ASKING)
        yield opening
        moods = self._rng.sample(list(Mood), k=3)
        comments = [self._write(self._someone(), mood, parent=opening.item) for mood in moods]
        yield from comments
        answered = self._rng.choice(comments).item
        yield self._write(self._someone(), Mood.ASKING, answered.language, parent=answered)
        fan = self._someone()
        yield self._react(Verb.REACT, comments[0].item, fan)
        yield self._react(Verb.REACT, opening.item, self._someone())
        yield self._react(Verb.UNREACT, comments[0].item, fan)

    def _mistake(self) -> Iterator[Beat]:
        """Tells that something is written and then corrected."""
        first = self._write_root(Mood.ANGRY)
        yield first
        better = texts.sentence(self._rng, first.item.language, Mood.HAPPY)
        yield Beat(Verb.EDIT, first.item, first.actor, better, self._later())

    def _regret(self) -> Iterator[Beat]:
        """Tells that something is written and then taken back."""
        opening = self._write_root(Mood.ASKING)
        yield opening
        answer = self._write(self._someone(), Mood.ANGRY, opening.item.language, parent=opening.item)
        yield answer
        yield Beat(Verb.REMOVE, answer.item, answer.actor, "", self._later())

    def _praise(self) -> Iterator[Beat]:
        opening = self._write_root(Mood.HAPPY)
        yield opening
        fan = self._someone() if self._stage.public else opening.actor
        yield self._react(Verb.REACT, opening.item, fan)
        if not self._stage.public:
            yield self._react(Verb.UNREACT, opening.item, fan)

    def _write_root(self, mood: Mood) -> Beat:
        return self._write(self._someone(), mood)

    def _write(
        self,
        person: Person,
        mood: Mood,
        spoken: str | None = None,
        parent: Item | None = None,
        private: bool = False,
    ) -> Beat:
        spoken = spoken or texts.language(self._rng)
        written = texts.sentence(self._rng, spoken, mood)
        private = private or not self._stage.public
        parent = parent if self._stage.public else None
        return self._add(Item(self._next(), person, written, self._later(), private, spoken, parent))

    def _announce(self) -> Beat:
        return self._add(Item(self._next(), COMPANY, texts.announcement(self._rng), self._later()))

    def _add(self, item: Item) -> Beat:
        return Beat(Verb.ADD, item, item.author, item.text, item.at)

    def _react(self, verb: Verb, item: Item, person: Person) -> Beat:
        return Beat(verb, item, person, "", self._later())

    def _someone(self) -> Person:
        return self._rng.choice(PEOPLE)

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _later(self) -> int:
        self._at += self._rng.randrange(1_000, MINUTE_MS // 2)
        return self._at
