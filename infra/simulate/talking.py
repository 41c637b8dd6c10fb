"""A talk: a customer writes, we answer, and the platform tells of our answer, each in the platform's own words."""

from collections.abc import Iterator
from dataclasses import dataclass

from infra.simulate.story import COMPANY, Beat, Item, Verb
from infra.simulate.teller import Letter, Teller
from infra.simulate.texts import PEOPLE

QUESTION = "Where is my parcel?"
UNTOLD = frozenset(
    {
        "line",
        "telegram",
        "teams",
        "viber",
        "wechat",
        "trustpilot",
        "discord",
        "whatsapp",
        "email",
        "activitypub",
    }
)
"""Platforms that tell nothing of what we send ourselves (or that the simulator has no words for)."""
UNDER_OURS = frozenset(
    {"youtube", "wordpress", "vanilla", "discourse", "github", "linkedin", "tiktok", "instagram"}
)
"""Platforms on which customers write below something of ours."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Says what is told before we answer, and how our answer comes back."""

    teller: Teller
    asked: Item

    def open_talk(self) -> Iterator[Letter]:
        """Yields what the platform tells until there is something to answer."""
        if self.asked.parent is not None and self.teller.stage.ours:
            yield self._tell(self.asked.parent)
        yield self._tell(self.asked)

    def tell_answer(self, number: int, text: str, at: int) -> Letter | None:
        """Returns how the platform tells of our answer; None where it does not."""
        if self.teller.platform in UNTOLD:
            return None
        item = Item(number, COMPANY, text, at, self.asked.private, parent=self.asked)
        return self._tell(item)

    def _tell(self, item: Item) -> Letter:
        return self.teller.tell(Beat(Verb.ADD, item, item.author, item.text, item.at))


def start_talk(teller: Teller, number: int, at: int) -> Talk:
    """Returns a talk that a customer begins: in public where the platform has that, else in private."""
    stage, who = teller.stage, PEOPLE[0]
    private = not stage.public and stage.private
    parent = Item(number, COMPANY, "News of ours", at) if teller.platform in UNDER_OURS else None
    return Talk(teller, Item(number + 1, who, f"{QUESTION} {number}", at + 1000, private, parent=parent))


def make_native_id(talk: Talk, number: int) -> str:
    """Returns the native id of our answer where the platform tells nothing of it."""
    shapes = {
        "telegram": f"-1001000000003:{number % 10**9}",
        "teams": f"19:demo00000000000000000000000000000@thread.tacv2:1760{number}",
        "whatsapp": f"wamid.OUT{number}",
    }
    return shapes.get(talk.teller.platform, str(number))
