"""Holds what an account sends and fetches with, as the secret store has it, and what a platform gives for a time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from model.errors import Malformed
from model.http import Result


@dataclass(frozen=True, slots=True)
class Credentials:
    """Holds an account's record in the secret store. `values` are texts by name: tokens, and the app's own id and
    secret.

    `renews` says that what is sent with is asked for with them, for a time; else it is they themselves.
    """

    brand: str
    values: Mapping[str, str] = field(repr=False)
    renews: bool = False

    def to_credentials_text(self) -> str:
        """Returns the text that is stored."""
        return json.dumps({"brand": self.brand, "values": dict(self.values), "renews": self.renews})

    @classmethod
    def from_credentials_text(cls, text: str) -> "Credentials":
        """Returns the record of a text. Raises Malformed, without the text, which holds secrets."""
        try:
            record = json.loads(text)
            values = {str(name): str(value) for name, value in record["values"].items()}
            return cls(str(record["brand"]), values, record.get("renews") is True)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise Malformed("bad_credentials") from None


@dataclass(frozen=True, slots=True)
class Renewal:
    """Holds what a platform answered to a request for tokens.

    `access` is what is sent with for `good_for_s` seconds (None: it does not say). `kept` are the values that take the
    place of those in the secret store: a refresh token that was exchanged is good for nothing any more.
    """

    result: Result
    access: Mapping[str, str] = field(default_factory=dict, repr=False)
    good_for_s: int | None = None
    kept: Mapping[str, str] = field(default_factory=dict, repr=False)
    kept_for_s: int | None = None
    """How long what is kept stays good; None where nobody says."""
    code: str | None = None
