"""`rapport parked`: deliveries that could not be read, or are for accounts that nobody connected: list or replay them.

What they say is never shown: they are other people's words. The ids of unknown accounts are, for one of them may be
yours with a slip in it. Replay once the fault is repaired or the account corrected; what still cannot be read is parked
anew, and what is read was stored once, however often it is replayed. What failed before is tried apart from the others.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from infra.cli import aws_stack, parked_api

if TYPE_CHECKING:
    from store.interactions.parked import Parked
    from store.stores import Stores

DELAY_S = 10


def add_to(subparsers: Any) -> None:
    """Registers `parked`."""
    parser = subparsers.add_parser(
        "parked", help="deliveries that could not be read or are for nobody", description=__doc__
    )
    verbs = parser.add_subparsers(metavar="list|replay", required=True)
    listing = verbs.add_parser("list", help="show what is parked and why")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    listing.set_defaults(run=run_list)
    replaying = verbs.add_parser("replay", help="queue parked deliveries again; all, or those chosen")
    replaying.add_argument("--dry-run", action="store_true", help="only count")
    replaying.set_defaults(run=run_replay)
    for each in (listing, replaying):
        each.add_argument("ids", nargs="*", metavar="ID", help="only these")
        each.add_argument("--platform", help="only of this platform")
        each.add_argument("--reason", help="only those parked for this reason")
        aws_stack.add_options(each)


def run_list(arguments: argparse.Namespace) -> int:
    """Exits with 0."""
    if parked_api.is_wanted(arguments):
        return parked_api.list_parked(arguments)
    stores, brand = _stores(arguments)
    found = list(_chosen(stores, brand, arguments))
    for parked in found:
        print(json.dumps(_record(parked)) if arguments.json else _line(parked))
    if not found and not arguments.json:
        print("nothing is parked")
    return 0


def run_replay(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when some can no longer be opened."""
    if parked_api.is_wanted(arguments):
        return parked_api.replay_parked(arguments)
    stores, brand = _stores(arguments)
    replayed, gone = 0, 0
    for parked in list(_chosen(stores, brand, arguments)):
        if parked.message is None:
            gone += 1
            continue
        if not arguments.dry_run:
            # First on the queue, then forgotten: interrupted in between it is read twice and stored once.
            _queue(_again(parked), brand)
            stores.parked.release_delivery(brand, parked)
        replayed += 1
    print(f"{'would replay' if arguments.dry_run else 'replayed'} {replayed}, past their time {gone}")
    return 1 if gone else 0


def _again(parked: "Parked") -> str:
    """Returns the message to queue. What failed is tried apart from the others; what is for nobody never failed."""
    from model.messages import Envelope
    from store.interactions.parked import UNKNOWN_ACCOUNT

    envelope = Envelope.from_json(parked.message or "")
    alone = parked.reason != UNKNOWN_ACCOUNT
    return replace(envelope, alone=alone).to_json()


def _queue(message: str, brand: str) -> None:
    """Queues the message, hidden for a moment: what still cannot be read is parked under its old id, and
    must not be forgotten there.
    """
    from aws import clients, settings

    clients.call(
        "sqs",
        "send_message",
        QueueUrl=settings.queue_deliveries(),
        MessageBody=message,
        MessageGroupId=brand,
        DelaySeconds=DELAY_S,
    )


def _stores(arguments: argparse.Namespace) -> "tuple[Stores, str]":
    brand = aws_stack.operate(arguments).brand
    from aws import kms
    from store.stores import Stores

    return Stores(kms), brand


def _chosen(stores: "Stores", brand: str, arguments: argparse.Namespace) -> "Iterator[Parked]":
    for parked in stores.parked.list_parked(brand, stores.now_ms()):
        wanted = {"platform": arguments.platform, "reason": arguments.reason}
        if arguments.ids and parked.id not in arguments.ids:
            continue
        if all(value is None or getattr(parked, name) == value for name, value in wanted.items()):
            yield parked


def _record(parked: "Parked") -> dict[str, Any]:
    return {
        "id": parked.id,
        "platform": parked.platform,
        "endpoint": parked.endpoint,
        "reason": parked.reason,
        "parked_at": _iso(parked.at),
        "accounts": list(parked.accounts),
        "readable": parked.message is not None,
    }


def _line(parked: "Parked") -> str:
    kept = "" if parked.message is not None else "  (past its time)"
    whose = "".join(f"  {account}" for account in parked.accounts)
    return f"{parked.id}  {_iso(parked.at)}  {parked.platform:<18} {parked.reason}{whose}{kept}"


def _iso(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
