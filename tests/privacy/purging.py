"""A brand on several platforms, and runs of the purge over it at whatever time."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ingest.intake import Intake
from model.messages import Envelope
from privacy.purge import Purge
from store.brand.agents import Agent
from store.interactions.rows import FeedRow
from tests.store.path import Path, Spoken
from tests.store.world import BRAND, ENDPOINT, Clock, FakeWrapping, connect, stores

DAY = 86_400
SUPERVISOR = Agent("sue", BRAND, "supervisor")
DPO = Agent("dan", BRAND, "dpo")


class Files:
    """The bucket: keys in their order, a thousand a page."""

    def __init__(self, *keys: str) -> None:
        self.keys = set(keys)

    def delete(self, keys: Sequence[str]) -> None:
        """Forget them."""
        self.keys -= set(keys)

    def pages(self, prefix: str) -> Iterator[list[str]]:
        """Under a prefix."""
        yield sorted(key for key in self.keys if key.startswith(prefix))


class Speaking(Path):
    """`Path` for any platform."""

    def __init__(self, made: Any, platform: str) -> None:
        super().__init__(made)
        self.platform = platform
        spoken = type("SpokenHere", (Spoken,), {"name": platform})()
        self.intake = Intake(
            made, self.claims, self.sentiment_queue.extend, self.privacy_queue.extend, lambda _: spoken
        )

    def envelope(self, *records: Any, **more: Any) -> Envelope:
        """A delivery received now."""
        received_at = int(self.stores.clock() * 1000)
        defaults: dict[str, Any] = {"received_at": received_at, "body": json.dumps(records).encode()}
        return Envelope(self.platform, f"{ENDPOINT}{self.platform}", BRAND, **(defaults | more))

    def item(self, native_id: str, realm: str = "item") -> str:
        """The hid of an item (or `thread`, `person`)."""
        return self.intake.deliveries.name_hid(BRAND, self.platform, realm, "", native_id)


class Installation:
    """Stores that remember nothing between functions, a clock, and one path for each platform."""

    def __init__(self, *platforms: str) -> None:
        self.clock = Clock()
        self.wrapping = FakeWrapping()
        self.files = Files()
        made = stores(self.clock, wrapping=self.wrapping)
        for platform in platforms:
            connect(made, platform, "shop", endpoint=f"{ENDPOINT}{platform}")
        self.platforms = platforms

    @property
    def stores(self) -> Any:
        """As a function has them that was just started."""
        return stores(self.clock, wrapping=self.wrapping)

    def path(self, platform: str) -> Speaking:
        """Where deliveries of a platform go."""
        return Speaking(self.stores, platform)

    def comment(self, platform: str, native_id: str, author: str = "u1", **more: Any) -> str:
        """Keep a comment received now; its hid."""
        path = self.path(platform)
        record = {
            "kind": "comment",
            "external_id": native_id,
            "author_id": author,
            "author_name": f"Mara {author}",
            "text": f"words of {native_id}",
            "thread_id": "p1",
            "parent_id": "p1",
            "conversation_id": native_id,
            "occurred_at": int(self.clock() * 1000),
        }
        assert path.deliver(record | more) == {"batchItemFailures": []}
        return path.item(native_id)

    def message(self, platform: str, native_id: str, author: str = "u1") -> str:
        """Keep a private message received now; its hid."""
        return self.comment(
            platform, native_id, author, kind="message", mode="private", thread_id=author, parent_id=None,
            conversation_id=None,
        )  # fmt: skip

    def purge(self, dry_run: bool = False, seconds: float = 600) -> dict[str, Any]:
        """One run; what it says of the brand."""
        found = Purge(self.stores, self.files).purge_brands(seconds, dry_run)["brands"][BRAND]
        return found if isinstance(found, dict) else {"state": found}

    def readable(self, item: str) -> bool:
        """Whether an everyday reader gets to see it."""
        fresh = self.stores
        return item in fresh.feed.open_interactions(BRAND, [item], consistent=True)

    def opens(self, item: str) -> bool:
        """Whether anybody could: the row is there and so are its keys."""
        fresh = self.stores
        rows = [row for row in FeedRow.scan() if row.pk.endswith(item)]
        return item in fresh.feed.open_rows(BRAND, rows)

    def days(self, number: float) -> None:
        """Let days pass."""
        self.clock.now += number * DAY

    def settle(self) -> dict[str, Any]:
        """Two runs a quarter of an hour apart, after which everybody knows of a hold or its end; the second's word."""
        self.purge()
        self.clock.now += 900
        return self.purge()

    def hold(self, person: str, until_days: float = 100) -> str:
        """A hold that both agreed to, in force when `settle` was called; its id."""
        made, now_ms = self.stores, int(self.clock() * 1000)
        made.holds.ask(person, SUPERVISOR, "a case at court", int(self.clock() + until_days * DAY), now_ms)
        return str(made.holds.agree(person, DPO, now_ms).id)
