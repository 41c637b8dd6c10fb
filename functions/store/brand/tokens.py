"""Keeps what accounts send and fetch with: read by many functions, renewed by the one that holds the lease.

The refresh token stays in the secret store, what is sent with lies sealed in `ops` until it ends. A renewal writes the
new refresh token first: who is killed behind that loses nothing. Killed between the platform's answer and that write,
the only good token is lost with the function; the platform then refuses the old one, and the account is red until
somebody consents again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from pynamodb.expressions.update import Action

from model.credentials import Credentials, Renewal
from model.errors import Erased, Purged, RapportError, Unavailable
from model.http import Result
from model.interaction import account_owner
from store.brand import keys as brand_keys
from store.brand.leases import Leases
from store.brand.rows import AccessRow, SendingRow
from store.vault.sealed import SealedPlace
from store.vault.vault import Vault

EARLY_S = 120
"""How long before its end a token is renewed."""
UNTOLD_S = 3600
"""How long one is used of which its platform does not say how long it is good."""
FOR_RENEWAL = frozenset({"refresh_token", "client_id", "client_secret", "access_token"})
"""What a record holds to be renewed with, and never asked or sent with."""
GOOD, DEAD = "good", "token_dead"
DISCONNECTED = "disconnected"
"""Why an account's token is dead that we do not use any more ourselves."""

Renew = Callable[[Credentials], Renewal]
"""Asks the platform for new tokens, once. Raises Unavailable when no answer came."""


class TokenDead(RapportError):
    """Says that the platform takes an account's token no more: somebody has to consent, or paste one, again."""

    code = "token_dead"


class SecretStore(Protocol):
    """Does what `aws.sending_secrets` does."""

    def read_credentials(self, platform: str, account: str) -> Credentials | None:
        """Raises Unavailable."""
        ...

    def keep_credentials(self, platform: str, account: str, record: Credentials) -> None:
        """Raises Unavailable."""
        ...

    def drop_credentials(self, platform: str, account: str) -> None:
        """Raises Unavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Sending:
    """Says whether what an account sends with is good, since when (epoch s), and until when where that is known."""

    state: str
    at: int
    reason: str | None = None
    good_until: int | None = None

    @property
    def dead(self) -> bool:
        """Returns whether somebody has to do something."""
        return self.state == DEAD


class Tokens:
    """Reads, renews and judges what accounts send with."""

    def __init__(
        self, vault: Vault, secrets: SecretStore, leases: Leases, clock: Callable[[], float]
    ) -> None:
        self._vault = vault
        self._secrets = secrets
        self._leases = leases
        self._clock = clock

    def find_access(
        self, brand: str, platform: str, account: str, renew: Renew | None = None
    ) -> Mapping[str, str]:
        """Returns the values that an account sends with, renewed where they are about to end.

        Raises TokenDead; Conflict while somebody else renews them; Unavailable.
        """
        found = self._read_access(brand, account)
        if found is not None:
            return found
        if self._is_dead(brand, account):
            raise TokenDead("the account's token is dead")
        record = self._read_record(brand, platform, account)
        if not record.renews:
            return record.values
        if renew is None:
            raise Unavailable("the account's token waits to be renewed")
        with self._leases.hold_lease(brand, f"token#{account}"):
            # Read again, now that nobody else writes.
            return self._read_access(brand, account) or self._renew(brand, platform, account, renew)

    def keep_consent(
        self, brand: str, platform: str, account: str, record: Credentials, given: Renewal | None = None
    ) -> None:
        """Keeps what a person pasted, or a consent gave; the account is good from now on.

        Raises Unavailable, and Conflict while somebody renews it.
        """
        given = given or Renewal(Result.SENT)
        with self._leases.hold_lease(brand, f"token#{account}"):
            values = {**record.values, **given.kept}
            self._secrets.keep_credentials(platform, account, Credentials(brand, values, record.renews))
            self._drop_access(brand, account)
            if record.renews and given.access:
                self._keep_access(brand, platform, account, _complete(given, values))
            self._judge(brand, account, GOOD, given, anew=True)

    def note_refusal(
        self, brand: str, platform: str, account: str, used: Mapping[str, str], reason: str | None
    ) -> None:
        """Notes that a platform refused what was sent with.

        What is asked for a time is asked for anew with the next request, which tells whether the account is dead; what
        somebody pasted is dead, unless it was pasted anew since.
        """
        record = self._read_record(brand, platform, account)
        if record.renews:
            if self._read_access(brand, account) == dict(used):
                self._drop_access(brand, account)
        elif dict(record.values) == dict(used):
            self.mark_dead(brand, account, reason)

    def mark_dead(self, brand: str, account: str, reason: str | None) -> None:
        """Notes that the platform refused an account's token; what was sent with it is used no more."""
        self._drop_access(brand, account)
        self._judge(brand, account, DEAD, Renewal(Result.TOKEN_DEAD, code=reason))

    def stop_sending(self, brand: str, account: str) -> None:
        """Stops all sending and fetching for an account that was disconnected; does nothing where nobody could."""
        if account in self.list_sending(brand):
            self.mark_dead(brand, account, DISCONNECTED)

    def forget_account(self, brand: str, platform: str, account: str) -> None:
        """Deletes all that an account sends with. Raises Unavailable; it may be repeated."""
        if account in self.list_sending(brand):
            self._secrets.drop_credentials(platform, account)
            self._drop_access(brand, account)
            SendingRow(brand_keys.sending(brand), account).delete()

    def list_sending(self, brand: str) -> dict[str, Sending]:
        """Returns by account whether what it sends with is good; accounts without tokens are not among them."""
        return {row.sk: _sending(row) for row in SendingRow.query(brand_keys.sending(brand))}

    def _renew(self, brand: str, platform: str, account: str, renew: Renew) -> Mapping[str, str]:
        record = self._read_record(brand, platform, account)  # as it is now that nobody else writes
        given = renew(record)
        if given.result is Result.TOKEN_DEAD:
            self.mark_dead(brand, account, given.code)
            raise TokenDead("the platform refused to renew the account's token")
        if given.result is not Result.SENT or not given.access:
            raise Unavailable("the account's token was not renewed")
        if given.kept:
            values = {**record.values, **given.kept}
            self._secrets.keep_credentials(platform, account, Credentials(brand, values, renews=True))
        given = _complete(given, record.values)
        self._keep_access(brand, platform, account, given)
        self._judge(brand, account, GOOD, given)
        return given.access

    def _read_record(self, brand: str, platform: str, account: str) -> Credentials:
        record = self._secrets.read_credentials(platform, account)
        if record is None or record.brand != brand:
            raise TokenDead("the account has no token")
        return record

    def _read_access(self, brand: str, account: str) -> Mapping[str, str] | None:
        pk = brand_keys.access(brand)
        for row in AccessRow.query(pk, AccessRow.sk == account, consistent_read=True):
            if row.good_until > self._clock() + EARLY_S:
                try:
                    return self._vault.unseal(brand, SealedPlace("ops", pk, account), bytes(row.sealed))
                except (Erased, Purged) as error:  # the account withdrew our access
                    raise TokenDead("the account's keys are gone") from error
        return None

    def _keep_access(self, brand: str, platform: str, account: str, given: Renewal) -> None:
        pk, until = brand_keys.access(brand), int(self._clock()) + (given.good_for_s or UNTOLD_S)
        sealed = self._vault.seal(
            brand,
            SealedPlace("ops", pk, account),
            account_owner(account),
            brand_keys.account_bucket(platform),
            dict(given.access),
        )
        AccessRow(pk, account, good_until=until, expires_at=until, sealed=sealed).save()

    def _drop_access(self, brand: str, account: str) -> None:
        AccessRow(brand_keys.access(brand), account).delete()

    def _is_dead(self, brand: str, account: str) -> bool:
        rows = SendingRow.query(brand_keys.sending(brand), SendingRow.sk == account, consistent_read=True)
        return any(row.state == DEAD for row in rows)

    def _judge(self, brand: str, account: str, state: str, given: Renewal, anew: bool = False) -> None:
        """Notes a state; what was given `anew` is good for as long as is told of it, whatever stood there before."""
        now = int(self._clock())
        actions: list[Action] = [SendingRow.state.set(state), SendingRow.at.set(now)]
        actions.append(SendingRow.reason.set(given.code) if given.code else SendingRow.reason.remove())
        if given.kept_for_s is not None:
            actions.append(SendingRow.good_until.set(now + given.kept_for_s))
        elif anew:
            actions.append(SendingRow.good_until.remove())
        SendingRow(brand_keys.sending(brand), account).update(actions)


def _complete(given: Renewal, values: Mapping[str, str]) -> Renewal:
    """Returns what was given with what stays beside it: a version, a user's id, the app's own token."""
    beside = {name: value for name, value in values.items() if name not in FOR_RENEWAL}
    return replace(given, access={**beside, **given.access})


def _sending(row: SendingRow) -> Sending:
    until = None if row.good_until is None else int(row.good_until)
    return Sending(row.state, int(row.at), row.reason, until)
