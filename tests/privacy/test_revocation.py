"""An account withdraws our access: nothing that came through it can be read, and all of the others' can.

Tests of: `store.forgetting.erasing.account_withdrawal`.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from aws.queues import Message
from model import policy
from model.messages import Envelope, PrivacyDemand
from model.privacy_task import State, Task
from model.receipt import Receipt
from privacy import procedures
from privacy.fulfil import Fulfil
from privacy.receipts import verify_chain
from store.brand import keys as brand_keys
from store.brand.accounts import ACTIVE, REVOKED, Account
from store.brand.rows import AccountRow
from store.contacts.mapping import unseal_record
from store.contacts.rows import IdentityRow
from store.conversations.mapping import HEAD
from store.conversations.rows import ConversationRow
from store.dynamo import keys as row_keys
from store.forgetting.erasing.account_withdrawal import Buckets, Withdrawn
from store.interactions.rows import FeedRow
from tests.privacy.purging import SUPERVISOR, Installation
from tests.privacy.world import Killed, Kills, Snapshot
from tests.proof.tablefake import TableFake
from tests.store.path import Claims, sqs_event
from tests.store.world import BRAND, ENDPOINT

pytestmark = pytest.mark.usefixtures("tables")

SLACK, NO_TRACE = "slack", "reddit"
ASKED = "r" * 32


class Workspaces(Installation):
    """Two accounts of one platform behind one endpoint: `shop` goes, `club` stays."""

    def __init__(self, platform: str = SLACK) -> None:
        super().__init__(platform)
        self.platform = platform
        self.endpoint = f"{ENDPOINT}{platform}"
        self.club = Account("club".ljust(32, "x"), BRAND, platform, self.endpoint, "club")
        self.stores.accounts.connect_account(self.club)
        self.shop = self.account("shop")
        self.objects = Claims()
        self.waiting: list[tuple[float, str]] = []

    def account(self, native_id: str) -> Account:
        """As it is now."""
        known: list[Account] = self.stores.accounts.list_accounts(BRAND)
        (found,) = (each for each in known if each.native_id == native_id)
        return found

    def says(self, account: str, native_id: str, author: str, **more: Any) -> str:
        """A comment that comes through an account."""
        return self.comment(self.platform, native_id, author, account_id=account, **more)

    def whispers(self, account: str, native_id: str, author: str) -> str:
        """A private message."""
        return self.says(
            account, native_id, author, kind="message", mode="private", thread_id=author, parent_id=None,
            conversation_id=None,
        )  # fmt: skip

    def revoke(self, task: str = ASKED, account: Account | None = None) -> None:
        """What the store queues on a revocation event."""
        at = int(self.clock() * 1000)
        account = account or self.shop
        demand = PrivacyDemand(BRAND, task, "revoke", self.platform, account=account.id, at=at)
        self.waiting.append((self.clock(), demand.to_json()))

    def fulfil(self, budget_s: float = 60) -> Fulfil:
        """The function, newly started."""
        made = self.stores
        by_ask = procedures.of(made, self.objects)

        def again(body: str, seconds: int) -> None:
            self.waiting.append((self.clock() + seconds, body))

        return Fulfil(made.tasks, by_ask, again, self.clock, budget_s)

    def one(self, budget_s: float = 60) -> None:
        """Handle the next demand."""
        self.waiting.sort()
        due, body = self.waiting.pop(0)
        self.clock.now = max(self.clock.now, due)
        try:
            self.fulfil(budget_s).fulfil_demand(Message("m", body, "r"))
        except Killed:
            self.waiting.append((self.clock() + 1, body))

    def run(self, budget_s: float = 60) -> int:
        """Until nothing waits; after how many messages."""
        messages = 0
        while self.waiting:
            self.one(budget_s)
            messages += 1
        return messages

    def reconnect(self) -> Account:
        """As the API does it."""
        known, now_ms = self.account("shop"), int(self.clock() * 1000)
        fresh = Account(
            f"again{now_ms}".ljust(32, "x"), BRAND, self.platform, self.endpoint, "shop", connected_at=now_ms
        )
        self.stores.accounts.reconnect_account(known, fresh)
        return fresh

    def state(self, task: str = ASKED) -> State:
        """How far it got."""
        found: Task | None = self.stores.tasks.find_task(BRAND, task)
        assert found is not None
        return found.state

    def receipt(self) -> dict[str, Any]:
        """The only one, which is sound."""
        made = self.stores
        chain: list[Receipt] = list(made.ledger.list_receipts(BRAND))
        assert verify_chain(chain, made.ledger.public_key(BRAND)) == []
        (found,) = (each for each in chain if each.kind == "revocation")
        return found.body

    def person(self, native_id: str) -> str:
        """The hid of a person."""
        return self.path(self.platform).item(native_id, "person")

    def names(self) -> dict[str, str | None]:
        """Who is known, and by what name."""
        people = [row_keys.item_of(row.pk) for row in _identities()]
        shown = self.stores.profiles.read_profiles(BRAND, people)
        return {person: record.get("name") for person, record in shown.items()}

    def inbox(self) -> set[str]:
        """What agents see waiting."""
        return {
            row_keys.item_of(row.pk)
            for row in ConversationRow.scan(ConversationRow.sk == HEAD)
            if row.pk.startswith("conversation#") and row.inbox_pk is not None
        }  # fmt: skip


@pytest.fixture
def world() -> Workspaces:
    return _lived(Workspaces())


def _lived(made: Workspaces) -> Workspaces:
    """u1 and u2 in the one, u3 in the other, u4 in both; two days."""
    for account, authors in (("shop", ("u1", "u2", "u4")), ("club", ("u3", "u4"))):
        for author in authors:
            made.says(account, f"{account}-{author}", author)
            made.whispers(account, f"{account}-private-{author}", f"{author}-{account}")
    made.days(1)
    made.says("shop", "shop-late", "u1")
    made.says("club", "club-late", "u3")
    return made


def _identities() -> Iterator[IdentityRow]:
    return (row for row in IdentityRow.scan(IdentityRow.sk == "#") if row.pk.startswith("identity#"))


def _items(world: Workspaces, account: str) -> list[str]:
    return [row_keys.item_of(row.pk) for row in FeedRow.scan() if row.account == account]


def _opening(world: Workspaces, items: list[str]) -> list[str]:
    return [item for item in items if world.opens(item)]


def test_p5_what_came_through_it_is_gone_and_the_others_is_not(world: Workspaces) -> None:
    theirs, others = _items(world, world.shop.id), _items(world, world.club.id)
    assert (len(theirs), len(others)) == (7, 5)
    copies = list(FeedRow.scan()), list(_identities())
    world.revoke()
    world.run()
    assert world.state() is State.DONE
    assert _opening(world, theirs) == []
    assert _opening(world, others) == others
    made = world.stores
    opened = made.feed.open_rows(BRAND, copies[0])
    assert sorted(opened) == sorted(others), "copies from before do not open with the keys as they are now"
    shown = {row_keys.item_of(row.pk): unseal_record(made.vault, BRAND, row) for row in copies[1]}
    learned_here = {world.person(each) for each in ("u1", "u2", "u1-shop", "u2-shop", "u4-shop")}
    assert learned_here == {person for person, record in shown.items() if not record}
    assert world.names().keys() == {world.person(each) for each in ("u3", "u4", "u3-club", "u4-club")}
    assert world.names()[world.person("u4")] == "Mara u4"
    path = world.path(SLACK)
    assert world.inbox() == {
        *(path.item(each) for each in ("club-u3", "club-u4", "club-late")),
        *(path.item(f"{each}-club", "thread") for each in ("u3", "u4")),
    }


def test_the_receipt_counts_and_names_nobody(world: Workspaces) -> None:
    world.revoke()
    world.run()
    body = world.receipt()
    assert body["keys_destroyed"] == {"interaction": 2, "profile": 2}
    assert body["counts"] == {
        "interactions": 0, "conversations": 7, "conversations_moved": 0, "people": 5, "parked": 0,
    }  # fmt: skip
    assert (body["account"], body["left"]) == (world.shop.id, {"keys": 0})
    assert body["in_backups_until"] == body["revoked_at"] + 7 * policy.DAY_S * 1000
    assert not any(word in json.dumps(body) for word in ("Mara", "u1", world.person("u1")))


def test_it_is_unreadable_at_once_and_its_events_are_dropped(world: Workspaces) -> None:
    theirs = _items(world, world.shop.id)
    world.revoke()
    world.one()
    assert world.state() is State.DELETED, "what follows waits for what is on its way"
    assert _opening(world, theirs) == []
    assert world.account("shop").state == REVOKED
    rows = FeedRow.count()
    world.says("shop", "too-late", "u1")
    assert FeedRow.count() == rows


def test_what_a_function_with_an_old_list_keeps_meanwhile_goes_in_the_second_pass(world: Workspaces) -> None:
    """It knows the account for a minute, and by then another day has begun, which has a key of its own."""
    path = world.path(SLACK)
    path.deliver(_record(world, "known"))
    midnight = (int(world.clock()) // policy.DAY_S + 1) * policy.DAY_S
    world.clock.now = midnight - 30
    path.stores.accounts._cache.clear()
    path.deliver(_record(world, "known"))
    world.revoke()
    world.one()
    world.clock.now = midnight + 10
    path.deliver(_record(world, "meanwhile", author="u9"))
    item = path.item("meanwhile")
    assert world.opens(item)
    assert item in world.inbox()
    world.run()
    assert not world.opens(item)
    assert item not in world.inbox()
    assert world.person("u9") not in world.names()
    assert world.receipt()["keys_destroyed"] == {"interaction": 3, "profile": 3}


def _record(world: Workspaces, native_id: str, author: str = "u1") -> dict[str, Any]:
    return {
        "kind": "comment", "external_id": native_id, "author_id": author, "author_name": f"Mara {author}",
        "text": "words", "thread_id": "p1", "parent_id": "p1", "conversation_id": native_id,
        "account_id": "shop", "occurred_at": int(world.clock() * 1000),
    }  # fmt: skip


def test_connected_again_on_the_same_day_it_receives_again(world: Workspaces) -> None:
    old = _record(world, "shop-u1")
    envelope = world.path(SLACK).envelope(_record(world, "dropped"))
    world.revoke()
    world.one()
    fresh = world.reconnect()
    world.clock.now += 61
    new = world.says("shop", "again", "u1")
    world.run()
    assert world.state() is State.DONE
    assert world.opens(new), "the rest of the revocation is not about this connection"
    assert world.names()[world.person("u1")] == "Mara u1"
    assert new in world.inbox()
    account = world.account("shop")
    assert (account.id, account.state) == (fresh.id, ACTIVE)
    path, rows = world.path(SLACK), FeedRow.count()
    path.intake.take_deliveries(sqs_event([envelope.to_json()]))
    path.deliver(old)
    assert FeedRow.count() == rows, "what came before the new connection, or is known, stays away"
    assert not world.opens(path.item("shop-u1"))


def test_a_late_word_of_the_former_revocation_does_not_end_the_new_connection(world: Workspaces) -> None:
    path, told_at = world.path(SLACK), int(world.clock() * 1000)
    world.clock.now += 5
    world.revoke()
    world.run()
    world.reconnect()
    world.clock.now += 61
    event = {"kind": "control", "signal": "revoked", "account_id": "shop"}
    path.deliver(event | {"occurred_at": told_at})
    assert path.privacy_queue == []
    path.deliver(event | {"occurred_at": int(world.clock() * 1000)})
    assert len(path.privacy_queue) == 1
    world.revoke("q" * 32, world.shop)
    world.run()
    assert world.state("q" * 32) is State.REFUSED, "the former connection left nothing"


def test_two_words_of_one_revocation_are_two_tasks_with_one_end(world: Workspaces) -> None:
    """Slack says both that its tokens are gone and that the app is."""
    world.revoke()
    world.revoke("q" * 32)
    world.run()
    assert (world.state(), world.state("q" * 32)) == (State.DONE, State.DONE)
    receipts = [each.body for each in world.stores.ledger.list_receipts(BRAND)]
    assert sum(body["keys_destroyed"]["interaction"] for body in receipts) == 2


SOME = 19
"""Of all calls one in so many; `make soak` takes every one."""


@pytest.mark.parametrize("after", [False, True], ids=["before a call", "after a call"])
def test_killed_anywhere_it_ends_with_one_receipt_and_the_same_counts(
    world: Workspaces, table_fake: TableFake, after: bool
) -> None:
    _killed_at_each(world, table_fake, after, start=3 if after else 0, step=SOME)


@pytest.mark.soak
@pytest.mark.parametrize("after", [False, True], ids=["before a call", "after a call"])
def test_killed_at_every_single_call_of_a_revocation(
    world: Workspaces, table_fake: TableFake, after: bool
) -> None:
    _killed_at_each(world, table_fake, after, start=0, step=1)


def _killed_at_each(world: Workspaces, table_fake: TableFake, after: bool, start: int, step: int) -> None:
    theirs, others = _items(world, world.shop.id), _items(world, world.club.id)
    world.revoke()
    now, snapshot, waiting = world.clock.now, Snapshot(table_fake), list(world.waiting)
    with Kills() as calm:
        world.run()
    expected = _outcome(world, theirs, others)
    assert expected[1] == ([], others)
    for number in range(start, calm.calls, step):
        snapshot.restore()
        world.clock.now, world.waiting = now, list(waiting)
        with Kills(frozenset({number}), after) as kills:
            world.run()
        assert kills.calls > number
        assert _outcome(world, theirs, others) == expected, f"killed at call {number}, {calm.names[number]}"


def _outcome(world: Workspaces, theirs: list[str], others: list[str]) -> Any:
    assert world.state() is State.DONE
    body = {k: v for k, v in world.receipt().items() if k not in ("revoked_at", "in_backups_until")}
    return body, (_opening(world, theirs), _opening(world, others)), world.names(), world.inbox()


def test_a_long_revocation_goes_on_with_the_next_message(world: Workspaces) -> None:
    world.revoke()
    assert world.run(budget_s=0) > 5
    assert world.state() is State.DONE
    assert world.receipt()["counts"]["people"] == 5


def test_destroying_the_keys_costs_the_same_however_many_rows_there_are(table_fake: TableFake) -> None:
    empty, requests = Snapshot(table_fake), []
    for size in (2, 40):
        empty.restore()
        made = Workspaces()
        for number in range(size):
            made.says("shop", f"c{number}", f"u{number}")
        who = Withdrawn(BRAND, SLACK, made.shop.id, ASKED, alone=False)
        items, buckets = _items(made, made.shop.id), Buckets(made.stores)
        with Kills() as calls:
            assert len(list(buckets.shred(who))) == 2
        requests.append(calls.names)
        assert (len(items), _opening(made, items)) == (size, [])
    assert requests[0] == requests[1]
    assert requests[0].count("TransactWriteItems") == 2


def test_a_legal_hold_wins(world: Workspaces) -> None:
    held = world.path(SLACK).item("shop-u1")
    hold = world.hold(world.person("u1"))
    world.revoke()
    world.one()
    assert world.state() is State.GATED
    assert world.opens(held), "while the hold is being put in place no key goes"
    assert world.settle()["holds"]["sealed"] == 1
    world.run()
    assert world.state() is State.DONE
    theirs = _items(world, world.shop.id)
    assert sorted(_opening(world, theirs)) == sorted(
        world.path(SLACK).item(each) for each in ("shop-u1", "shop-late")
    )
    assert world.names()[world.person("u1")] == "Mara u1", "it stands under the hold"
    world.stores.holds.end(world.person("u1"), SUPERVISOR)
    world.settle()
    assert world.stores.holds.one(BRAND, world.person("u1")) is None, hold
    assert _opening(world, theirs) == [], "there is no key that what was held could go back under"
    assert not world.names()[world.person("u1")]


def test_a_name_that_was_held_goes_back_to_its_account(world: Workspaces) -> None:
    person = world.person("u1")
    world.hold(person)
    assert world.settle()["holds"]["sealed"] == 1
    world.says("club", "seen-elsewhere", "u1", author_name="Mara Elsewhere")
    world.stores.holds.end(person, SUPERVISOR)
    assert world.settle()["holds"]["ended"] == 1
    assert world.names()[person] == "Mara Elsewhere"
    world.revoke()
    world.run()
    assert world.names()[person] == "Mara Elsewhere", "it was learned through the other account"


def test_who_is_restricted_stays_without_a_name(world: Workspaces) -> None:
    made, person = world.stores, world.person("u2")
    made.consents.restrict_person(BRAND, person, int(world.clock() * 1000))
    world.revoke()
    world.run()
    assert world.names()[person] is None
    assert world.stores.contacts.read_contacts(BRAND, [person])[person].restricted


def test_somebody_seen_through_both_stays(world: Workspaces) -> None:
    """Their name was seen last through the account that goes; what they wrote to the other is there."""
    world.days(1)
    world.says("shop", "seen-last", "u3")
    world.revoke()
    world.run()
    assert world.person("u3") in world.names()
    assert world.names()[world.person("u3")] is None
    world.clock.now += 400
    world.says("club", "seen-again", "u3")
    assert world.names()[world.person("u3")] == "Mara u3"


def test_a_conversation_that_two_accounts_are_in_goes_on_with_the_other(world: Workspaces) -> None:
    path = world.path(SLACK)
    answer = world.says("club", "answer", "u3", parent_id="shop-u1", conversation_id="shop-u1")
    world.says("shop", "last", "u1", parent_id="shop-u1", conversation_id="shop-u1")
    world.revoke()
    world.run()
    head = world.stores.conversations.read_conversations(BRAND, [path.item("shop-u1")])[path.item("shop-u1")]
    assert (head.account, head.last_item) == (world.club.id, answer)
    assert world.receipt()["counts"]["conversations_moved"] == 1


def test_the_only_account_of_a_platform_leaves_nothing() -> None:
    made = Workspaces()
    AccountRow(brand_keys.account(BRAND), brand_keys.account_row(SLACK, made.club.id)).delete()
    item = made.says("shop", "c1", "u1")
    made.whispers("shop", "m1", "u2")
    made.revoke()
    made.run()
    assert (made.names(), made.inbox(), made.opens(item)) == ({}, set(), False)


def test_where_no_trace_is_allowed_the_rows_go_themselves() -> None:
    world = _lived(Workspaces(NO_TRACE))
    others = _items(world, world.club.id)
    world.revoke()
    world.one()
    assert _items(world, world.shop.id) == []
    world.run()
    assert (_items(world, world.shop.id), _opening(world, _items(world, world.club.id))) == (
        [],
        _opening(world, others),
    )
    assert world.receipt()["counts"]["interactions"] == 7
    assert not [name for name in world.stores.open_buckets.list_open(BRAND) if world.shop.id in name]


def _parked(world: Workspaces, body: bytes | None, claim: str | None = None) -> Envelope:
    path = world.path(SLACK)
    envelope = Envelope(SLACK, world.endpoint, BRAND, int(world.clock() * 1000), body=body, claim=claim)
    path.stores.parked.park_delivery(envelope, "broken", int(world.clock() * 1000))
    return envelope


def test_parked_deliveries_stay_while_the_endpoint_serves_another(world: Workspaces) -> None:
    _parked(world, b"{broken")
    world.revoke()
    world.run()
    assert len(list(world.stores.parked.list_parked(BRAND, int(world.clock() * 1000)))) == 1


def test_parked_deliveries_go_with_the_last_account_of_their_endpoint(world: Workspaces) -> None:
    world.stores.accounts.revoke_account(BRAND, SLACK, world.club.id)
    world.objects.put("claims/c1", b"{broken")
    _parked(world, b"{broken")
    _parked(world, None, "claims/c1")
    world.revoke()
    world.run()
    assert list(world.stores.parked.list_parked(BRAND, int(world.clock() * 1000))) == []
    assert world.objects.objects == {}
    assert world.receipt()["counts"]["parked"] == 2


def test_of_the_account_itself_the_native_id_stays_sealed(world: Workspaces) -> None:
    made, endpoint = world.stores, f"{ENDPOINT}own"
    account = Account("own".ljust(32, "x"), BRAND, SLACK, endpoint, "T0OWN", "Our office", ("U0BOT",))
    made.accounts.connect_account(account)
    world.revoke(account=account)
    world.run()
    kept = world.account("T0OWN")
    assert (kept.state, kept.title, kept.self_ids) == (REVOKED, "", ())
    (served,) = world.stores.accounts.list_served_accounts(BRAND, endpoint)
    assert (served.native_id, served.title, served.self_ids) == ("T0OWN", "", ())


def test_an_account_nobody_knows_is_refused(world: Workspaces) -> None:
    world.revoke(account=Account("never".ljust(32, "x"), BRAND, SLACK, "e", "never"))
    world.run()
    assert world.state() is State.REFUSED
    assert list(world.stores.ledger.list_receipts(BRAND)) == []


def test_the_purge_goes_on_with_what_the_others_have(world: Workspaces) -> None:
    world.revoke()
    world.run()
    world.days(31)
    found = {(each["platform"], each["class"]): each for each in world.purge()["buckets"]}
    assert found[SLACK, "interaction"]["shredded"] == 2
    assert _opening(world, _items(world, world.club.id)) == []
