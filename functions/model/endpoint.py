"""An endpoint's record: whose it is, whether it takes deliveries, and the secrets that prove them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from model.errors import Malformed

ACTIVE = "active"
PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Holds one registration at a platform, as the secret store keeps it.

    `current` and `previous` hold the values of the platform's declared secrets by name. While they are being
    changed both prove a delivery, until `previous_until` (epoch seconds). Secrets stay out of the repr.
    """

    brand: str
    current: Mapping[str, str] = field(repr=False)
    state: str = ACTIVE
    previous: Mapping[str, str] | None = field(default=None, repr=False)
    previous_until: int | None = None

    def secrets(self, now: int) -> tuple[Mapping[str, str], ...]:
        """Returns the records that prove a delivery at `now` (epoch seconds), the current one first."""
        if self.previous and self.previous_until is not None and now < self.previous_until:
            return self.current, self.previous
        return (self.current,)

    def to_secret_text(self) -> str:
        """Returns the text that is stored."""
        return json.dumps(
            {
                "brand": self.brand,
                "state": self.state,
                "current": dict(self.current),
                "previous": None if self.previous is None else dict(self.previous),
                "previous_until": self.previous_until,
            }
        )

    @classmethod
    def from_secret_text(cls, text: str) -> "Endpoint":
        """Raises Malformed when it is no endpoint's record."""
        try:
            record = json.loads(text)
            previous, until = record.get("previous"), record.get("previous_until")
            return cls(
                str(record["brand"]),
                _texts(record["current"]),
                str(record.get("state", ACTIVE)),
                None if previous is None else _texts(previous),
                None if until is None else int(until),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            # Without "from": the cause quotes the text, and the text holds secrets.
            raise Malformed("bad_endpoint") from None


def _texts(record: Mapping[str, object]) -> dict[str, str]:
    if not all(isinstance(value, str) for value in record.values()):
        raise TypeError("secrets are texts")
    return {name: str(value) for name, value in record.items()}
