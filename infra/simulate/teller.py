"""Declares what every simulated platform offers: happenings in, signed-to-be deliveries out."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, ClassVar

from infra.simulate.story import Beat, Stage
from infra.simulate.texts import Person


@dataclass(frozen=True, slots=True)
class Letter:
    """Holds one request a platform makes: signed when it is posted, because some sign the time.

    `headers` come on top of what the platform's `sign` answers.
    """

    platform: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"
    query: Mapping[str, str] = field(default_factory=dict)
    part: str = ""


class Teller(ABC):
    """Tells a story the way one platform would. `account` is the connected account's native id."""

    platform: ClassVar[str]
    stage: ClassVar[Stage] = Stage()
    demo_account: ClassVar[str]
    demo_self_ids: ClassVar[tuple[str, ...]] = ()
    """Native ids under which the demo account writes, where they are not the account's own."""

    def __init__(self, account: str, self_ids: tuple[str, ...] = ()) -> None:
        self.account = account
        self.self_ids = self_ids

    @classmethod
    def name_demo(cls, base: str) -> str:  # noqa: ARG003 - for those whose account is an address of ours
        """Returns the demo account's native id on a stack whose public address is `base`."""
        return cls.demo_account

    @abstractmethod
    def tell(self, beat: Beat) -> Letter:
        """Returns the delivery about one happening; called in the story's order."""

    @abstractmethod
    def probe(self, secrets: Mapping[str, str]) -> Letter:
        """Returns a harmless request the platform itself makes or could make: it is accepted and stores nothing."""

    def letter(self, payload: Mapping[str, Any], **headers: str) -> Letter:
        """Returns JSON the way most platforms write it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Letter(self.platform, json.dumps(payload, ensure_ascii=False).encode(), named)

    def own_id(self) -> str:
        """Returns the native id under which the company writes."""
        return next((native for native in self.self_ids if native != self.account), self.account)


def mark(beat: Beat, bits: int = 31) -> int:
    """Returns a number that is another one for every happening, and the same whenever it is told again."""
    seen = f"{beat.verb} {beat.item.number} {beat.actor.number} {beat.at}"
    return int.from_bytes(sha256(seen.encode()).digest()[:8]) >> (64 - bits)


def iso(milliseconds: int) -> str:
    """Returns a time in UTC with milliseconds and a Z."""
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def native_user(person: Person, base: int = 0) -> str:
    """Returns a person's native id, apart from other platforms' by `base`."""
    return str(base + person.number)
