"""A text of any length is neither lost nor in the way: a part stands in its row, all of it under `texts/`."""

import random
import string
from typing import Any

import pytest

from model.errors import Erased
from model.event import Media
from model.interaction import Content
from model.long_content import LIMIT, shorten_content
from store.interactions import keys as interaction_keys
from store.interactions.long_texts import LongTexts
from store.interactions.rows import FeedRow
from store.vault.sealed import SealedPlace, bucket_of
from tests.fakes import FakeObjects
from tests.ingest.test_intake import COMMENT
from tests.store.path import Path
from tests.store.world import BRAND, NOW, connect, stores

pytestmark = pytest.mark.usefixtures("tables")
MS = NOW * 1000


def _noise(size: int, seed: int = 1) -> str:
    """Text that does not compress."""
    letters = string.ascii_letters + string.digits + "äöü🙂"
    return "".join(random.Random(seed).choices(letters, k=size))


@pytest.fixture
def objects() -> FakeObjects:
    return FakeObjects()


@pytest.fixture
def path(objects: FakeObjects) -> Path:
    made = stores()
    connect(made, "standard_webhooks", "shop")
    made.feed.texts = LongTexts(made.vault, objects)
    return Path(made)


def _read(path: Path, native_id: str = "c1") -> Any:
    (item,) = path.stores.feed.open_interactions(BRAND, [path.item(native_id)], consistent=True).values()
    return item


def _whole(path: Path) -> str | None:
    content = path.stores.feed.texts.read_whole(BRAND, _read(path)).content
    return content.text if content else None


def test_800_kb_of_noise_are_kept_and_read_whole(path: Path, objects: FakeObjects) -> None:
    text = _noise(800_000)
    path.deliver(COMMENT | {"text": text}, COMMENT | {"external_id": "c2", "conversation_id": "c2"})
    path.run()
    kept = _read(path)
    assert text.startswith(kept.content.text)
    assert kept.labels is not None
    row = FeedRow.get(interaction_keys.interaction(BRAND, path.item("c1")))
    assert len(row.sealed) < 2 * LIMIT
    (key,) = objects.content
    assert key == row.kept_at
    assert key.startswith(f"texts/{BRAND}/standard_webhooks/")
    assert text[:50].encode() not in objects.content[key]
    assert _whole(path) == text
    assert path.deliver(COMMENT | {"text": text}) == {"batchItemFailures": []}
    assert _read(path) == kept, "a repetition changes nothing"
    assert _read(path, "c2").content.text == COMMENT["text"], "nor do its neighbours notice"


def test_what_fits_is_kept_nowhere_else(path: Path, objects: FakeObjects) -> None:
    path.deliver(COMMENT | {"text": "x" * 60_000})
    assert objects.content == {}
    assert _read(path).content.text == "x" * 60_000


@pytest.mark.parametrize("change", ["edit", "delete"])
@pytest.mark.parametrize("late", [False, True])
def test_an_edit_or_a_deletion_takes_the_old_one_away(
    path: Path, objects: FakeObjects, change: str, late: bool
) -> None:
    told = [COMMENT | {"text": _noise(100_000)}, {"kind": change, "external_id": "c1", "occurred_at": MS}]
    told[1] |= {"text": "short"} if change == "edit" else {}
    for record in reversed(told) if late else told:
        path.deliver(record)
    path.run()
    assert objects.content == {}
    assert (_read(path).content is None) is (change == "delete")


def test_a_longer_edit_takes_its_place(path: Path, objects: FakeObjects) -> None:
    path.deliver(COMMENT | {"text": _noise(100_000)})
    path.deliver({"kind": "edit", "external_id": "c1", "text": _noise(90_000, 2), "occurred_at": MS})
    assert len(objects.content) == 1
    assert _whole(path) == _noise(90_000, 2)


def test_the_whole_opens_with_the_person_s_key_only(path: Path, objects: FakeObjects) -> None:
    path.deliver(COMMENT | {"text": _noise(100_000)})
    kept = _read(path)
    path.stores.shredder.destroy_person(BRAND, path.item("u1", "person"), MS)
    path.stores.vault.forget_salt(BRAND, path.item("u1", "person"))
    assert path.stores.feed.texts.read_whole(BRAND, kept) == kept
    (key,) = objects.content
    with pytest.raises(Erased):
        path.stores.vault.unseal(BRAND, SealedPlace("texts", key), objects.content[key])


def test_nothing_is_sealed_that_could_not_be_read_again(path: Path) -> None:
    path.deliver(COMMENT)
    row = FeedRow.get(interaction_keys.interaction(BRAND, path.item("c1")))
    sealed_with = path.item("u1", "person"), bucket_of(bytes(row.sealed))
    with pytest.raises(ValueError, match="unsealed"):
        path.stores.vault.seal(BRAND, SealedPlace("feed", "x"), *sealed_with, {"text": "x" * 33_000_000})


def test_a_part_is_small_whatever_is_long() -> None:
    media = tuple(
        Media("image", "https://e.example/" + "u" * 5000, "i" * 9000, "n" * 9000) for _ in range(900)
    )
    part = shorten_content(Content(text="🙂" * 500_000, title="ä" * 100_000, media=media), "texts/x")
    assert part is not None
    assert part.kept_at == "texts/x"
    assert shorten_content(part, "again") is None
    assert part.text
    assert len(part.media) == 20
