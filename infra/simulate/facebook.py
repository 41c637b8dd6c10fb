"""A Page's feed as Facebook reports it: escaped JSON, seconds, no private messages."""

import json
from collections.abc import Mapping
from typing import Any

from infra.simulate.meta import shake
from infra.simulate.story import Beat, Item, Stage, Verb
from infra.simulate.teller import Letter, Teller, native_user
from infra.simulate.texts import Person

VERBS = {
    Verb.ADD: "add",
    Verb.EDIT: "edited",
    Verb.REMOVE: "remove",
    Verb.REACT: "add",
    Verb.UNREACT: "remove",
}
REACTIONS = ("like", "love", "haha", "wow", "care")


class Facebook(Teller):
    """Tells of a Page with visitors' posts, comments and reactions."""

    platform = "facebook"
    stage = Stage(private=False)
    demo_account = "102000000000001"

    def tell(self, beat: Beat) -> Letter:
        """Returns a change of the feed."""
        value = {"verb": VERBS[beat.verb], "from": self._author(beat.actor), **self._where(beat.item)}
        if beat.verb in (Verb.REACT, Verb.UNREACT):
            reaction = REACTIONS[(beat.item.number + beat.actor.number) % len(REACTIONS)]
            value |= {"item": "reaction", "reaction_type": reaction, "created_time": beat.at // 1000}
        elif beat.verb is not Verb.REMOVE:
            value |= {"message": beat.text, "created_time": beat.item.at // 1000}
        return self._letter({"field": "feed", "value": value}, beat.at)

    def probe(self, secrets: Mapping[str, str]) -> Letter:
        """Returns what Meta asks when the webhook's address is saved."""
        return shake(self.platform, secrets)

    def _letter(self, change: Mapping[str, Any], at: int) -> Letter:
        entry = {"id": self.account, "time": at // 1000, "changes": [change]}
        # Meta escapes slashes, and everything that is not ASCII.
        text = json.dumps({"object": "page", "entry": [entry]}, separators=(",", ":")).replace("/", "\\/")
        return Letter(self.platform, text.encode())

    def _where(self, item: Item) -> dict[str, Any]:
        post = f"{self.account}_{item.root.number}"
        if item.parent is None:
            return {"item": "status" if item.ours else "post", "post_id": post}
        parent = post if item.parent.parent is None else self._comment_id(item.parent)
        return {
            "item": "comment",
            "post_id": post,
            "comment_id": self._comment_id(item),
            "parent_id": parent,
        }

    def _comment_id(self, item: Item) -> str:
        return f"{item.root.number}_{item.number}"

    def _author(self, person: Person) -> dict[str, str]:
        native = native_user(person, 240_000_000_000) if person.number else self.account
        return {"id": native, "name": person.name}


TELLER = Facebook
