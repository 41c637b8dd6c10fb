"""A Threads profile: its posts, replies to them, and deletions."""

from collections.abc import Mapping
from typing import Any

from infra.simulate.meta import shake
from infra.simulate.story import Beat, Item, Stage, Verb
from infra.simulate.teller import Letter, Teller, iso


class Threads(Teller):
    """Tells replies, mentions and posts; nobody tells of edits and likes."""

    platform = "threads"
    stage = Stage(private=False, verbs=frozenset({Verb.ADD, Verb.REMOVE}))
    demo_account = "18020000000000001"
    demo_self_ids = ("demo_company",)

    def tell(self, beat: Beat) -> Letter:
        """Returns one notification in Threads' own envelope."""
        item = beat.item
        if beat.verb is Verb.REMOVE:
            return self._letter("delete", {"id": _native(item), "username": item.author.handle}, beat)
        field = "publish" if item.ours else "mentions" if item.parent is None else "replies"
        return self._letter(field, self._post(item), beat)

    def probe(self, secrets: Mapping[str, str]) -> Letter:
        """Returns what Meta asks when the webhook's address is saved."""
        return shake(self.platform, secrets)

    def _letter(self, field: str, value: dict[str, Any], beat: Beat) -> Letter:
        return self.letter(
            {
                "app_id": "900000000000001",
                "topic": "moderate",
                "target_id": self.account,
                "time": beat.at // 1000,
                "subscription_id": "1",
                "has_uid_field": False,
                "values": {"value": value, "field": field},
            }
        )

    def _post(self, item: Item) -> dict[str, Any]:
        post = {
            "id": _native(item),
            "username": item.author.handle,
            "text": item.text,
            "media_type": "TEXT_POST",
            "permalink": f"https://www.threads.net/@{item.author.handle}/post/{item.number:x}",
            "timestamp": iso(item.at),
        }
        if item.parent is None:
            return post
        root = {"id": _native(item.root), "username": item.root.author.handle}
        return post | {"replied_to": {"id": _native(item.parent)}, "root_post": root}


def _native(item: Item) -> str:
    return str(18_030_000_000_000_000 + item.number)


TELLER = Threads
