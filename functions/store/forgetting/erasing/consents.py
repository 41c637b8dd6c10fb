"""Erases the log of a person's consents, and copies it for them."""

from collections.abc import Iterator
from typing import Annotated, TypedDict

from model.fields import KEY, ORDER
from model.moments import IsoTime, iso
from store.contacts import keys as contact_keys
from store.contacts.consents import Consents
from store.contacts.rows import ConsentRow
from store.forgetting.erasing.counted import delete_counted
from store.forgetting.erasing.eraser import Eraser
from store.forgetting.erasing.item_class import EMPLOYEE, Copied, ItemClass, Turn
from store.forgetting.erasing.leaver import Leaver


class ConsentEraser(Eraser):
    """Erases the person's consent log."""

    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Deletes it."""
        yield from delete_counted(who, self._rows(who), "consents")

    def count_left(self, who: Leaver) -> int:
        """Returns how many lines are there."""
        return sum(1 for _ in self._rows(who))

    def _rows(self, who: Leaver) -> Iterator[ConsentRow]:
        for row in ConsentRow.query(contact_keys.consents(who.brand, who.person), consistent_read=True):
            if (row.at or 0) <= who.erased_at:
                yield row


class CopiedConsent(TypedDict):
    """Shows a consent that the person gave or withdrew."""

    purpose: str
    given: bool
    wording: str | None
    channel: str | None
    at: IsoTime
    source: Annotated[str | None, {"description": "How we know: stop_word, api or platform."}]


def copy_consents(consents: Consents, who: Leaver) -> Iterator[CopiedConsent]:
    """Yields the lines of the log in their order."""
    for line in consents.list_consents(who.brand, who.person):
        yield {
            "purpose": line.purpose,
            "given": line.given,
            "wording": line.wording or None,
            "channel": line.channel or None,
            "source": line.source or None,
            "at": iso(line.at),
        }


CONSENTS = ItemClass(
    "consents",
    Turn.KEPT,
    (ConsentRow,),
    ("consents",),
    lambda _: ConsentEraser(),
    exported=frozenset("at purpose given wording channel source".split()),
    withheld={"pk": KEY, "sk": KEY, "rev": ORDER, "agent": EMPLOYEE},
    register={
        "ConsentRow": ("consents", "who agreed to which purpose, when, and by which wording"),
    },
    copied=Copied(
        "consents", CopiedConsent, lambda context, who: copy_consents(context.stores.consents, who), ""
    ),
)
