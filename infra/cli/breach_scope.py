"""`rapport breach-scope`: whose data somebody saw, from the audit log; the first thing to know in the 72 hours.

By principal: everything an agent or token did since then. By store: everybody known, because a store that was
copied as a whole shows no reads; what of it can be opened depends on whether `keys` and KMS were reached too.
`--drafts` writes the notices to the authority and to the people, with blanks for what the audit log does not know.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.cli import aws_stack, breach_notices
from infra.cli.audit import stores_of
from infra.cli.errors import CommandError

if TYPE_CHECKING:
    from store.stores import Stores

HID = re.compile(r"[a-z2-7]{32}")
CATEGORIES = {
    "core": "profiles (sealed), facts and segments, conversation states, accounts (sealed)",
    "feed": "messages, comments and reactions (sealed) with times, platforms and labels in the clear",
    "ops": "parked deliveries (sealed), counts, the audit log",
    "keys": "salts and wrapped roots: with `feed` or `core` and the KMS key these open what is sealed",
    "bucket": "deliveries in transit (as received), exports (encrypted)",
}


def add_to(subparsers: Any) -> None:
    """Registers `breach-scope`."""
    parser = subparsers.add_parser("breach-scope", help="whose data somebody saw", description=__doc__)
    parser.add_argument("--since", required=True, type=_moment, help="an ISO time, UTC without an offset")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--principal", help="an agent's id")
    what.add_argument("--store", choices=sorted(CATEGORIES), help="a store that was copied")
    parser.add_argument("--aware", type=_moment, help="since when you know of it; now, if not given")
    parser.add_argument("--drafts", type=Path, metavar="DIR", help="write drafts of both notices there")
    aws_stack.add_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exits with 0."""
    stores, brand = stores_of(arguments)
    since, now = arguments.since, datetime.now(UTC)
    if arguments.principal:
        found = by_principal(stores, brand, arguments.principal, since, now)
    else:
        found = by_store(stores, brand, arguments.store)
    breach = breach_notices.Breach(found, since, arguments.aware or now, now)
    found["aware_since"] = f"{breach.aware.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    found["notify_authority_before"] = f"{breach.deadline.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    if arguments.drafts:
        found["drafts"] = draft(breach, arguments.drafts)
    print(json.dumps(found, indent=2))
    return 0


def draft(breach: breach_notices.Breach, folder: Path) -> list[str]:
    """Writes both notices and returns their files.

    Raises CommandError, also rather than write over what is filled in.
    """
    texts = {"notice-authority.txt": breach_notices.authority, "notice-people.txt": breach_notices.people}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            with (folder / name).open("x", encoding="utf-8") as file:
                file.write(text(breach))
    except OSError as error:
        raise CommandError(f"cannot write to {folder}: {error.strerror}") from error
    return [str(folder / name) for name in texts]


def by_principal(
    stores: "Stores", brand: str, agent: str, since: datetime, until: datetime
) -> dict[str, Any]:
    """Returns persons, categories and counts of everything `agent` did in that time."""
    actions: Counter[str] = Counter()
    people: set[str] = set()
    times: list[int] = []
    for entry in stores.audit.list_entries(brand, _ms(since), _ms(until) + 1):
        if entry.what["agent"] == agent:
            actions[entry.what["action"]] += 1
            people |= set(HID.findall(entry.what["target"]))
            times.append(entry.at)
    persons = sorted(stores.contacts.read_contacts(brand, people))
    return {
        "principal": agent,
        "persons": persons,
        "count": len(persons),
        "categories": _categories(actions),
        "other_items": len(people) - len(persons),
        "actions": dict(sorted(actions.items())),
        "entries": sum(actions.values()),
        "first": _iso(min(times)) if times else None,
        "last": _iso(max(times)) if times else None,
    }


def by_store(stores: "Stores", brand: str, store: str) -> dict[str, Any]:
    """Returns everybody known, and what the store holds of them."""
    from model import policy
    from store.contacts.directory import IDENTITY

    persons = [
        item.id
        for platform in policy.RULES
        for item in stores.idle.list_idle(brand, IDENTITY, platform, "99991231")
    ]
    return {
        "store": store,
        "categories": [CATEGORIES[store]],
        "persons": sorted(persons),
        "count": len(persons),
    }


def _categories(actions: Iterable[str]) -> list[str]:
    """Returns what entries of these actions show of people: an entry begins with the word its action declares."""
    from respond.routes.table import ROUTES

    shown = {route.action.audit: route.action.shows for route in ROUTES if route.action.audit}
    return sorted(
        {each for done in actions for word, seen in shown.items() if done.startswith(word) for each in seen}
    )


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("an ISO time, such as 2026-09-21T08:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _iso(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat()
