"""Finds the stop words among private messages: each demands that its writer gets no more advertising."""

from collections.abc import Iterable, Iterator

from model.event import Direction, Mode
from model.interaction import Interaction
from model.messages import PrivacyDemand
from model.privacy_task import STOP_WORD, Ask
from model.stop_words import says_stop
from store.vault import keys as vault_keys


def find_stop_words(brand: str, items: Iterable[Interaction], index_key: bytes) -> Iterator[PrivacyDemand]:
    """Yields a demand for each; the same message again makes the same one."""
    for item in items:
        if item.mode is not Mode.PRIVATE or item.direction is not Direction.IN or item.deleted:
            continue
        if item.author is None or item.content is None or not says_stop(item.content.text):
            continue
        task = vault_keys.hid(index_key, brand, "privacy", "task", STOP_WORD, item.id)
        yield PrivacyDemand(
            brand,
            task,
            Ask.CONSENT.value,
            item.platform,
            person=item.author,
            at=item.received_at,
            source=STOP_WORD,
        )
