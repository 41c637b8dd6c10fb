"""A Vanilla forum: discussions and comments."""

from collections.abc import Mapping
from html import escape
from typing import Any

from infra.simulate.story import Beat, Item, Stage, Verb
from infra.simulate.teller import Letter, Teller, iso, mark
from infra.simulate.texts import Person

ACTIONS = {Verb.ADD: "insert", Verb.EDIT: "update", Verb.REMOVE: "delete"}


class Vanilla(Teller):
    """Tells discussions and comments; reactions are told to nobody."""

    platform = "vanilla"
    stage = Stage(private=False, verbs=frozenset(ACTIONS))
    demo_account = "demo-vanilla-forum"
    demo_self_ids = ("9900002",)

    def tell(self, beat: Beat) -> Letter:
        """Returns one event."""
        noun = "discussion" if beat.item.parent is None else "comment"
        return self._letter(noun, ACTIONS[beat.verb], self._thing(noun, beat), beat.actor, str(mark(beat)))

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - signed like any delivery
        """Returns what is sent when a webhook is saved."""
        return self.letter({"action": "ping", "payload": {}, "site": {"siteID": 1}}, x_vanilla_event="ping")

    def _letter(self, noun: str, verb: str, thing: Mapping[str, Any], who: Person, native: str) -> Letter:
        told = {"action": verb, "payload": {noun: thing}, "sender": self._user(who), "site": {"siteID": 1}}
        return self.letter(told, x_vanilla_event=noun, x_vanilla_id=native)

    def _thing(self, noun: str, beat: Beat) -> dict[str, Any]:
        item = beat.item
        written = escape(beat.text or item.text)
        thing: dict[str, Any] = {
            f"{noun}ID": item.number,
            "discussionID": item.root.number,
            "categoryID": 3,
            "body": f"<p>{written}</p>",
            "dateInserted": iso(item.at),
            "dateUpdated": None if beat.verb is Verb.ADD else iso(beat.at),
            "insertUserID": self._user(item.author)["userID"],
            "insertUser": self._user(item.author),
            "url": f"https://forum.demo.example/discussion/{item.root.number}",
        }
        if noun == "discussion":
            return thing | {"name": " ".join(item.text.split()[:6])}
        return thing | {"parentCommentID": self._answered(item)}

    def _answered(self, item: Item) -> int | None:
        parent = item.parent
        return parent.number if parent is not None and parent.parent is not None else None

    def _user(self, person: Person) -> dict[str, Any]:
        native = 7_900_000 + person.number if person.number else int(self.own_id())
        return {"userID": native, "name": person.name}


TELLER = Vanilla
