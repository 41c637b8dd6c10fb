"""A platform's answer to a send, and what can be read off it: a proof, a fault, or neither."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from model.errors import Malformed
from model.http import lower_names
from platforms.reading.payload import Json, ident, items, obj, read_json


@dataclass(frozen=True, slots=True)
class SendFault:
    """Holds an error in the platform's own form. `keys` are its codes, the most exact first."""

    keys: tuple[str, ...]
    detail: str | None = None
    wait_s: float | None = None
    """Seconds to wait that the body itself tells."""
    shown: str | None = None
    """The code an agent is shown, where that is not the first key."""

    native_id: str | None = None
    """The id of what stands there already, where the answer tells it."""

    @property
    def code(self) -> str:
        """Returns the code an agent is shown."""
        return self.shown or self.keys[0]


@dataclass(frozen=True, slots=True)
class Sent:
    """Holds the documented sign that it was done, with the id by which the echo will come back."""

    native_id: str | None = None
    code: str | None = None


@dataclass(frozen=True)
class SendAnswer:
    """Holds an answer to one operation. `status` 0: none came. `now` (epoch s) counts where the answer has no Date."""

    operation: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    now: float = 0.0

    @classmethod
    def from_http(
        cls, operation: str, status: int, headers: Mapping[str, str], body: bytes, now: float
    ) -> "SendAnswer":
        """Returns an answer whose header names may come in any case."""
        return cls(operation, status, lower_names(headers), body, now)

    @cached_property
    def value(self) -> Any:
        """Returns the body's JSON; None when it is empty or no JSON."""
        try:
            return read_json(self.body) if self.body.strip() else None
        except Malformed:
            return None

    @property
    def object(self) -> Json:
        """Returns the body's object; an empty one when it holds none."""
        return obj(self.value)

    @property
    def ok(self) -> bool:
        """Returns whether the status says success."""
        return 200 <= self.status < 300

    @property
    def empty(self) -> bool:
        """Returns whether there is no body."""
        return not self.body.strip()

    @property
    def words(self) -> str:
        """Returns the body as text, for pages and plain answers."""
        return self.body[:4000].decode("utf-8", "replace")

    def find_value(self, path: str) -> Any:
        """Returns the value at a dotted path (`messages.0.id`); None when it is not there."""
        found = self.value
        for step in path.split("."):
            if step.isdecimal():
                listed = items(found)
                found = listed[int(step)] if int(step) < len(listed) else None
            else:
                found = obj(found).get(step)
        return found

    def find_id(self, *paths: str) -> str | None:
        """Returns the first id at one of these paths, digit by digit."""
        return next((found for path in paths if (found := ident(self.find_value(path))) is not None), None)
