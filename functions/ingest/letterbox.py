"""Letters of a mailbox in the format mbox, as records of an import: https://www.rfc-editor.org/rfc/rfc4155"""

from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

from ingest.helpdesks import NO_WORDS, Found, NotImported
from platforms.reading.markup import read_text
from platforms.reading.payload import text

LARGEST_LETTER = 25_000_000
TOO_LARGE, NO_ID, AUTOMATIC = "too_large", "no_id", "automatic"


def read_mbox(lines: Iterable[bytes], own: frozenset[str]) -> Iterator[Found]:
    """Yields a record for each letter. `own` are our addresses, in lower case: what they sent is `out`."""
    for letter in _letters(lines):
        if letter is None:
            yield NotImported(TOO_LARGE)
        else:
            yield _record(message_from_bytes(letter, policy=policy.default), own)


def _letters(lines: Iterable[bytes]) -> Iterator[bytes | None]:
    """Yields the letters one by one; None for one that is too large. A line `>From ` was a line `From `."""
    kept: list[bytes] = []
    size, begun = 0, False
    for line in lines:
        if line.startswith(b"From "):
            if begun:
                yield b"".join(kept) if size <= LARGEST_LETTER else None
            kept, size, begun = [], 0, True
            continue
        size += len(line)
        if size <= LARGEST_LETTER:
            kept.append(line[1:] if line.startswith(b">From ") else line)
    if begun:
        yield b"".join(kept) if size <= LARGEST_LETTER else None


def _record(letter: EmailMessage, own: frozenset[str]) -> Found:
    native = _name(letter, "message-id")
    if native is None:
        return NotImported(NO_ID)
    if str(letter.get("auto-submitted", "no")).lower() != "no":
        return NotImported(AUTOMATIC)
    words = _words(letter)
    if words is None:
        return NotImported(NO_WORDS)
    name, address = _address(letter, "from")
    to = _address(letter, "to")[1]
    ours = address in own
    root = (_names(letter, "references") or _names(letter, "in-reply-to") or [native])[0]
    return {
        "kind": "message",
        "id": native,
        "thread": root,
        "parent": (_names(letter, "in-reply-to") or [None])[0],
        "author": {"id": address, "name": name or None, "handle": address},
        "customer": to if ours else address,
        "title": text(str(letter.get("subject", ""))),
        "text": words,
        "at": _time(letter),
        "direction": "out" if ours else "in",
    }


def _words(letter: EmailMessage) -> str | None:
    try:
        part = letter.get_body(("plain", "html"))
        content = part.get_content() if part is not None else None
    except (KeyError, LookupError, ValueError, AttributeError):  # an unknown charset, a broken part
        return None
    is_html = part is not None and part.get_content_subtype() == "html"
    return read_text(content) if is_html else text(content)


def _address(letter: EmailMessage, header: str) -> tuple[str, str | None]:
    found: list[tuple[str, str]] = getaddresses([str(each) for each in letter.get_all(header, [])][:20])
    return next(((name, address.lower()) for name, address in found if "@" in address), ("", None))


def _names(letter: EmailMessage, header: str) -> list[str | None]:
    told = str(letter.get(header, ""))[:20_000].split()
    return [each for each in told if each.startswith("<") and each.endswith(">")]


def _name(letter: EmailMessage, header: str) -> str | None:
    return next(iter(_names(letter, header)), None)


def _time(letter: EmailMessage) -> Any:
    try:
        return parsedate_to_datetime(str(letter.get("date", ""))).isoformat()
    except (ValueError, TypeError, OverflowError):
        return None
