"""Holds what a delivery only points to, and what has to be fetched before it says everything."""

from collections.abc import Mapping
from dataclasses import dataclass

FETCH = "fetch"
"""The source of an envelope that waits to be fetched; its body says what, as JSON."""

ACCOUNT, KIND, NAME = "account", "kind", "name"
"""Names that ingest itself gives: our account's id, the kind, and the kind that asks who somebody is."""

NOW = "now"
"""Name under which a request is told the time it is made at, epoch seconds: some are signed with it."""

UNPROVEN = "unproven"
"""The source of a delivery that is right in all that needs no key, and whose sender's key has to be fetched first."""

PROOF = "proof"
"""The kind of what is fetched to prove such a delivery."""


@dataclass(frozen=True, slots=True)
class Unproven:
    """Holds what somebody at `host` claims to have signed: `claimed` are the leaf's own names and texts."""

    host: str
    claimed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Want:
    """Holds something to fetch: `what` are the leaf's own names and texts, which say it all and come back with the
    answer.

    `account_id` is the native id of the account whose token may see it. An address that a sender chose is asked
    `anonymous`: without any token.
    """

    what: Mapping[str, str]
    account_id: str | None = None
    anonymous: bool = False
