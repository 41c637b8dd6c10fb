"""Reading a mail's own format: headers, the words, and what is attached.

https://www.rfc-editor.org/rfc/rfc2045
"""

import email
import email.message
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.header import decode_header
from email.utils import parseaddr

from model.event import Media, Person
from platforms.reading.markup import read_text
from platforms.reading.payload import Json, first, text

MOST_PARTS = 100
MOST_HEADER = 4000
ATTRIBUTION = re.compile(r"\S.{0,200}:\s*")


@dataclass(frozen=True, slots=True)
class Mail:
    """Holds a mail: `headers` by lower-case name, decoded, the first of each."""

    headers: dict[str, str]
    text: str | None
    files: tuple[Media, ...]
    is_report: bool


def read_mime(content: bytes, listed: Iterable[Json]) -> Mail:
    """Returns a mail; where its content is not told, by the headers that are `listed` beside."""
    if not content:
        told = [(text(each.get("name")), text(each.get("value"))) for each in listed]
        return Mail(_first_of((name, value) for name, value in told if name and value), None, (), False)
    message = email.message_from_bytes(content)
    headers = _first_of((name, str(value)) for name, value in message.items())
    parts = [
        part for part, _ in zip(message.walk(), range(MOST_PARTS), strict=False) if not part.is_multipart()
    ]
    written = next((part for part in parts if _shows(part, "text/plain")), None)
    marked = next((part for part in parts if _shows(part, "text/html")), None)
    words = _cut_quoted(_decoded(written)) if written is not None else None
    shown = first(text(words), read_text(_decoded(marked)) if marked is not None else None)
    files = tuple(
        _file(part) for part in parts if part is not written and part is not marked and _is_file(part)
    )
    return Mail(headers, shown, files, message.get_content_type() == "multipart/report")


def read_address(value: str | None) -> Person | None:
    """Returns whom an address names: the first one in the header."""
    name, address = parseaddr(value or "")
    local, at, host = address.strip().rpartition("@")
    return Person(f"{local}@{host.lower()}", text(name)) if at and local and host else None


def _first_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name.lower(), read_header(value))
    return found


def read_header(value: str) -> str:
    """Returns a header with its encoded words read; bytes that nobody can read become U+FFFD."""
    folded = " ".join(value[:MOST_HEADER].split())
    try:
        parts = decode_header(folded)
    except (ValueError, LookupError):
        return folded
    return _sound("".join(_word(part, charset) for part, charset in parts))


def _word(part: bytes | str, charset: str | None) -> str:
    return part if isinstance(part, str) else _as_text(part, charset)


def _as_text(raw: bytes, charset: str | None) -> str:
    for each in (charset or "utf-8", "utf-8"):
        try:
            return raw.decode(each, "replace")
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1")


def _sound(value: str) -> str:
    return value.encode("utf-8", "replace").decode()


def _shows(part: email.message.Message, kind: str) -> bool:
    return part.get_content_type() == kind and not _is_file(part)


def _is_file(part: email.message.Message) -> bool:
    kind, disposition = part.get_content_maintype(), part.get_content_disposition()
    return disposition == "attachment" or kind not in ("text", "multipart") or part.get_filename() is not None


def _decoded(part: email.message.Message) -> str:
    raw = part.get_payload(decode=True)
    charset = part.get_content_charset()
    return "\n".join(_sound(_as_text(raw, charset)).strip().splitlines()) if isinstance(raw, bytes) else ""


def _file(part: email.message.Message) -> Media:
    name, native = part.get_filename(), part.get("Content-ID")
    return Media(
        part.get_content_type(),
        id=text(str(native).strip("<> ")) if native else None,
        name=text(read_header(name)) if name else None,
    )


def _cut_quoted(written: str) -> str:
    """Returns the words without the quoted mail at their end and the line that names its author."""
    lines = written.rstrip().splitlines()
    end = len(lines)
    while end and (lines[end - 1].startswith(">") or not lines[end - 1].strip()):
        end -= 1
    if end == len(lines) or not any(line.startswith(">") for line in lines[end:]):
        return written
    above = "".join(lines[end - 1 : end])
    kept = lines[: end - 1] if ATTRIBUTION.fullmatch(above) else lines[:end]
    return "\n".join(kept).rstrip() if any(line.strip() for line in kept) else written
