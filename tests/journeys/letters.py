"""Single deliveries that a journey writes itself."""

import time
from random import Random

from infra.cli.connecting import Row
from infra.simulate.story import Beat, Item, Verb
from infra.simulate.teller import Letter, Teller
from infra.simulate.tellers import teller
from infra.simulate.texts import Person

ANGRY = "This is terrible, the worst service ever, I am very angry and I want my money back! Reference {mark}"
HAPPY = "Thank you so much, this is wonderful, I love it and I am very happy! Reference {mark}"


class Pen:
    """Writes in the name of an invented person, as the platform of an account would report it."""

    def __init__(self, row: Row) -> None:
        self._rng = Random()  # two runs must not write the same
        self.mark = f"mark{self._rng.randrange(10**12):012d}"
        self.person = Person(
            self._rng.randrange(10_000, 99_999_999), f"Canary {self.mark}", f"canary_{self.mark}_example"
        )
        self._teller: Teller = teller(row["platform"])(row["account"], tuple(row["self_ids"]))
        self._at = int(time.time() * 1000) - 60_000

    def item(self, text: str, private: bool = True, parent: Item | None = None) -> Item:
        """Something written; `{mark}` in the text becomes the pen's own mark."""
        number = self._rng.randrange(10**12, 10**13)
        return Item(number, self.person, text.format(mark=self.mark), self._later(), private, "en", parent)

    def letter(self, item: Item, verb: Verb = Verb.ADD, text: str | None = None) -> Letter:
        """The delivery about it: added, or changed since."""
        at = item.at if verb is Verb.ADD else self._later()
        written = item.text if text is None else text.format(mark=self.mark)
        return self._teller.tell(Beat(verb, item, self.person, written, at))

    def _later(self) -> int:
        self._at += 1000
        return self._at
