"""What a person's copy says of the consents they gave and withdrew."""

from collections.abc import Iterator
from typing import Any

from model.moments import iso
from store.contacts.consents import Consents
from store.forgetting.erasing.leaver import Leaver


def copy_consents(consents: Consents, who: Leaver) -> Iterator[dict[str, Any]]:
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
