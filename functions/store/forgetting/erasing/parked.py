"""Parked deliveries that name a person: nobody could read them, so they are looked through as bytes and dropped."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote_plus

from model.errors import Malformed
from model.messages import Envelope
from store.dynamo.rows import OpsRow
from store.forgetting.erasing.counted import Leaving, counted
from store.forgetting.erasing.eraser import ClaimObjects, Eraser
from store.forgetting.erasing.item_class import ItemClass, Turn
from store.forgetting.erasing.leaver import Leaver
from store.interactions import keys as interaction_keys
from store.interactions.parked import Parked, ParkedDeliveries


class ParkedNaming(Eraser):
    """Finds and drops parked deliveries of the person's platform that hold one of their names.

    The whole delivery goes, with what it may hold of others: it can not be taken apart.
    """

    def __init__(self, parked: ParkedDeliveries, claims: ClaimObjects, now_ms: Callable[[], int]) -> None:
        self._parked = parked
        self._claims = claims
        self._now_ms = now_ms

    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Drops the deliveries one by one, with the objects they name."""
        for each, claim in self._naming(who):
            if claim is not None:
                self._claims.delete([claim])
            row = OpsRow(interaction_keys.parked(who.brand, each.day), each.id)
            with counted(who, parked=1) as together:
                together.delete(row, condition=OpsRow.pk.exists())
            yield 1

    def count_left(self, who: Leaver) -> int:
        """Returns how many deliveries are there."""
        return sum(1 for _ in self._naming(who))

    def _naming(self, who: Leaver) -> Iterator[tuple[Parked, str | None]]:
        wanted = _pattern(who.words)
        if wanted is None:
            return
        for each in self._parked.list_parked(who.brand, self._now_ms()):
            if each.platform != who.platform or each.message is None:
                continue
            body, claim = self._body(each.message)
            if wanted.search(body):
                yield each, claim

    def _body(self, message: str) -> tuple[bytes, str | None]:
        try:
            envelope = Envelope.from_json(message)
        except Malformed:
            return message.encode(), None
        if envelope.claim is None:
            return envelope.body or b"", None
        return self._claims.get(envelope.claim) or b"", envelope.claim


class ParkedAt:
    """Drops deliveries that came to an endpoint before any of the accounts that it serves now was connected."""

    def __init__(self, parked: ParkedDeliveries, claims: ClaimObjects, now_ms: Callable[[], int]) -> None:
        self._parked = parked
        self._claims = claims
        self._now_ms = now_ms

    def erase(self, who: Leaving, endpoint: str, before_ms: float) -> Iterator[None]:
        """Drops the deliveries one by one, with the objects they name."""
        for each in self._parked.list_parked(who.brand, self._now_ms()):
            if each.endpoint != endpoint or each.received_at >= before_ms:
                continue
            claim = None if each.message is None else _claim(each.message)
            if claim is not None:
                self._claims.delete([claim])
            with counted(who, parked=1) as together:
                together.delete(OpsRow(interaction_keys.parked(who.brand, each.day), each.id))
            yield


def _claim(message: str) -> str | None:
    try:
        return Envelope.from_json(message).claim
    except Malformed:
        return None


def _pattern(words: Sequence[str]) -> re.Pattern[bytes] | None:
    """Returns a pattern of the names as they stand in JSON (escaped or not) and in forms, not as part of a longer
    number.
    """
    written: set[bytes] = set()
    for word in words:
        escaped = (json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1], quote_plus(word))
        written |= {form.encode("utf-8", "surrogatepass") for form in escaped}
    if not written:
        return None
    either = b"|".join(re.escape(form) for form in sorted(written, key=lambda form: (-len(form), form)))
    return re.compile(rb"(?<![0-9A-Za-z])(?:" + either + rb")(?![0-9A-Za-z])", re.IGNORECASE)


PARKED = ItemClass(
    "parked",
    Turn.KEPT,
    (OpsRow,),
    ("parked",),
    lambda context: ParkedNaming(context.stores.parked, context.objects, context.stores.now_ms),
    withheld=dict.fromkeys(
        "pk sk at expires_at reason platform endpoint bucket claim sealed entry folded".split(),
        "a delivery nobody could read yet: whose data it holds is not known, and it is gone in a week",
    ),
    register={
        "OpsRow": ("operations", "short-lived rows of the families below"),
    },
    families={
        "parked": ("parked deliveries", "what could not be read yet; sealed"),
    },
)
