"""Accounts that were connected before a job existed get its row, once."""

import pytest

from ingest.poll_beginnings import begin_missing_jobs, is_time_to_look
from model.account_job import ASK, AUDIT, CHECK, RENEW
from platforms.registry import names, platform
from store.brand.accounts import REVOKED, Account
from store.brand.polls import FIRST_AUDIT_S, STOPPED
from store.stores import Stores
from tests.fakes import FakeClock
from tests.store.world import BRAND, NOW, FakeWrapping


@pytest.fixture
def stores(tables: dict[str, str]) -> Stores:
    assert tables
    made = Stores(FakeWrapping(), FakeClock(NOW).wall)
    made.create_brand(BRAND)
    return made


def connect(stores: Stores, name: str, native: str, state: str = "active") -> Account:
    account = Account(name.ljust(32, "x"), BRAND, name, "e1", native, state=state)
    stores.accounts.connect_account(account)
    return account


def test_what_no_row_tells_of_begins_once_and_what_ended_stays_ended(stores: Stores) -> None:
    reddit, page = connect(stores, "reddit", "r/lamps"), connect(stores, "facebook", "1")
    connect(stores, "telegram", "7")
    connect(stores, "bluesky", "did:plc:x", REVOKED)
    stores.polls.begin_polling(reddit)
    ((_, due_at),) = stores.polls.list_due(BRAND)
    gone = stores.polls.lease_poll(BRAND, f"reddit#{reddit.id}", due_at, 60)
    assert gone is not None
    stores.polls.end_poll(gone, STOPPED)
    assert begin_missing_jobs(stores, BRAND, platform) == 3
    assert begin_missing_jobs(stores, BRAND, platform) == 0
    asked, audited, checked = (
        stores.polls.find_poll(BRAND, "reddit", reddit.id, job) for job in (ASK, AUDIT, CHECK)
    )
    assert asked is not None
    assert asked.due_at == STOPPED, "it was gone there"
    assert audited is not None
    assert (audited.due_at, audited.mark) == (NOW + FIRST_AUDIT_S, NOW * 1000), (
        "what was told before is no gap"
    )
    assert checked is not None
    renewed = stores.polls.find_poll(BRAND, "facebook", page.id, RENEW)
    assert renewed is not None


def test_every_platform_says_which_jobs_its_accounts_have() -> None:
    for name in names():
        found = platform(name).list_jobs("a-native-id")
        assert set(found) <= {ASK, RENEW, CHECK, AUDIT}
        assert (AUDIT in found) == (ASK in found)


@pytest.mark.parametrize(("minute", "looks"), [(0, True), (4, True), (5, False), (59, False)])
def test_one_run_an_hour_looks(minute: int, looks: bool) -> None:
    assert is_time_to_look(3600 * 500_000 + 60 * minute) is looks
