"""A message that a platform approved beforehand, for where nothing else may be sent: words with places to fill."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
APPROVED = "APPROVED"


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """Holds one template in one language. `named`: its places have names, else numbers.

    `whole`: nothing but its text has places, so that it can be sent from here.
    """

    name: str
    language: str
    status: str
    category: str
    text: str
    named: bool = False
    whole: bool = True

    @property
    def variables(self) -> tuple[str, ...]:
        """Returns its places, in the order in which they are filled."""
        found = dict.fromkeys(PLACE.findall(self.text))
        return tuple(found) if self.named else tuple(sorted(found, key=lambda each: (len(each), each)))

    @property
    def usable(self) -> bool:
        """Returns whether it can be sent from here now."""
        return self.status == APPROVED and self.whole

    def fill_text(self, values: Sequence[str]) -> str:
        """Returns the text as the person reads it."""
        known = dict(zip(self.variables, values, strict=True))
        return PLACE.sub(lambda found: known[found[1]], self.text)
