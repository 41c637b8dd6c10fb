"""Copies for a person the consents that they gave and withdrew."""

from collections.abc import Iterator
from typing import Annotated, TypedDict

from model.moments import IsoTime, iso
from store.contacts.consents import Consents
from store.forgetting.erasing.leaver import Leaver


class CopiedConsent(TypedDict):
    """A consent that the person gave or withdrew."""

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
