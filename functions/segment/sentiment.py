"""From the queue `sentiment`: give every named row its labels, count it once, apply what that means or hand it on.

Every row that was handed in goes on, not only those changed here: whoever died half-way is made up for. What few rows
mean is applied at once, which saves a hop; many rows, and what failed, go by the queue `segments`.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from aws import batch, comprehend, kms, observe, queues, settings
from aws.queues import Message
from model import policy
from model.analysis import Analysis
from model.errors import Conflict
from model.event import Kind, Mode
from model.interaction import Interaction, Labels
from model.messages import Rows
from model.place import find_part
from model.rating import find_rating, is_lone_rating, read_rating
from segment import managed, scoring
from segment.consequences import Consequences, Known
from segment.counting import count_labelled
from segment.engines import Engine, Text, embedded
from segment.marks import spans
from store.brand import budgets
from store.insights.counts import Count
from store.interactions.counting import settle_counts
from store.interactions.labelling import keep_labels
from store.interactions.stored import StoredInteraction
from store.stores import Stores

MISSING_RECEIVES = 3
"""A row that is still not there by this receive was deleted: it is counted and passed over."""

FEW_ROWS = 10
"""Of a message: what they mean is applied at once. More would keep the labels of the messages behind waiting."""


class Sentiment:
    """Labels rows. `forward` queues one message for `segment/assign`; without `apply_rows` all of them go there."""

    def __init__(
        self,
        stores: Stores,
        engine: Engine,
        forward: Callable[[str], None],
        apply_rows: Callable[[Rows, str, Known], None] | None = None,
    ) -> None:
        self._stores = stores
        self._engine = engine
        self._forward = forward
        self._apply_rows = apply_rows

    def label_interactions(self, message: Message) -> None:
        """Labels what one message names. Raises Conflict when a row is not there yet."""
        named = Rows.from_json(message.body)
        stored = self._stores.feed.read_stored(named.brand, named.ids, consistent=True)
        self._missing(len(named.ids) - len(stored), message.receives)
        opened = self._stores.feed.open_stored(named.brand, stored.values())
        ratings = self._find_ratings(named.brand, [item for item in opened.values() if item.wants_label])
        lone = {item for item, (_, alone) in ratings.items() if alone}
        found = self._analysed(
            named.brand, [item for item in opened.values() if item.wants_label and item.id not in lone]
        )
        parts = self._find_parts(named.brand, [item for item in opened.values() if item.wants_label])
        said = [
            (
                stored[item.id],
                *self._said(
                    named.brand,
                    item,
                    _labels(item, found.get(item.id), ratings.get(item.id, (0, False))[0]),
                    parts.get(item.id, ""),
                ),
            )
            for item in opened.values()
            if item.wants_label
        ]
        stored |= {each.id: each for each in keep_labels(self._stores.feed, named.brand, message.id, said)}
        labelled = [stored[item] for item in named.ids if item in opened]
        new = [each for each in labelled if each.counted_by == message.id and each.counted_as is not None]
        if new:
            news = self._news(opened, new)
            count_labelled(self._stores, named, message, new, news)
        now = int(self._stores.clock())
        settled = [settle_counts(each, now) for each in labelled if each.counted_as is not None]
        # What was settled is of a later revision than we know: it is read again.
        known = None if any(settled) else stored
        self._go_on(Rows(named.brand, named.ids, message.id), message.id, known)

    def _go_on(self, labelled: Rows, message_id: str, known: Known) -> None:
        """Applies what few rows mean at once. Whatever fails then is the queue's, and labels do not wait for it."""
        if self._apply_rows is not None and len(labelled.ids) <= FEW_ROWS:
            try:
                self._apply_rows(labelled, message_id, known)
            except Exception as error:  # noqa: BLE001 - the queue repeats it, and its function says what is wrong
                observe.info("applied_later", error=type(error).__name__)
            else:
                return
        self._forward(labelled.to_json())

    def _missing(self, number: int, receives: int) -> None:
        if number and receives < MISSING_RECEIVES:
            raise Conflict("rows are not there yet")
        if number:
            observe.metric("labelled_row_missing", number)

    def _analysed(self, brand: str, items: Sequence[Interaction]) -> dict[str, Analysis]:
        """Asks the engine about those that have a text it may look at."""
        readable = [item for item in items if not self._stores.vault.is_restricted(brand, item.owner)]
        read = {
            item.id: Text(text, item.language, item.platform)
            for item in readable
            if (text := _readable(item))
        }
        return dict(zip(read, self._engine(brand, list(read.values())), strict=True)) if read else {}

    def _find_ratings(self, brand: str, items: Sequence[Interaction]) -> dict[str, tuple[int, bool]]:
        """Returns how content people say to be who were asked that, and whether they say nothing else, by id."""
        likely = [item for item in items if item.mode is Mode.PRIVATE and item.conversation and _rates(item)]
        wanted = {item.conversation for item in likely if item.conversation}
        heads = (
            self._stores.conversations.read_conversations(brand, wanted, consistent=True) if wanted else {}
        )
        found = dict[str, tuple[int, bool]]()
        for item in likely:
            head = heads.get(item.conversation or "")
            rating = head and find_rating(head.surveyed_at, head.customer, item)
            if head is not None and rating:
                alone = is_lone_rating(head.surveyed_at, head.customer, item)
                found[item.id] = (rating.value, alone)
        return found

    def _find_parts(self, brand: str, items: Sequence[Interaction]) -> dict[str, str]:
        """Returns what each adds to the counts of its post or group, by id: one read for all of these."""
        told = [item for item in items if item.mode is not Mode.PRIVATE and item.under not in (None, item.id)]
        places = {item.under for item in told if item.under is not None and item.kind is not Kind.JOIN}
        headers = self._stores.feed.read_headers(brand, places) if places else {}
        found = ((item.id, find_part(item, headers.get(item.under or ""))) for item in items)
        return {item: part.value for item, part in found if part is not None}

    def _said(self, brand: str, item: Interaction, labels: Labels, part: str) -> tuple[Labels, str | None]:
        """Returns an item's labels, and what it counts as; None of what is deleted."""
        if item.deleted:
            return labels, None
        if self._stores.vault.is_restricted(brand, item.owner):
            # Stored and nothing else: of no version, to be looked at when it comes again after the restriction.
            labels = Labels(of="", language=item.language)
        return labels, Count.from_interaction(item, labels, part).to_text()

    def _news(
        self, opened: Mapping[str, Interaction], new: Sequence[StoredInteraction]
    ) -> list[tuple[Interaction, Labels]]:
        """Returns what is counted for the first time, with its labels, but of people of whom nothing is looked at."""
        said = [(opened[each.id], each.labels) for each in new]
        return [
            (item, labels)
            for item, labels in said
            if labels is not None and not self._stores.vault.is_restricted(item.brand, item.owner)
        ]


def _readable(item: Interaction) -> str | None:
    if item.shown is None or not policy.rule_for(item.platform).derive:
        return None
    return item.shown.text


def _rates(item: Interaction) -> bool:
    return item.shown is not None and read_rating(item.shown.text or "") is not None


def _labels(item: Interaction, found: Analysis | None, rating: int) -> Labels:
    if found is None or item.shown is None:
        # Of a deletion nothing is left to read; a restore is another version, and looked at again.
        return Labels(of=item.version, language=item.language, rating=rating)
    return Labels(
        of=item.version,
        sentiment=found.sentiment,
        score=round(found.score, 3),
        language=found.language,
        intent=tuple(label.name for label in found.intent),
        methods=tuple(label.method for label in found.intent),
        urgency=round(found.urgency, 2),
        reasons=found.reasons,
        offensive=round(found.offensive, 2),
        spans=spans(item.shown.text or "", found.words),
        engine=found.engine,
        rating=rating,
    )


@cache
def _sentiment() -> Sentiment:
    stores = Stores(kms, time.time)
    engine = managed.chosen(
        embedded(scoring.score),
        stores.settings.read_settings,
        lambda brand, units, budget: budgets.spend(brand, managed.NAME, units, budget, stores.clock()),
        comprehend,
    )
    return Sentiment(
        stores,
        engine,
        lambda body: queues.send(settings.queue_segments(), body),
        Consequences(stores).apply_rows,
    )


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Takes a batch of the queue `sentiment`: the function's entry."""
    return batch.process(event, _sentiment().label_interactions)
