"""An Instagram account: comments under its posts, and private messages."""

import json
from collections.abc import Mapping
from typing import Any

from infra.simulate.meta import PEOPLE, shake, tell_privately
from infra.simulate.story import Beat, Item, Stage, Verb
from infra.simulate.teller import Letter, Teller, native_user
from infra.simulate.texts import Person

MEDIA = 17_918_000_000_000_000


class Instagram(Teller):
    """Tells comments that nobody edits or deletes for us to see, and messages."""

    platform = "instagram"
    stage = Stage(ours=False, verbs=frozenset({Verb.ADD}))
    demo_account = "17841400000000001"

    def tell(self, beat: Beat) -> Letter:
        """Returns a comment or one messaging item."""
        if beat.item.private:
            return self._letter({"time": beat.at, "messaging": [tell_privately(beat, self.account)]})
        change = {"field": "comments", "value": self._comment(beat.item)}
        return self._letter({"time": beat.at // 1000, "changes": [change]})

    def probe(self, secrets: Mapping[str, str]) -> Letter:
        """Returns what Meta asks when the webhook's address is saved."""
        return shake(self.platform, secrets)

    def _letter(self, entry: dict[str, Any]) -> Letter:
        told = {"object": "instagram", "entry": [{"id": self.account, **entry}]}
        return Letter(self.platform, json.dumps(told).encode())

    def _comment(self, item: Item) -> dict[str, Any]:
        """Returns a comment; a thread's first one stands under a post of the account."""
        post = str(MEDIA + item.root.number)
        value = {
            "id": _native(item),
            "text": item.text,
            "from": _author(item.author),
            "media": {"id": post, "media_product_type": "FEED"},
        }
        return value if item.parent is None else value | {"parent_id": _native(item.parent)}


def _native(item: Item) -> str:
    return str(17_894_000_000_000_000 + item.number)


def _author(person: Person) -> dict[str, str]:
    return {"id": native_user(person, PEOPLE), "username": person.handle}


TELLER = Instagram
