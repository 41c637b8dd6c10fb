"""Finds codes in private messages by which people prove that a handle is theirs (GDPR Articles 11 and 12(6))."""

import re
from collections.abc import Iterable, Iterator

from model.event import Direction, Mode
from model.interaction import Interaction
from model.messages import PrivacyDemand
from model.privacy_task import HANDLE

CODE = re.compile(r"(?<![a-z0-9])[a-z2-7]{32}(?![a-z0-9])")
LONGEST = 500
"""Characters of a message that may hold a code: people send it alone, or with a few words."""


def find_handle_codes(brand: str, items: Iterable[Interaction]) -> Iterator[PrivacyDemand]:
    """Yields for each code who sent it; whether a request waits for it is looked at by who fulfils them."""
    for item in items:
        if item.mode is not Mode.PRIVATE or item.direction is not Direction.IN or item.deleted:
            continue
        text = item.content.text if item.content is not None else None
        if item.author is None or not text or len(text) > LONGEST:
            continue
        for code in dict.fromkeys(CODE.findall(text.lower())):
            yield PrivacyDemand(
                brand, code, HANDLE, item.platform, person=item.author, at=item.received_at, source=HANDLE
            )
