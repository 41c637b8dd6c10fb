"""A community of one's own that speaks Standard Webhooks."""

from collections.abc import Mapping
from typing import Any

from infra.simulate.story import Beat, Item, Verb
from infra.simulate.teller import Letter, Teller, iso
from infra.simulate.texts import Person

WORDS = {
    Verb.ADD: "created",
    Verb.EDIT: "updated",
    Verb.REMOVE: "deleted",
    Verb.REACT: "created",
    Verb.UNREACT: "deleted",
}
EMOJI = ("👍", "❤️", "🎉")


class StandardWebhooks(Teller):
    """Messages, posts, comments and reactions under our default mapping."""

    platform = "standard_webhooks"
    demo_account = "demo-community"

    def tell(self, beat: Beat) -> Letter:
        """Returns one event; what is deleted is named by its id only."""
        kind, data = self.say(beat)
        return self.letter({"type": kind, "timestamp": iso(beat.at), "data": data})

    def say(self, beat: Beat) -> tuple[str, dict[str, Any]]:
        """Returns the type of a happening, and its data."""
        reaction = beat.verb in (Verb.REACT, Verb.UNREACT)
        noun = "reaction" if reaction else self._noun(beat.item)
        return f"{noun}.{WORDS[beat.verb]}", self._reaction(beat) if reaction else self._written(beat)

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - signed like any delivery
        """Returns a type nobody maps."""
        return self.letter({"type": "rapport.tested", "timestamp": iso(0), "data": {}})

    def _noun(self, item: Item) -> str:
        if item.private:
            return "message"
        return "post" if item.parent is None else "comment"

    def _written(self, beat: Beat) -> dict[str, Any]:
        item = beat.item
        data: dict[str, Any] = {"id": str(item.number), "author": self._author(beat.actor)}
        if beat.verb is Verb.REMOVE:
            return data
        data |= {"text": beat.text, "thread": self._thread(item), "language": item.language}
        if not item.private:
            data["url"] = f"https://community.example/items/{item.number}"
        return data | ({"parent": str(item.parent.number)} if item.parent else {})

    def _reaction(self, beat: Beat) -> dict[str, Any]:
        return {
            "id": f"{beat.item.number}-{beat.actor.number}",
            "parent": str(beat.item.number),
            "thread": self._thread(beat.item),
            "emoji": EMOJI[beat.item.number % len(EMOJI)],
            "author": self._author(beat.actor),
        }

    def _thread(self, item: Item) -> str:
        return f"chat-{item.author.number}" if item.private else str(item.root.number)

    def _author(self, person: Person) -> dict[str, str]:
        return {"id": f"member-{person.number}" if person.number else self.own_id(), "name": person.name}


TELLER = StandardWebhooks
