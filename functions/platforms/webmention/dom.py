"""HTML of strangers as a tree, as far as microformats need it: bounded, and never in more than linear time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from platforms.reading.html_reader import DROPPED, INLINE, drop_traps

MOST_DEPTH, MOST_NODES = 200, 50_000
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
LINKS = ("href", "src", "data", "cite", "poster")


@dataclass(slots=True)
class PageElement:
    """An element with its attributes; `parts` are its elements and texts in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: "list[PageElement | str]" = field(default_factory=list)
    parent: "PageElement | None" = None

    @property
    def classes(self) -> list[str]:
        """Returns its classes."""
        return self.attributes.get("class", "").split()

    def walk(self) -> "Iterator[PageElement]":
        """Yields itself and every element below, in the document's order."""
        level: list[PageElement] = [self]
        while level:
            node = level.pop()
            yield node
            level += [each for each in reversed(node.parts) if isinstance(each, PageElement)]

    def above(self) -> "Iterator[PageElement]":
        """Yields itself and every element that it stands in, from the inside."""
        node: PageElement | None = self
        while node is not None:
            yield node
            node = node.parent

    def collect_words(self) -> str | None:
        """Returns what a person reads of it; None where that is nothing."""
        found: list[str] = []
        level: list[PageElement | str] = [self]
        while level:
            part = level.pop()
            if isinstance(part, str):
                found.append(part)
            elif part.tag not in DROPPED:
                space = [] if part.tag in INLINE else [" "]
                level += [*space, *reversed(part.parts), *space]
        return " ".join("".join(found).split()) or None


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A document: its root, and the address that its links are relative to."""

    root: PageElement
    base: str

    def resolve(self, link: str | None) -> str | None:
        """Returns a link's whole address."""
        try:
            return urljoin(self.base, link.strip()) if link is not None else None
        except ValueError:
            return None

    def list_links(self, node: PageElement) -> list[str]:
        """Returns the whole addresses that an element itself leads to or shows."""
        told = (self.resolve(node.attributes.get(name)) for name in LINKS if name in node.attributes)
        return [each for each in told if each]


def build_page(html: str, address: str) -> SourcePage:
    """Returns the tree of a document that was found at `address`."""
    reader = _Reader()
    reader.feed(drop_traps(html))
    reader.close()
    root = reader.root
    declared = next((each.attributes.get("href") for each in root.walk() if each.tag == "base"), None)
    page = SourcePage(root, address)
    return SourcePage(root, page.resolve(declared) or address) if declared else page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = PageElement("")
        self._open, self._nodes = [self.root], 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            return
        values: dict[str, str] = {}
        for name, value in attrs:
            values.setdefault(name, value or "")
        node = PageElement(tag, values, parent=self._open[-1])
        self._open[-1].parts.append(node)
        if tag not in VOID and len(self._open) < MOST_DEPTH:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        at = next((n for n in range(len(self._open) - 1, 0, -1) if self._open[n].tag == tag), 0)
        if at:
            del self._open[at:]

    def handle_data(self, data: str) -> None:
        self._open[-1].parts.append(data)
