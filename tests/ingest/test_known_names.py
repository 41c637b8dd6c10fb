"""People whose names we know from themselves are named by them in what others write, whatever the payload tells."""

from collections import Counter

import pytest

from store.forgetting.erasing.associations import Associations
from store.forgetting.erasing.leaver import Leaver
from store.interactions import keys as interaction_keys
from store.interactions.rows import FeedRow
from store.vault.shredder import Shredder
from tests.privacy.world import counting
from tests.store.path import Path
from tests.store.world import BRAND, NOW, stores

MS = NOW * 1000
COMMENT = {"kind": "comment", "thread_id": "p1", "parent_id": "p1"}
ANNA = COMMENT | {
    "external_id": "a1", "conversation_id": "a1", "author_id": "u7", "author_name": "Anna Lee",
    "author_handle": "annalee", "text": "hello", "occurred_at": MS - 9000,
}  # fmt: skip
THANKS = COMMENT | {
    "external_id": "b1", "conversation_id": "b1", "author_id": "u8", "author_name": "Bo",
    "text": "thanks Anna Lee (@annalee), says Bo", "mentioned_ids": ["u7"], "occurred_at": MS - 5000,
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture
def path() -> Path:
    return Path.connected()


def _text(path: Path) -> str | None:
    made = stores()
    item = path.item("b1")
    content = made.feed.open_interactions(BRAND, [item])[item].content
    return None if content is None else content.text


def _erase(path: Path, native_id: str) -> None:
    person = path.item(native_id, "person")
    Shredder().destroy_person(BRAND, person, MS)
    assert sum(
        Associations(stores().vault).erase_items(Leaver(BRAND, person, "standard_webhooks", MS, task=""))
    )


def test_a_name_that_is_known_goes_with_its_person(path: Path) -> None:
    path.deliver(ANNA)
    path.deliver(THANKS)
    assert _text(path) == "thanks Anna Lee (@annalee), says Bo"
    _erase(path, "u7")
    assert _text(path) == "thanks [removed] ([removed]), says Bo"


def test_so_does_one_that_comes_with_the_same_batch(path: Path) -> None:
    path.deliver(THANKS, ANNA)
    _erase(path, "u7")
    assert _text(path) == "thanks [removed] ([removed]), says Bo"


def test_a_name_that_an_agent_entered_counts_too(path: Path) -> None:
    path.deliver(ANNA)
    path.stores.profiles.rectify_profile(BRAND, path.item("u7", "person"), {"name": "Bo"}, "agent", MS)
    path.deliver(THANKS)
    _erase(path, "u7")
    assert _text(path) == "thanks [removed] ([removed]), says [removed]"


def test_whom_nobody_tags_is_not_looked_for(path: Path) -> None:
    plain = THANKS | {"mentioned_ids": [], "conversation_id": "b0"}
    path.deliver(plain | {"external_id": "b0"})
    with counting() as untagged:
        path.deliver(plain | {"external_id": "b2"})
    with counting() as tagged:
        path.deliver(plain | {"external_id": "b3", "mentioned_ids": ["u8"]})
    assert Counter(tagged.names) == Counter(untagged.names), "nor does anybody look for themselves"
    row = FeedRow.get(interaction_keys.interaction(BRAND, path.item("b3")))
    assert row.author == path.item("u8", "person")
