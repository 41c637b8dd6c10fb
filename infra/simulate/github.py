"""Discussions of a GitHub repository, with answers to answers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from infra.simulate.story import Beat, Item, Stage, Verb
from infra.simulate.teller import Letter, Teller, iso, mark
from infra.simulate.texts import Person

ACTIONS = {Verb.ADD: "created", Verb.EDIT: "edited", Verb.REMOVE: "deleted"}
PAGES = "https://github.com/demo-company/community/discussions"
PLACE = {"id": 990_001, "full_name": "demo-company/community", "private": False}


class GitHub(Teller):
    """Tells discussions and comments; reactions are told to nobody."""

    platform = "github"
    stage = Stage(private=False, verbs=frozenset(ACTIONS))
    demo_account = "demo-company/community"
    demo_self_ids = ("9900001",)

    def tell(self, beat: Beat) -> Letter:
        """Returns one event."""
        item = beat.item
        payload = {
            "action": ACTIONS[beat.verb],
            "discussion": self._thing(item.root, beat)
            | {"title": " ".join(item.root.text.split()[:6]), "number": item.root.number % 1000},
            "repository": PLACE,
            "sender": self._user(beat.actor),
        }
        if item.parent is not None:
            answers = item.parent.number if item.parent.parent is not None else None
            payload["comment"] = self._thing(item, beat) | {"parent_id": answers}
        event = "discussion" if item.parent is None else "discussion_comment"
        return self.letter(payload, x_github_event=event, x_github_delivery=str(UUID(int=mark(beat, 60))))

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - signed like any delivery
        """Returns what is sent when a webhook is made."""
        return self.letter({"zen": "Design for failure.", "hook_id": 1}, x_github_event="ping")

    def _thing(self, item: Item, beat: Beat) -> dict[str, Any]:
        told = item is beat.item
        return {
            "id": item.number,
            "node_id": f"D_demo{item.number}",
            "html_url": f"{PAGES}/{item.root.number % 1000}#{item.number}",
            "user": self._user(item.author),
            "body": (beat.text if told else "") or item.text,
            "created_at": iso(item.at),
            "updated_at": iso(beat.at if told else item.at),
        }

    def _user(self, person: Person) -> dict[str, Any]:
        native = 7_800_000 + person.number if person.number else int(self.own_id())
        return {"id": native, "login": person.handle, "type": "User"}


TELLER = GitHub
