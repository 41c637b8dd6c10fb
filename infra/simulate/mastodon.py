"""A company's own Mastodon server: posts of its people, to all or to us alone, and their edits."""

from collections.abc import Mapping
from html import escape
from typing import Any

from infra.simulate.story import Beat, Item, Stage, Verb
from infra.simulate.teller import Letter, Teller, iso
from infra.simulate.texts import Person

EVENTS = {Verb.ADD: "status.created", Verb.EDIT: "status.updated"}


class Mastodon(Teller):
    """Tells webhooks of the administration; they tell of no deletion and of no favourite."""

    platform = "mastodon"
    stage = Stage(verbs=frozenset(EVENTS))
    demo_account = "demo.social.example"
    demo_self_ids = ("110000000000000001",)

    def tell(self, beat: Beat) -> Letter:
        """Returns one event."""
        item = beat.item
        status: dict[str, Any] = {
            "id": _native(item),
            "created_at": iso(item.at),
            "edited_at": iso(beat.at) if beat.verb is Verb.EDIT else None,
            "in_reply_to_id": _native(item.parent) if item.parent else None,
            "in_reply_to_account_id": self._id(item.parent.author) if item.parent else None,
            "visibility": "direct" if item.private else "public",
            "language": item.language,
            "url": f"https://demo.social.example/@{item.author.handle}/{_native(item)}",
            "content": f"<p>{escape(beat.text)}</p>",
            "account": {
                "id": self._id(item.author),
                "username": item.author.handle,
                "acct": item.author.handle,
                "display_name": item.author.name,
            },
            "mentions": [{"id": self.own_id(), "username": "demo_company", "acct": "demo_company"}],
        }
        return self.letter({"event": EVENTS[beat.verb], "created_at": iso(beat.at), "object": status})

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - signed like any delivery
        """Returns news of an account, of which nothing is kept."""
        return self.letter({"event": "account.updated", "created_at": iso(0), "object": {"id": "1"}})

    def _id(self, person: Person) -> str:
        return str(110_000_000_000_100_000 + person.number) if person.number else self.own_id()


def _native(item: Item) -> str:
    return str(111_000_000_000_000_000 + item.number)


TELLER = Mastodon
