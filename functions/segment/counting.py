"""Counts what a message is the first to label: few rows in their hour's own rows, many rows and old ones at once."""

from collections.abc import Iterable

from aws.queues import Message
from model.interaction import Interaction, Labels
from model.messages import Rows
from model.place import PlaceCount
from segment.pulse import open_hours, pulses
from store.insights.counts import Count
from store.insights.open_counts import Place
from store.interactions.counting import find_first_standing
from store.interactions.stored import StoredInteraction
from store.stores import Stores

FEW_ROWS = 10
"""Of a message: more are counted at once, so that whoever reads the counts of an open hour has few rows to add."""


def count_labelled(
    stores: Stores,
    named: Rows,
    message: Message,
    new: Iterable[StoredInteraction],
    news: Iterable[tuple[Interaction, Labels]],
) -> None:
    """Counts what a message labelled first, by account, and adds its news to what people talk about.

    Doing so again changes nothing. What a row is counted with follows from when its message was queued, which stays
    the same however often and late it comes; only an hour that takes no more is counted at once after all.
    """
    brand, now = named.brand, stores.clock()
    told = open_hours(message.sent_at / 1000) if len(named.ids) <= FEW_ROWS else ()
    by_place: dict[Place, list[Count]] = {}
    at_once: list[Count] = []
    standings: list[PlaceCount] = []
    for each in new:
        count, standing = Count.from_text(str(each.counted_as)), find_first_standing(each)
        hour = count.day + count.hour
        if hour in told and standing is None:
            by_place.setdefault((each.header.account, hour), []).append(count)
        else:
            at_once.append(count)
            standings += [standing] if standing else []
    if at_once:
        stores.rollups.add_counts(brand, message.id, at_once, int(now), standings)
    taking = open_hours(now)
    for place in [place for place in by_place if place[1] not in taking]:
        stores.rollups.add_late_counts(brand, message.id, place, by_place.pop(place), int(now))
    stores.pulses.keep_pulses(brand, message.id, pulses(news, now), int(now), by_place)
