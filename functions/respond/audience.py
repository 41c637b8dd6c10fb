"""Decides whether a broadcast may go to somebody now, and by which conversation; the reason where it may not.

Asked for the dry run, and again for each person just before the request.
"""

from dataclasses import dataclass

from model.broadcast import Broadcast, BroadcastLimits
from model.canned import UnknownValue, fill_text
from platforms.registry import platform as find_platform
from platforms.sending.escaping import escape_value
from respond.answerable import Answerable, find_answerable, read_options
from respond.marketing import find_unwilling
from store.dynamo.keys import DAY_MS
from store.stores import Stores

ERASED = "erased"
MESSAGE = "message"
"""What goes to one person in private and needs no reply token, which would be used up."""
MOST_THREADS = 20
"""Private conversations of one person that are looked at."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Says how somebody is reached, with the text as they get it; or `reason` why they are left out."""

    reason: str = ""
    found: Answerable | None = None
    operation: str = ""
    tag: str = ""
    text: str = ""


def read_limits(stores: Stores, brand: str) -> BroadcastLimits:
    """Returns the brand's own limits."""
    known = stores.settings.read_settings(brand)
    return BroadcastLimits(
        known.zone, known.quiet_from, known.quiet_to, known.broadcast_days, known.brake_severity
    )


def find_reach(stores: Stores, broadcast: Broadcast, person: str, limits: BroadcastLimits) -> Reach:
    """Returns how somebody is reached now, or why they are not."""
    brand, now_ms = broadcast.brand, stores.now_ms()
    contact = stores.contacts.read_contacts(brand, [person], consistent=True).get(person)
    if contact is None:
        return Reach(ERASED)
    if contact.platform != broadcast.platform:
        return Reach("other_platform")
    if unwilling := find_unwilling(stores, brand, [contact]):
        return Reach(unwilling[person])
    if _got_lately(stores, broadcast, person, now_ms - limits.days_between * DAY_MS):
        return Reach("frequency_cap")
    found = _find_thread(stores, broadcast, person)
    if found is None:
        return Reach("no_conversation")
    options = [
        each
        for each in read_options(stores, found, now_ms, machine=True)
        if each.way.mode == "private" and each.way.operation == MESSAGE
    ]
    option = next((each for each in options if each.open), None)
    if option is None:
        return Reach(options[0].reason if options else "no_such_way")
    try:
        text = _fill(stores, broadcast, person)
    except UnknownValue:
        return Reach("value_missing")
    if not option.way.fits(text):
        return Reach("text_too_long")
    return Reach("", found, option.way.operation, option.tag, text)


LATEST = 50
"""Alerts of a brand that are looked at before a broadcast goes on: an older one stops none."""


def is_braked(stores: Stores, broadcast: Broadcast, limits: BroadcastLimits) -> bool:
    """Returns whether an alert on one of its platforms stops it, since a person last let it go on.

    A severe one does, unless a person lifted its brake; one whose brake a person set does, however mild.
    """
    latest, _ = stores.alerts.list_alerts(broadcast.brand, None, LATEST)
    found = (each for each in latest if each.platform in broadcast.platforms)
    return any(
        since is not None and since > broadcast.cleared_at
        for since in (each.find_brake(limits.brake_severity) for each in found)
    )


def _got_lately(stores: Stores, broadcast: Broadcast, person: str, since_ms: int) -> bool:
    for other, at in stores.broadcasts.list_of_person(broadcast.brand, person, got=True):
        if at <= since_ms:
            return False
        if other != broadcast.id:
            return True
    return False


def _find_thread(stores: Stores, broadcast: Broadcast, person: str) -> Answerable | None:
    threads = stores.conversations.list_private_threads(broadcast.brand, person)[:MOST_THREADS]
    heads = stores.conversations.read_conversations(broadcast.brand, threads, consistent=True).values()
    ours = [each for each in heads if each.account == broadcast.account]
    for head in sorted(ours, key=lambda each: each.last_in_at, reverse=True):
        found = find_answerable(stores, head)
        if found is not None:
            return found
    return None


def _fill(stores: Stores, broadcast: Broadcast, person: str) -> str:
    """Returns the text as they get it. Raises UnknownValue."""
    known = stores.profiles.read_profiles(broadcast.brand, [person]).get(person, {})
    name = str(known.get("name") or "")
    values = {
        "name": name,
        "first_name": name.split(" ", maxsplit=1)[0],
        "handle": str(known.get("handle") or ""),
        "brand": stores.settings.read_settings(broadcast.brand).public_name,
        "platform": find_platform(broadcast.platform).title,
    }
    return fill_text(broadcast.text, values, lambda value: escape_value(broadcast.platform, value))
