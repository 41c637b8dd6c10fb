"""HTML of any payload as text and files. The parser is loaded when the first HTML comes: the webhook never needs it."""

from model.event import Media
from platforms.reading.payload import text


def read_text(html: object) -> str | None:
    """Returns the text of an HTML fragment; None when nothing readable is in it, or it is no text at all."""
    fragment = text(html)
    if fragment is None:
        return None
    from platforms.reading.html_reader import read_plain

    return read_plain(fragment)


def read_files(html: object, base: str | None) -> tuple[Media, ...]:
    """Returns the images (without emoji) and attachments of a fragment, their links made absolute against `base`."""
    fragment = text(html)
    if fragment is None or "<" not in fragment:
        return ()
    from platforms.reading.html_reader import find_files

    return find_files(fragment, base)
