"""The inbox of an ActivityPub actor: what people of one server write to us, publicly and to us alone."""

from collections.abc import Mapping
from html import escape
from typing import Any

from infra.simulate.story import Beat, Item, Stage, Verb
from infra.simulate.teller import Letter, Teller, iso, mark
from infra.simulate.texts import Person

SERVER = "https://people.example"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
TYPES = {
    Verb.ADD: "Create",
    Verb.EDIT: "Update",
    Verb.REMOVE: "Delete",
    Verb.REACT: "Like",
    Verb.UNREACT: "Undo",
}


class ActivityPub(Teller):
    """Tells notes with their edits and deletions, and likes; our own notes we do not hear."""

    platform = "activitypub"
    stage = Stage(ours=False)
    demo_account = "https://demo.example/actor"

    @classmethod
    def name_demo(cls, base: str) -> str:
        """Returns an actor's address at the stack itself, which shows its document."""
        return f"{base}/actors/demo"

    def tell(self, beat: Beat) -> Letter:
        """Returns one activity."""
        native, actor = self._native(beat.item), self._actor(beat.actor)
        told = self._note(beat) if beat.verb in (Verb.ADD, Verb.EDIT) else native
        activity: dict[str, Any] = {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": f"{SERVER}/activities/{mark(beat)}",
            "type": TYPES[beat.verb],
            "actor": actor,
            "published": iso(beat.at),
            "object": told,
        }
        if beat.verb is Verb.REMOVE:
            activity["object"] = {"id": native, "type": "Tombstone"}
        if beat.verb is Verb.UNREACT:
            like = {"id": self._like(beat), "type": "Like", "actor": actor, "object": native}
            activity["object"] = like
        if beat.verb is Verb.REACT:
            activity["id"] = self._like(beat)
        return self.letter(activity)

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - signed like any delivery
        """Returns an acceptance, of which nothing is kept."""
        actor = f"{SERVER}/users/probe"
        return self.letter(
            {"id": f"{SERVER}/activities/1", "type": "Accept", "actor": actor, "object": self.account}
        )

    def _note(self, beat: Beat) -> dict[str, Any]:
        item, tag = beat.item, {"type": "Mention", "href": self.account, "name": "@demo"}
        return {
            "id": self._native(item),
            "type": "Note",
            "url": None if item.private else f"{SERVER}/@{item.author.number}/{item.number}",
            "attributedTo": self._actor(item.author),
            "content": f"<p>{escape(beat.text)}</p>",
            "published": iso(item.at),
            "updated": iso(beat.at) if beat.verb is Verb.EDIT else None,
            "to": [self.account] if item.private else [PUBLIC],
            "cc": [] if item.private else [f"{self._actor(item.author)}/followers"],
            "inReplyTo": self._native(item.parent) if item.parent else None,
            "tag": [tag],
            "conversation": f"tag:people.example,2026:{item.author.number}" if item.private else None,
        }

    def _native(self, item: Item) -> str:
        return f"{SERVER}/notes/{item.number}"

    def _actor(self, person: Person) -> str:
        return f"{SERVER}/users/{person.handle}"

    def _like(self, beat: Beat) -> str:
        return f"{SERVER}/likes/{beat.item.number}-{beat.actor.number}"


TELLER = ActivityPub
