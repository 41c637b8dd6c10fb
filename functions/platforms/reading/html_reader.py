"""HTML to what a person reads of it, and the files it shows."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

from model.event import Media

DROPPED = frozenset({"script", "style", "iframe", "svg", "template", "noscript"})
INLINE = frozenset(
    {
        *(
            "a",
            "abbr",
            "b",
            "bdi",
            "bdo",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
            "i",
            "img",
            "ins",
        ),
        *(
            "kbd",
            "label",
            "mark",
            "q",
            "s",
            "samp",
            "small",
            "span",
            "strike",
            "strong",
            "sub",
            "sup",
            "time",
        ),
        *("tt", "u", "var", "wbr"),
    }
)
_WEB = ("http://", "https://")
_DECLARATION = re.compile(r"<[!?][^>]*>")


def read_plain(html: str) -> str | None:
    """Returns the text of an HTML fragment; None when nothing readable is in it.

    Dropped elements go with their content; block elements and `br` separate words, inline ones do not; an
    emoji image counts as its alternative text, other images vanish.
    """
    reader = _read(html)
    return " ".join("".join(reader.found).split()) or None


def find_files(html: str, base: str | None) -> tuple[Media, ...]:
    """Returns images (without emoji) and attachments, their links made absolute against `base`."""
    reader = _read(html)
    made = ((kind, _absolute(link, base), name) for kind, link, name in reader.files)
    return tuple(dict.fromkeys(Media(type=kind, url=url, name=name) for kind, url, name in made if url))


def _read(html: str) -> "_Reader":
    reader = _Reader()
    reader.feed(drop_traps(html))
    reader.close()
    return reader


def drop_traps(html: str) -> str:
    """Returns a document without what its parser would read again and again: see below."""
    return _closed(_uncommented(html))


def _uncommented(html: str) -> str:
    """Returns the fragment without comments, an unfinished one to the end.

    The parser looks for the end of each unfinished comment or declaration anew, which takes the square of their number.
    https://html.spec.whatwg.org/multipage/parsing.html#comment-state
    """
    parts, end = [], 0
    while (start := html.find("<!--", end)) >= 0:
        parts.append(html[end:start])
        end = html.find("-->", start + 2)
        if end < 0:
            return "".join(parts)
        end += 3
    return "".join([*parts, html[end:]])


def _closed(html: str) -> str:
    """Returns the fragment without declarations, what looks like an unfinished tag at its end as text."""
    end = html.rfind(">") + 1
    return _DECLARATION.sub("", html[:end]) + html[end:].replace("<", "&lt;")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.files: list[tuple[str, str, str | None]] = []
        self._dropping: dict[str, int] = {}
        """Open elements that are dropped: of each name the depth of its outermost, so that ends are found at once."""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DROPPED:
            self._dropping.setdefault(tag, self._depth)
            self._depth += 1
        if self._dropping:
            return
        values = dict(attrs)
        classes = (values.get("class") or "").split()
        if tag == "img":
            self._image(values, classes)
        elif tag == "a" and "attachment" in classes:
            self.files.append(("file", values.get("href") or "", None))
        if tag not in INLINE:
            self.found.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in DROPPED:  # a self-closed one (svg, mostly) holds nothing
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._dropping:
            self._depth = self._dropping[tag]
            self._dropping = {name: at for name, at in self._dropping.items() if at < self._depth}
        elif not self._dropping and tag not in INLINE:
            self.found.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self.found.append(data)

    def _image(self, values: dict[str, str | None], classes: list[str]) -> None:
        if any("emoji" in name for name in classes):
            self.found.append(values.get("alt") or "")
        else:
            self.files.append(("image", values.get("src") or "", values.get("alt") or None))


def _absolute(link: str, base: str | None) -> str | None:
    try:
        url = urljoin(base, link.strip()) if base and link.strip() else link.strip()
    except ValueError:
        return None
    return url if url.startswith(_WEB) else None
