"""`privacy/purge`: what is due is unreadable after the next run, whatever happened to the runs before.

Tests of: `privacy.buckets`, `privacy.idle`, `privacy.leftovers`, `store.forgetting.idle`,
`store.forgetting.purge_state`, `store.vault.open_buckets`, `store.brand.brands`,
`store.interactions.deletions`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from model import policy, raw_objects
from model.interaction import Interaction
from model.receipt import AUDIT, PURGE
from privacy.purge import Purge
from privacy.receipts import verify_chain
from store.brand.brands import Brands
from store.contacts import keys as contact_keys
from store.contacts.rows import DueRow, IdentityRow, PointerRow
from store.conversations import keys as conversation_keys
from store.conversations.rows import ConversationRow
from store.dynamo import keys as row_keys
from store.dynamo.rows import OpsRow
from store.interactions.rows import FeedRow, GoneRow
from store.vault import keys as vault_keys
from store.vault.rows import SaltRow
from tests.privacy.purging import DAY, Files, Installation
from tests.store.path import sqs_event
from tests.store.world import BRAND, FakeWrapping, stores

pytestmark = pytest.mark.usefixtures("tables")

FORUM, NO_TRACE = "discourse", "reddit"
HOUR_MS = 3_600_000


@pytest.fixture
def world() -> Installation:
    return Installation(FORUM, NO_TRACE, "slack")


def _buckets(found: dict[str, Any], platform: str, retention_class: str = "interaction") -> dict[str, Any]:
    wanted = (platform, retention_class)
    return next(each for each in found["buckets"] if (each["platform"], each["class"]) == wanted)


def _of_forum(bucket: str) -> bool:
    return f"{FORUM}#" in bucket and "#interaction#" in bucket


def test_d21_nothing_goes_before_its_time_and_all_of_it_then(world: Installation) -> None:
    kept, capped = world.comment(FORUM, "c1"), world.comment("slack", "c2")
    world.days(29)
    world.purge()
    assert world.opens(capped)
    world.days(0.6)
    world.purge()
    assert world.opens(kept)
    assert not world.opens(capped), "keys are a day's: all that came in it goes when the first of it is due"
    world.days(150.4)
    found = world.purge()
    assert not world.opens(kept)
    assert _buckets(found, FORUM)["shredded"] == 1


def test_d22_what_is_due_is_unreadable_with_one_key_for_all_rows(world: Installation) -> None:
    items = [world.comment(FORUM, f"c{number}", f"u{number}") for number in range(5)]
    world.days(181)
    found = world.purge()
    assert not any(world.opens(item) for item in items)
    assert _buckets(found, FORUM) == {
        "class": "interaction", "platform": FORUM, "due": 1, "shredded": 1, "held": 0, "failed": 0, "deleted": 0,
    }  # fmt: skip
    assert len(list(FeedRow.scan())) == 5, "the husks are for TTL"
    salts = [row for row in SaltRow.scan() if row.pk.startswith("bucket#") and _of_forum(row.pk)]
    assert [int(row.erased_at) for row in salts] == [int(world.clock() * 1000)]
    assert all(row.attribute_values.get("salt") is None for row in salts)


def test_f32_a_second_run_at_the_same_time_finds_it_busy(world: Installation) -> None:
    world.comment(FORUM, "c1")
    world.days(181)
    inside: list[Any] = []

    made = world.stores
    advance = made.ledger.append_receipt

    def append(*arguments: Any) -> Any:
        inside.append(world.purge())
        return advance(*arguments)

    made.ledger.append_receipt = append
    first = Purge(made, world.files).purge_brands(600)["brands"][BRAND]
    assert inside[0] == {"state": "busy"}
    assert _buckets(first, FORUM)["shredded"] == 1
    assert world.purge()["buckets"] == []


def test_f32_two_runs_that_know_nothing_of_each_other_are_one(world: Installation) -> None:
    world.comment(FORUM, "c1")
    world.days(181)
    bucket = next(filter(_of_forum, world.stores.open_buckets.list_open(BRAND)))
    world.purge()
    tombstone = SaltRow.get(vault_keys.bucket_salt(BRAND, bucket))
    world.stores.open_buckets.open_bucket(BRAND, bucket)
    world.days(1)
    found = world.purge()
    assert _buckets(found, FORUM) | {"due": 1, "shredded": 0} == _buckets(found, FORUM)
    assert SaltRow.get(vault_keys.bucket_salt(BRAND, bucket)).erased_at == tombstone.erased_at


def test_f33_after_a_silence_the_next_run_makes_it_good(world: Installation) -> None:
    first = world.comment(FORUM, "c1")
    world.days(3)
    second = world.comment(FORUM, "c2")
    world.days(177.5)
    world.clock.now += 6 * 3600
    assert not world.readable(first), "a reader looks at the time too"
    assert world.opens(first)
    world.days(40)
    found = world.purge()
    assert _buckets(found, FORUM)["shredded"] == 2
    assert not world.opens(first)
    assert not world.opens(second)


def test_a_run_that_is_killed_leaves_its_work_to_the_next(
    world: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = world.comment(FORUM, "c1")
    world.days(181)
    with monkeypatch.context() as patched:

        def die(*_: Any) -> None:
            raise KeyboardInterrupt

        patched.setattr("store.vault.open_buckets.OpenBuckets.close_bucket", die)
        with pytest.raises(KeyboardInterrupt):
            world.purge()
    assert not world.opens(item)
    assert world.purge() == {"state": "busy"}, "until the killed run's time is over"
    world.clock.now += 15 * 60
    assert _buckets(world.purge(), FORUM)["due"] == 1
    assert world.purge()["buckets"] == []


def test_a_bucket_that_fails_does_not_keep_the_others(
    world: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.comment(FORUM, "c1")
    good = world.comment("slack", "c2")
    world.days(181)
    whole = world.stores.shredder.destroy_bucket

    def destroy(_: Any, brand: str, bucket: str, now_ms: int) -> Any:
        if _of_forum(bucket):
            raise RuntimeError
        return whole(brand, bucket, now_ms)

    monkeypatch.setattr("store.vault.shredder.Shredder.destroy_bucket", destroy)
    found = world.purge()
    assert _buckets(found, FORUM)["failed"] == 1
    assert not world.opens(good)


@pytest.mark.parametrize("breaks", [False, True])
def test_one_failure_is_counted_once(
    world: Installation, monkeypatch: pytest.MonkeyPatch, breaks: bool
) -> None:
    world.comment(FORUM, "c1")
    world.days(181)
    counted: list[float] = []

    def metric(what: str, value: float = 1, **_: Any) -> None:
        counted.extend([value] if what == "purge_failed" else [])

    def die(*_: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr("privacy.purge.observe.metric", metric)
    monkeypatch.setattr("store.vault.shredder.Shredder.destroy_bucket", die)
    if breaks:  # what comes behind fails as well
        monkeypatch.setattr("store.forgetting.tasks.Tasks.count_waiting", die)
    world.purge()
    assert counted == [1]


def test_a_shorter_rule_works_at_the_next_run_and_rewrites_no_row(world: Installation) -> None:
    old = world.comment(FORUM, "c1")
    world.days(20)
    new = world.comment(FORUM, "c2")
    world.days(1)
    before = {row.pk: int(row.rev) for row in FeedRow.scan()}
    Brands().shorten_periods(BRAND, FORUM, {"interaction_days": 10})
    world.purge()
    assert not world.opens(old)
    assert world.opens(new)
    assert {row.pk: int(row.rev) for row in FeedRow.scan()} == before
    assert world.comment(FORUM, "c3"), "what comes next is kept"


def test_a_late_delivery_of_a_purged_day_is_dropped(world: Installation) -> None:
    world.comment(FORUM, "c1")
    received_at = int(world.clock() * 1000)
    Brands().shorten_periods(BRAND, FORUM, {"interaction_days": 2, "profile_days": 2})
    world.days(3)
    world.purge()
    late = world.path(FORUM).envelope(
        {"kind": "comment", "external_id": "c9", "author_id": "u9", "text": "late", "thread_id": "p1"},
        received_at=received_at,
    )
    assert world.path(FORUM).intake.take_deliveries(sqs_event([late.to_json()])) == {"batchItemFailures": []}
    assert not world.readable(world.path(FORUM).item("c9"))


def test_p8_rows_that_may_leave_no_trace_are_deleted_themselves(world: Installation) -> None:
    gone, kept = world.comment(NO_TRACE, "c1"), world.comment(FORUM, "c2")
    world.days(2)
    found = world.purge()
    assert _buckets(found, NO_TRACE)["deleted"] == 1
    assert {row_keys.item_of(row.pk) for row in FeedRow.scan()} == {kept}
    assert not world.readable(gone)


def test_p8_a_deletion_there_deletes_the_row(world: Installation) -> None:
    world.comment(NO_TRACE, "c1")
    path = world.path(NO_TRACE)
    path.deliver({"kind": "delete", "external_id": "c1", "occurred_at": int(world.clock() * 1000) + 1})
    path.deliver({"kind": "delete", "external_id": "c0", "occurred_at": int(world.clock() * 1000) + 1})
    (left,) = path.stores.feed.open_rows("acme", FeedRow.scan()).values()
    assert (left.deleted, left.content) == (True, None), "its words go at once"
    path.run()
    assert list(FeedRow.scan()) == [], "the row when nothing is counted by it any more"


PLACE = {"external_id": "c1", "thread_id": "p1", "parent_id": "p1", "conversation_id": "c1"}


@pytest.mark.parametrize("platform", sorted(name for name, rule in policy.RULES.items() if not rule.residue))
def test_p8_what_its_deletion_overtook_stays_out_for_a_day(platform: str) -> None:
    world = Installation(platform)
    at = int(world.clock() * 1000)
    path = world.path(platform)
    path.deliver({"kind": "delete", "external_id": "c1", "occurred_at": at + 1})
    (mark,) = GoneRow.scan(GoneRow.pk.startswith("gone#"))
    assert mark.attribute_values.keys() == {"pk", "sk", "deleted_order", "expires_at"}, "it names nothing"
    world.comment(platform, "c1")
    assert list(FeedRow.scan()) == []
    assert list(ConversationRow.scan(ConversationRow.sk == "#")) == []
    assert "Mara" not in repr(list(OpsRow.scan()))
    world.comment(platform, "c2")
    path.deliver({"kind": "comment", "text": "back", "occurred_at": at + 2, "restores": True, **PLACE})
    assert {row.pk.rsplit("#")[-1] for row in FeedRow.scan()} == {path.item("c1"), path.item("c2")}
    path.deliver({"kind": "delete", "external_id": "c2", "occurred_at": at + 3})
    path.run()
    world.comment(platform, "c2")
    assert {row.pk.rsplit("#")[-1] for row in FeedRow.scan()} == {path.item("c1")}, "nor does a repetition"
    world.clock.now += DAY + 1
    world.comment(platform, "c2")
    assert path.item("c2") in {row.pk.rsplit("#")[-1] for row in FeedRow.scan()}, "a mark is no tombstone"


def test_p8_a_deletion_that_is_noted_while_its_message_is_written_takes_it_away(
    world: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, at = world.path(NO_TRACE), int(world.clock() * 1000)
    fold_interactions = path.stores.feed.fold_interactions

    def overtaken(brand: str, arrived: Sequence[Interaction]) -> dict[str, Interaction]:
        monkeypatch.setattr(path.stores.feed, "fold_interactions", fold_interactions)
        world.path(NO_TRACE).deliver({"kind": "delete", "external_id": "c1", "occurred_at": at + 1})
        return fold_interactions(brand, arrived)

    monkeypatch.setattr(path.stores.feed, "fold_interactions", overtaken)
    path.deliver({"kind": "comment", "author_id": "u1", "text": "gone", "occurred_at": at, **PLACE})
    (left,) = path.stores.feed.open_rows(BRAND, FeedRow.scan()).values()
    assert (left.deleted, left.content) == (True, None)
    path.run()
    assert list(FeedRow.scan()) == []


def test_a_dry_run_counts_and_changes_nothing(world: Installation) -> None:
    item = world.comment(FORUM, "c1")
    world.files.keys = {raw_objects.key("fallback/", FORUM, 1_700_000_000_000, "a")}
    world.days(181)
    before = len(list(OpsRow.scan())), len(list(SaltRow.scan()))
    found = Purge(world.stores, world.files).purge_brands(600, dry_run=True)
    assert _buckets(found["brands"][BRAND], FORUM)["due"] == 1
    assert found["objects"] == 1
    assert world.opens(item)
    assert (len(list(OpsRow.scan())), len(list(SaltRow.scan()))) == before
    assert world.files.keys
    assert world.stores.ledger.find_last_receipt(BRAND) is None


def test_d15_each_run_signs_a_summary_without_personal_data(world: Installation) -> None:
    world.comment(FORUM, "c1", "u1")
    world.days(181)
    world.purge()
    world.clock.now += 900
    world.purge()
    ledger = world.stores.ledger
    chain = list(ledger.list_receipts(BRAND))
    assert [each.kind for each in chain].count(PURGE) == 2
    assert verify_chain(chain, ledger.public_key(BRAND)) == []
    written = "".join(str(each.to_ledger_record()) for each in chain)
    assert world.path(FORUM).item("u1", "person") not in written
    assert "Mara" not in written


@pytest.mark.parametrize("prefix", raw_objects.PREFIXES)
@pytest.mark.parametrize(
    ("platform", "hours"), [(FORUM, 168), ("slack", 168), ("linkedin", 48), (NO_TRACE, 48)]
)
def test_d21_raw_data_and_copies_live_a_week_at_most_and_no_longer_than_the_platform_allows(
    world: Installation, prefix: str, platform: str, hours: float
) -> None:
    """An object an hour, of all ages up to ten days: none is older than it may be, none goes two hours too early."""
    now_ms = int(world.clock() * 1000)
    longest = raw_objects.LONGEST_S.get(prefix, 240 * 3600) / 3600
    hours = min(hours, longest)
    ages = {raw_objects.key(prefix, platform, now_ms - age * HOUR_MS, "a"): age for age in range(240)}
    younger = {
        raw_objects.key(prefix, FORUM, now_ms - age * HOUR_MS, "b")
        for age in (1, 40, 50, 120)
        if age < longest
    }
    world.files.keys = {*ages, *younger, f"{prefix}unknown.json"}
    Purge(world.stores, world.files).purge_brands(600)
    left = {ages[key] for key in world.files.keys & ages.keys()}
    assert left == set(range(max(left) + 1))
    assert hours - 2 <= max(left) < hours
    assert world.files.keys >= younger | {f"{prefix}unknown.json"}


def test_young_objects_are_not_all_listed_to_find_the_old_ones(world: Installation) -> None:
    now_ms = int(world.clock() * 1000)

    class Paged(Files):
        listed = 0

        def pages(self, prefix: str) -> Iterator[list[str]]:
            """Of ten keys."""
            keys = sorted(key for key in self.keys if key.startswith(prefix))
            for start in range(0, max(len(keys), 1), 10):
                self.listed += 1
                yield keys[start : start + 10]

    files = Paged(*(raw_objects.key("fallback/", NO_TRACE, now_ms - each, "a") for each in range(500)))
    Purge(world.stores, files).purge_brands(600)
    assert files.listed == len(raw_objects.PREFIXES)
    assert len(files.keys) == 500


@pytest.mark.parametrize(
    "key", ["fallback/2026-09-21/13/x/1.json", "fallback/1-a.json", "exports/x.json", ""]
)
def test_a_key_of_another_shape_says_nothing(key: str) -> None:
    assert raw_objects.parse_name(key) is None
    assert raw_objects.parse_name(
        raw_objects.key("claims/", "x", 1_790_000_000_000, "0f")
    ) == raw_objects.Raw("x", 1_790_000_000_000, "claims/")


def test_parked_deliveries_are_unreadable_after_a_week(world: Installation) -> None:
    path = world.path(FORUM)
    broken = path.envelope(body=b"{")
    path.stores.parked.park_delivery(broken, "bad_json", int(world.clock() * 1000))
    world.days(7)
    world.purge()
    row = next(row for row in OpsRow.scan() if row.pk.startswith("parked#"))
    fresh = world.stores
    assert list(fresh.parked.list_parked(BRAND, int(world.clock() * 1000))) == []
    assert fresh.parked._opened(BRAND, "20260921", row).message is None


def test_an_idle_person_goes_with_profile_memberships_and_salt(world: Installation) -> None:
    world.message(FORUM, "m1")
    person = world.path(FORUM).item("u1", "person")
    made = world.stores
    IdentityRow(contact_keys.identity(BRAND, person), "#").update([IdentityRow.segments.set({"unhappy"})])
    PointerRow(contact_keys.members(BRAND, "unhappy"), person).save()
    world.days(300)
    world.purge()
    assert list(IdentityRow.query(contact_keys.identity(BRAND, person)))
    assert (
        list(
            ConversationRow.query(
                conversation_keys.conversation(BRAND, world.path(FORUM).item("u1", "thread"))
            )
        )
        == []
    )
    for row in FeedRow.scan():
        row.delete()
    world.days(66)
    assert world.purge()["idle"]["identity"] == 1
    assert [row.sk for row in DueRow.query(contact_keys.identity(BRAND, person))] == ["~gone"]
    assert list(PointerRow.query(contact_keys.members(BRAND, "unhappy"))) == []
    world.days(180)
    assert world.purge()["idle"]["gone"] == 0, "until then somebody may have named them"
    world.days(1)
    assert world.purge()["idle"]["gone"] == 1
    assert list(DueRow.query(contact_keys.identity(BRAND, person))) == []
    assert list(SaltRow.query(vault_keys.person_salt(BRAND, person))) == []
    assert made.contacts.read_contacts(BRAND, [person]) == {}


def test_somebody_who_comes_back_before_the_salt_goes_keeps_it(world: Installation) -> None:
    world.comment(FORUM, "c1")
    person = world.path(FORUM).item("u1", "person")
    world.days(181)
    world.purge()
    for row in FeedRow.scan():
        row.delete()
    world.days(184)
    assert world.purge()["idle"]["identity"] == 1
    world.days(170)
    back = world.comment(FORUM, "c2")
    for _ in range(2):
        world.days(11)
        world.purge()
        assert world.readable(back)
    assert [row.sk for row in DueRow.query(contact_keys.identity(BRAND, person))] == ["#"]


def test_somebody_who_keeps_writing_is_never_idle(world: Installation) -> None:
    for month in range(5):
        last = world.comment(FORUM, f"c{month}")
        world.purge()
        world.days(100)
    assert world.readable(last)
    assert world.stores.contacts.read_contacts(BRAND, [world.path(FORUM).item("u1", "person")])


def test_d9_who_objected_stays_known_so_that_it_is_heeded(world: Installation) -> None:
    world.comment(FORUM, "c1")
    person = world.path(FORUM).item("u1", "person")
    IdentityRow(contact_keys.identity(BRAND, person), "#").update([IdentityRow.objections.set({"marketing"})])
    for row in FeedRow.scan():
        row.delete()
    world.days(400)
    assert world.purge()["idle"]["identity"] == 0
    assert world.stores.contacts.read_contacts(BRAND, [person])


def test_every_brand_is_purged(world: Installation) -> None:
    stores(world.clock, brand="other", wrapping=FakeWrapping())
    assert set(Purge(world.stores, world.files).purge_brands(600)["brands"]) == {BRAND, "other"}


def test_the_audit_log_is_signed_window_by_window(world: Installation) -> None:
    world.stores.audit.note_entry(BRAND, "ann", "read contact", "x", int(world.clock() * 1000))
    world.clock.now += 900 + 120
    world.purge()
    signed = [each for each in world.stores.ledger.list_receipts(BRAND) if each.kind == AUDIT]
    assert [each.body["rows"] for each in signed] == [1]


def test_when_time_runs_out_the_rest_waits_for_the_next_run(world: Installation) -> None:
    item = world.comment(FORUM, "c1")
    world.days(181)
    assert Purge(world.stores, world.files).purge_brands(0)["brands"] == {}
    assert world.opens(item)
    world.purge()
    assert not world.opens(item)


def test_periods_are_those_of_the_policy() -> None:
    assert policy.RULES[FORUM].interaction_days == policy.CARE_DAYS == 180
    assert DAY == policy.DAY_S
