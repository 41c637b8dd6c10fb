"""Every step works with the rows its role may touch, and with no others: leading keys are enforced here."""

import pytest

from aws import batch
from store.contacts.segments import Segment
from store.interactions.rows import FeedRow
from store.vault import keys as vault_keys
from store.vault.rows import SaltRow
from tests.ingest.test_intake import COMMENT, PRIVATE
from tests.store.path import Path, sqs_event
from tests.store.world import BRAND, NOW
from tests.template.enforcing import Denied, as_function

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture
def path() -> Path:
    return Path.connected()


RECORDS = (
    COMMENT | {"mentioned_ids": ["u7"], "text": "bad"},
    PRIVATE | {"text": "bad now"},
    PRIVATE | {"external_id": "m2", "direction": "out", "customer_id": "u1", "author_id": "shop"},
    {"kind": "reaction", "author_id": "u1", "parent_id": "p1", "text": "love"},
)


def test_store_sentiment_and_assign_keep_to_their_roles(path: Path) -> None:
    with as_function("Intake") as asked:
        path.deliver(*RECORDS)
        path.deliver(*RECORDS, {"kind": "delete", "external_id": "c1", "occurred_at": NOW * 1000})
        path.intake.take_deliveries(sqs_event([path.envelope(body=b"{").to_json()]))
    assert ("PartiQLInsert", "feed", "I") in asked
    assert ("PartiQLInsert", "keys", "person") in asked
    assert ("PutItem", "ops", "parked") in asked
    with as_function("Sentiment") as asked:
        while path.sentiment_queue:
            event = sqs_event([path.sentiment_queue.pop(0)])
            assert batch.process(event, path.sentiment.label_interactions) == {"batchItemFailures": []}
    assert {("PutItem", "ops", "pulse"), ("PutItem", "ops", "hourkey")} <= asked
    with as_function("Assign") as asked:
        while path.segments_queue:
            event = sqs_event([path.segments_queue.pop(0)])
            assert batch.process(event, path.assign.assign_segments) == {"batchItemFailures": []}
    assert ("PutItem", "core", "members") in asked
    assert not any(table == "keys" for _, table, _ in asked)


def test_what_few_rows_mean_is_applied_with_the_role_of_who_labels(path: Path) -> None:
    at_once, found = Path(path.stores, at_once=True), set[tuple[str, str, str]]()
    rule = {"attribute": "interactions", "at_least": 1, "within_days": 7}
    path.stores.segments.add_segment(Segment("recent", BRAND, "recent", rule))
    gone = {"kind": "delete", "external_id": "c1", "occurred_at": NOW * 1000}
    for records in (RECORDS, (gone,)):
        at_once.deliver(*records)
        with as_function("Sentiment") as asked:
            at_once.run()
        found = found | asked
    assert at_once.segments_queue == []
    assert {
        ("PutItem", "core", "members"),
        ("PutItem", "ops", "flip"),
        ("Query", "feed", "index"),
    } <= found


def test_the_sweep_parks_with_its_own_role(path: Path) -> None:
    envelope = path.envelope(COMMENT)
    with as_function("Sweep") as asked:
        path.stores.parked.park_delivery(envelope, "exhausted", NOW * 1000)
    assert ("PutItem", "ops", "parked") in asked


def test_the_check_can_fail(path: Path) -> None:
    with as_function("Sentiment"), pytest.raises(Denied):
        SaltRow(vault_keys.brand_root(BRAND), wrapped=b"x").save()
    with as_function("Assign"), pytest.raises(Denied):
        SaltRow.get(vault_keys.person_salt(BRAND, "x"))
    with as_function("Assign"), pytest.raises(Denied):
        list(FeedRow.scan())
    with as_function("Sentiment"), pytest.raises(Denied):
        list(FeedRow.scan())
