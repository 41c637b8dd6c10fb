"""What the proofs found, each told once more in few words."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from store.contacts import keys as contact_keys
from store.contacts.rows import PointerRow
from store.interactions.rows import FeedRow
from tests.proof.tablefake import TableFake, answering
from tests.proof.test_faults import COMMENT, EDIT, MESSAGE, MS
from tests.store.path import Path
from tests.store.world import BRAND
from tests.tables import create_tables, make_client


@pytest.fixture
def path() -> Path:
    return Path.connected()


@pytest.fixture(autouse=True)
def _tables() -> Iterator[None]:
    with mock_aws(), answering(TableFake()):
        create_tables(make_client("dynamodb"))
        yield


def _profile(path: Path, native_id: str) -> dict[str, str]:
    person = path.item(native_id, "person")
    return path.stores.profiles.read_profiles(BRAND, [person])[person]


def test_a_creation_and_its_edit_in_one_batch_tell_of_one_association(path: Path) -> None:
    """A batch write that names a key twice is refused by the service, and moto takes it."""
    assert path.deliver(COMMENT, EDIT) == {"batchItemFailures": []}
    assert PointerRow.count(contact_keys.edge(BRAND, path.item("u7", "person"))) == 1


def test_what_was_hidden_when_it_was_looked_at_is_looked_at_again_when_it_is_restored(path: Path) -> None:
    path.deliver(
        MESSAGE, {"kind": "delete", "external_id": "m1", "mode": "private", "occurred_at": MS - 9000}
    )
    path.run()
    (row,) = FeedRow.scan()
    assert row.labels.get("sentiment") is None or row.labels["sentiment"] == "unknown"
    path.deliver(MESSAGE | {"restores": True, "changed_at": MS - 8000})
    path.run()
    (row,) = FeedRow.scan()
    assert row.labels["sentiment"] == "negative"


@pytest.mark.parametrize("first", [0, 1])
def test_an_edit_that_comes_first_does_not_move_the_head(path: Path, first: int) -> None:
    path.deliver([COMMENT, EDIT][first])
    path.deliver([EDIT, COMMENT][first])
    head = path.stores.conversations.read_conversations(BRAND, [path.item("c1")], consistent=True)[
        path.item("c1")
    ]
    assert (head.first_at, head.last_at) == (COMMENT["occurred_at"], COMMENT["occurred_at"])


def test_a_delivery_that_was_overtaken_brings_no_old_name_back(path: Path) -> None:
    path.deliver(COMMENT | {"author_name": "New Name"}, received_at=MS)
    old = COMMENT | {"external_id": "c0", "author_name": "Old Name", "author_handle": "old"}
    path.deliver(old, received_at=MS - 60_000)
    known = {"native_id": "u1", "name": "New Name", "handle": "old"}
    assert _profile(path, "u1") == known | {"platform": "standard_webhooks"}


@pytest.mark.parametrize(
    ("stated", "kept"),
    [("pt-BR", "pt-BR"), ("de", "de"), ("my name is Mara", None), ("x" * 30, None), ("", None)],
)
def test_a_language_that_is_none_is_dropped(path: Path, stated: str, kept: str | None) -> None:
    """It stands in the clear, and a space in it would have broken what a row is counted as."""
    path.deliver(COMMENT | {"language": stated})
    path.run()
    (row,) = FeedRow.scan()
    assert row.attribute_values.get("language") == kept
    assert path.stores.rollups.read_counts(BRAND, "20260921")
