"""Proves deliveries that lack nothing but their sender's key: that is fetched, and what it did not sign is dropped."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.wanting import ANONYMOUS
from model.messages import Envelope
from model.want import ACCOUNT, FETCH, KIND, PROOF
from platforms.base import Platform
from store.brand.accounts import REVOKED, Account

DELIVERY = "delivery"
"""Name of the delivery itself in what is wanted to prove it."""


def want_proof(envelope: Envelope, accounts: Sequence[Account]) -> tuple[Envelope, ...]:
    """Returns what is to be fetched to prove a delivery; nothing where nobody is connected that it could be for."""
    active = [account for account in accounts if account.state != REVOKED]
    if not active or envelope.claimed is None:
        return ()
    proved = replace(envelope, source="webhook", claimed=None, alone=False)
    told = {**envelope.claimed, KIND: PROOF, ACCOUNT: active[0].id, DELIVERY: proved.to_json()}
    body = json.dumps({**told, ANONYMOUS: "yes"}, sort_keys=True).encode()
    return (replace(proved, headers={}, body=body, claim=None, source=FETCH, part=""),)


def read_proved(platform: Platform, what: Mapping[str, str], url: str, body: bytes) -> Envelope | None:
    """Returns the delivery that what was fetched from `url` proves; None when it does not."""
    return Envelope.from_json(what[DELIVERY]) if platform.is_proved(what, url, body) else None
