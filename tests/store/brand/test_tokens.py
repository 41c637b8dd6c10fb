"""What accounts send with: one writer renews, nobody loses a token but who is killed in the one bad moment.

Tests of: `store.brand.leases`.
"""

from collections.abc import Callable, Mapping

import pytest

from model.credentials import Credentials, Renewal
from model.errors import Conflict, Unavailable
from model.http import Result
from store.brand.accounts import Account
from store.brand.leases import Leases
from store.brand.rows import AccessRow, LeaseRow
from store.brand.tokens import DEAD, GOOD, TokenDead, Tokens
from tests.store.world import BRAND, Clock, connect, stores

pytestmark = pytest.mark.usefixtures("tables")

DAY = 86_400


class Killed(BaseException):
    """Stands for the end of a process."""


class Platform:
    """A platform that exchanges refresh tokens: each is good once."""

    def __init__(self) -> None:
        self.good = "refresh0"
        self.asked: list[str] = []

    def renew(self, record: Credentials) -> Renewal:
        """A new pair for the token that is good, a refusal for any other."""
        self.asked.append(record.values["refresh_token"])
        if record.values["refresh_token"] != self.good:
            return Renewal(Result.TOKEN_DEAD, code="invalid_grant")
        number = len(self.asked)
        self.good = f"refresh{number}"
        return Renewal(
            Result.SENT, {"access_token": f"access{number}"}, 7200, {"refresh_token": self.good}, 180 * DAY
        )


class Secrets:
    """A secret store that may die before it writes, or behind it."""

    def __init__(self) -> None:
        self.records: dict[tuple[str, str], Credentials] = {}
        self.dies: str | None = None

    def read_credentials(self, platform: str, account: str) -> Credentials | None:
        """As the real one."""
        return self.records.get((platform, account))

    def keep_credentials(self, platform: str, account: str, record: Credentials) -> None:
        """As the real one, unless it dies."""
        dies, self.dies = self.dies, None
        if dies == "before":
            raise Killed
        self.records[platform, account] = record
        if dies == "behind":
            raise Killed

    def drop_credentials(self, platform: str, account: str) -> None:
        """As the real one."""
        self.records.pop((platform, account), None)


class SendingAccount:
    """An account of X with a consent, and the functions that send for it."""

    def __init__(self) -> None:
        self.clock, self.secrets, self.platform = Clock(), Secrets(), Platform()
        self.made = stores(self.clock)
        self.account: Account = connect(self.made, "x", "12")
        self.secrets.records["x", self.account.id] = Credentials(
            BRAND, {"client_id": "c", "client_secret": "s", "refresh_token": "refresh0"}, renews=True
        )

    def function(self) -> Tokens:
        """Another function's tokens."""
        return Tokens(self.made.vault, self.secrets, Leases(self.clock), self.clock)

    def find(self, renew: Callable[[Credentials], Renewal] | None = None) -> Mapping[str, str]:
        """What one function would send with."""
        return self.function().find_access(BRAND, "x", self.account.id, renew or self.platform.renew)

    def state(self) -> str:
        """Good or dead."""
        return self.function().list_sending(BRAND)[self.account.id].state


@pytest.fixture
def world() -> SendingAccount:
    return SendingAccount()


def test_one_renewal_serves_every_function_until_the_token_ends(world: SendingAccount) -> None:
    assert world.find() == world.find() == {"access_token": "access1"}
    assert world.platform.asked == ["refresh0"]
    world.clock.now += 7200 - 60
    assert world.find() == {"access_token": "access2"}
    assert world.platform.asked == ["refresh0", "refresh1"]
    sending = world.function().list_sending(BRAND)[world.account.id]
    assert (sending.state, sending.good_until) == (GOOD, world.clock.now + 180 * DAY)


def test_what_stays_beside_a_token_goes_along_and_what_renews_it_does_not(world: SendingAccount) -> None:
    kept = {"client_id": "c", "client_secret": "s", "refresh_token": "refresh0", "app_token": "app"}
    world.secrets.records["x", world.account.id] = Credentials(BRAND, kept, renews=True)
    first = world.find()
    assert (first["app_token"], sorted(first)) == ("app", ["access_token", "app_token"])
    assert world.find() == first


def test_what_is_sent_with_lies_sealed_and_ends_by_itself(world: SendingAccount) -> None:
    world.find()
    (row,) = AccessRow.scan()
    assert row.expires_at == world.clock.now + 7200
    assert b"access1" not in bytes(row.sealed)


def test_while_one_renews_the_others_wait_and_ask_nobody(world: SendingAccount) -> None:
    def slow(record: Credentials) -> Renewal:
        with pytest.raises(Conflict):
            world.find()
        return world.platform.renew(record)

    assert world.find(slow) == {"access_token": "access1"}
    assert world.platform.asked == ["refresh0"]
    assert not list(LeaseRow.query(f"lease#{BRAND}"))


def test_killed_behind_the_write_of_the_new_token_nothing_is_lost(world: SendingAccount) -> None:
    world.secrets.dies = "behind"
    with pytest.raises(Killed):
        world.find()
    world.clock.now += 61
    assert world.find() == {"access_token": "access2"}
    assert world.platform.asked == ["refresh0", "refresh1"]


def test_killed_after_a_rotation_the_account_is_red(world: SendingAccount) -> None:
    """The platform exchanged the token, and the new one died with the function."""
    world.secrets.dies = "before"
    with pytest.raises(Killed):
        world.find()
    world.clock.now += 61
    with pytest.raises(TokenDead):
        world.find()
    assert world.state() == DEAD
    assert world.function().list_sending(BRAND)[world.account.id].reason == "invalid_grant"
    with pytest.raises(TokenDead):
        world.find()
    assert len(world.platform.asked) == 2, "nobody asks again with a dead token"


def test_a_new_consent_makes_a_dead_account_good(world: SendingAccount) -> None:
    world.function().mark_dead(BRAND, world.account.id, "invalid_grant")
    world.platform.good = "fresh"
    record = Credentials(BRAND, {"client_id": "c", "client_secret": "s"}, renews=True)
    given = Renewal(Result.SENT, {"access_token": "new"}, 7200, {"refresh_token": "fresh"})
    world.function().keep_consent(BRAND, "x", world.account.id, record, given)
    assert (world.find(), world.state()) == ({"access_token": "new"}, GOOD)
    assert world.secrets.records["x", world.account.id].values["refresh_token"] == "fresh"


def test_what_was_pasted_anew_has_no_days_of_the_consent_before(world: SendingAccount) -> None:
    world.find()
    told = world.function().list_sending(BRAND)[world.account.id]
    assert told.good_until == int(world.clock.now) + 180 * DAY
    record = Credentials(BRAND, {"bot_token": "xoxb"})
    world.function().keep_consent(BRAND, "x", world.account.id, record)
    assert world.function().list_sending(BRAND)[world.account.id].good_until is None


def test_a_lease_of_somebody_killed_ends_by_itself(world: SendingAccount) -> None:
    leases = Leases(world.clock)
    with pytest.raises(Killed), leases.hold_lease(BRAND, "a"):
        raise Killed
    LeaseRow(f"lease#{BRAND}", "a", holder="dead", until=world.clock.now + 60, expires_at=1).save()
    with pytest.raises(Conflict), leases.hold_lease(BRAND, "a"):
        pass
    world.clock.now += 60
    with leases.hold_lease(BRAND, "a"):
        LeaseRow(f"lease#{BRAND}", "a", holder="other", until=0, expires_at=1).save()
    assert [row.holder for row in LeaseRow.query(f"lease#{BRAND}")] == ["other"], (
        "nobody gives back what is another's"
    )


def test_a_platform_that_does_not_answer_changes_nothing(world: SendingAccount) -> None:
    for result in (Result.RETRY, Result.UNKNOWN):
        with pytest.raises(Unavailable):
            world.find(lambda _, result=result: Renewal(result))  # type: ignore[misc]  # bound now
    assert not world.function().list_sending(BRAND)
    assert world.find() == {"access_token": "access1"}


def test_what_was_pasted_is_sent_with_as_it_is(world: SendingAccount) -> None:
    record = Credentials(BRAND, {"bot_token": "xoxb"})
    world.function().keep_consent(BRAND, "x", world.account.id, record, Renewal(Result.SENT))
    assert world.find(None) == {"bot_token": "xoxb"}
    tokens = world.function()
    tokens.note_refusal(BRAND, "x", world.account.id, {"bot_token": "older"}, "revoked")
    assert world.state() == GOOD
    tokens.note_refusal(BRAND, "x", world.account.id, {"bot_token": "xoxb"}, "revoked")
    assert world.state() == DEAD


def test_a_refused_token_of_a_time_is_asked_for_anew_once(world: SendingAccount) -> None:
    used = world.find()
    world.function().note_refusal(BRAND, "x", world.account.id, used, "expired")
    world.function().note_refusal(BRAND, "x", world.account.id, used, "expired")
    assert world.find() == {"access_token": "access2"}
    world.function().note_refusal(BRAND, "x", world.account.id, used, "expired")
    assert world.find() == {"access_token": "access2"}, "an older one was refused"


def test_another_brands_record_is_none(world: SendingAccount) -> None:
    world.secrets.records["x", world.account.id] = Credentials("globex", {"bot_token": "theirs"})
    with pytest.raises(TokenDead):
        world.find()


def test_a_withdrawn_account_sends_with_nothing(world: SendingAccount) -> None:
    world.find()
    world.made.shredder.destroy_person(BRAND, f"account.{world.account.id}", int(world.clock.now) * 1000)
    world.clock.now += 301
    with pytest.raises(TokenDead):
        world.find()


def test_a_disconnected_account_sends_nothing_and_a_withdrawn_one_leaves_nothing(
    world: SendingAccount,
) -> None:
    world.function().stop_sending(BRAND, world.account.id)
    world.function().forget_account(BRAND, "x", world.account.id)
    assert world.secrets.records, "of who never sent nothing is looked for"
    world.find()
    world.function().stop_sending(BRAND, world.account.id)
    with pytest.raises(TokenDead):
        world.find()
    world.function().forget_account(BRAND, "x", world.account.id)
    assert (world.secrets.records, world.function().list_sending(BRAND)) == ({}, {})
    assert not list(AccessRow.query(f"access#{BRAND}"))
