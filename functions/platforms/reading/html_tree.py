"""HTML of others as a tree, for pages that tell by class names what is what: bounded, and in linear time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from model.errors import Malformed
from platforms.reading.html_reader import DROPPED, INLINE, drop_traps

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


@dataclass(frozen=True, slots=True)
class TreeBounds:
    """Says how deep a tree may be and how many elements it may have; `cuts`: what is beyond is left out,
    not refused.
    """

    deep: int
    elements: int
    cuts: bool = False


@dataclass(slots=True)
class PageElement:
    """Holds an element with its attributes; `parts` are its elements and texts in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: "list[PageElement | str]" = field(default_factory=list)
    parent: "PageElement | None" = None

    @property
    def classes(self) -> list[str]:
        """Returns its classes."""
        return self.attributes.get("class", "").split()

    @property
    def link(self) -> str | None:
        """Returns where it links to."""
        return self.attributes.get("href") or None

    def walk(self) -> "Iterator[PageElement]":
        """Yields itself and every element below, in the document's order."""
        waiting: list[PageElement] = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [each for each in reversed(node.parts) if isinstance(each, PageElement)]

    def above(self) -> "Iterator[PageElement]":
        """Yields itself and every element that it stands in, from the inside."""
        node: PageElement | None = self
        while node is not None:
            yield node
            node = node.parent

    def find_class(self, name: str) -> "Iterator[PageElement]":
        """Yields what has the class `name`."""
        return (node for node in self.walk() if name in node.classes)

    def find_links(self) -> "Iterator[PageElement]":
        """Yields what links somewhere."""
        return (node for node in self.walk() if node.tag == "a" and node.link)

    def collect_words(self, without: frozenset[str] = frozenset()) -> str | None:
        """Returns what a person reads of it, less what has a class of `without`; None where that is nothing."""
        found: list[str] = []
        waiting: list[PageElement | str] = [self]
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                found.append(part)
            elif part.tag not in DROPPED and without.isdisjoint(part.classes):
                space = [] if part.tag in INLINE else [" "]
                waiting += [*space, *reversed(part.parts), *space]
        return " ".join("".join(found).split()) or None


def read_tree(html: str, bounds: TreeBounds) -> PageElement:
    """Returns the document's root. Raises Malformed where bounds do not cut: `too_deep`, `too_many`."""
    builder = _Builder(bounds)
    builder.feed(drop_traps(html))
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self, bounds: TreeBounds) -> None:
        super().__init__(convert_charrefs=True)
        self.root = PageElement("")
        self._open, self._elements, self._bounds = [self.root], 0, bounds

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._elements += 1
        if self._elements > self._bounds.elements:
            self._stop("too_many")
            return
        values: dict[str, str] = {}
        for name, value in attrs:
            values.setdefault(name, value or "")  # of an attribute told twice, browsers take the first
        node = PageElement(tag, values, parent=self._open[-1])
        self._open[-1].parts.append(node)
        if tag not in VOID:
            if len(self._open) < self._bounds.deep:
                self._open.append(node)
            else:
                self._stop("too_deep")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        at = next((n for n in range(len(self._open) - 1, 0, -1) if self._open[n].tag == tag), 0)
        if at:
            del self._open[at:]

    def handle_data(self, data: str) -> None:
        self._open[-1].parts.append(data)

    def _stop(self, reason: str) -> None:
        if not self._bounds.cuts:
            raise Malformed(reason)
