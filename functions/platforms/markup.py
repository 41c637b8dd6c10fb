"""HTML to what a person reads of it, and the files it shows."""

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


def plain(html: str | None) -> str | None:
    """The text of an HTML fragment; None when nothing readable is in it.

    Dropped elements go with their content; block elements and `br` separate words, inline ones do not; an
    emoji image counts as its alternative text, other images vanish.
    """
    if not html:
        return None
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.found).split()) or None


def files(html: str | None, base: str | None) -> tuple[Media, ...]:
    """Images (without emoji) and attachments, their links made absolute against `base`."""
    if not html:
        return ()
    reader = _Reader()
    reader.feed(html)
    reader.close()
    made = ((kind, _absolute(link, base), name) for kind, link, name in reader.files)
    return tuple(dict.fromkeys(Media(type=kind, url=url, name=name) for kind, url, name in made if url))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.files: list[tuple[str, str, str | None]] = []
        self._dropping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DROPPED:
            self._dropping.append(tag)
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
            del self._dropping[self._dropping.index(tag) :]
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
