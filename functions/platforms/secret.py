"""Secrets an endpoint needs: who makes them up, and which texts can be one at all.

A secret that can never prove a delivery, or that somebody could guess, is refused when it is entered: afterwards
nobody would know why every delivery is answered 401.
"""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from model.errors import RapportError

GUESSABLE_CHARACTERS = 6
"""A secret of fewer different characters than this is a filler such as `xxxxxxxx`."""

KEY_BYTES = 16
"""Shortest symmetric key that is taken: 128 bits cannot be guessed."""

PUBLIC_KEY_BYTES = 32
_QUOTES = "\"'`\u201c\u201d\u2018\u2019"
_BLANKS = "\ufeff\u200b\u00a0"


def url_safe(random: bytes) -> str:
    """Returns letters, digits, _ and - only: the one alphabet that nearly every platform takes."""
    return base64.urlsafe_b64encode(random).decode().rstrip("=")


def standard_base64(random: bytes) -> str:
    """Returns a key in base64 with its padding, as platforms show one that they decode."""
    return base64.b64encode(random).decode()


def whsec(random: bytes) -> str:
    """Returns a symmetric key as Standard Webhooks writes it."""
    return "whsec_" + base64.b64encode(random).decode()


class SecretRefused(RapportError):
    """Says that a text cannot be the secret; the error's text says why and never quotes it."""

    code = "secret_refused"


class MadeBy(StrEnum):
    """Says who makes a secret up: the platform shows it, or its owner does (Rapport, where none is given)
    and tells it.
    """

    PLATFORM = "platform"
    OWNER = "owner"


@dataclass(frozen=True)
class Secret:
    """Describes a secret an endpoint needs: its `name` in the endpoint's record and what a person pastes there.

    `alphabet` is the regular expression of one character. `never` lists beginnings that belong to something else
    (a token, a private key) with what it is. `check` sees the cleaned text last and may clean further. `make_up`
    turns 32 random bytes into one that the platform would take, for demo accounts and tests.
    """

    name: str
    help: str
    made_by: MadeBy = MadeBy.PLATFORM
    least: int = KEY_BYTES
    most: int = 512
    alphabet: str = "[!-~]"
    never: tuple[tuple[str, str], ...] = ()
    check: Callable[[str], str] | None = None
    make_up: Callable[[bytes], str] = url_safe
    optional: bool = False
    """True for one of several ways to prove a delivery: any of them will do."""

    def clean(self, value: str) -> str:
        """Returns the secret as it is used: without blanks and quotes around it, as people paste them.

        Raises SecretRefused with the reason when `value` cannot be this secret.
        """
        cleaned = value.strip().strip(_BLANKS).strip().strip(_QUOTES).strip()
        if not cleaned:
            raise SecretRefused(f"{self.name} is blank")
        for beginning, other in self.never:
            if cleaned.startswith(beginning):
                raise SecretRefused(f"{self.name} begins with {beginning}: that is {other}")
        if self.check is not None:
            cleaned = self.check(cleaned)
        self._measure(cleaned)
        return cleaned

    def _measure(self, cleaned: str) -> None:
        if not re.fullmatch(f"(?:{self.alphabet})*", cleaned):
            raise SecretRefused(f"{self.name} holds a character that this platform's secrets never have")
        if len(cleaned) < self.least:
            raise SecretRefused(f"{self.name} is shorter than {self.least} characters")
        if len(cleaned) > self.most:
            raise SecretRefused(f"{self.name} is longer than {self.most} characters")
        if len(set(cleaned)) < GUESSABLE_CHARACTERS:
            raise SecretRefused(f"{self.name} can be guessed: it repeats a few characters")


def signing_key(cleaned: str) -> str:
    """Returns a key of the Standard Webhooks family: `whsec_` or bare base64, or `whpk_` and a public key.

    Some dashboards show it as `v1,whsec_…`; the version in front is cut off. Raises SecretRefused.
    """
    secret = re.sub(r"^v1a?,(?=wh)", "", cleaned)
    public = secret.startswith("whpk_")
    prefix = re.match(r"wh[a-z]+_", secret)
    if prefix and prefix[0] not in ("whsec_", "whpk_"):
        raise SecretRefused(f"the secret begins with {prefix[0]}: use the whsec_ or whpk_ one")
    key = unbase64(secret[prefix.end() if prefix else 0 :].encode())
    if key is None:
        raise SecretRefused("the secret is not base64")
    if public and len(key) != PUBLIC_KEY_BYTES:
        raise SecretRefused("a public key (whpk_) has 32 bytes")
    if len(key) < KEY_BYTES:
        raise SecretRefused(f"the secret is shorter than {KEY_BYTES} bytes")
    return secret


def unbase64(encoded: bytes) -> bytes | None:
    """Returns the bytes in standard base64 with or without its padding; None where it is none."""
    stripped = encoded.strip().rstrip(b"=")
    try:
        return base64.b64decode(stripped + b"=" * (-len(stripped) % 4), validate=True)
    except binascii.Error:
        return None
