"""HTML as a tree, for exports that tell by class names what is what."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from model.errors import Malformed
from platforms.reading.html_reader import DROPPED, INLINE, drop_traps

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
MOST_DEEP, MOST_NODES = 100, 200_000


@dataclass(slots=True)
class Node:
    """An element: its classes, where it links to, and what is in it (texts and elements in order)."""

    tag: str
    classes: tuple[str, ...] = ()
    link: str | None = None
    inside: "list[Node | str]" = field(default_factory=list)

    def walk(self) -> "Iterator[Node]":
        """Yields the element and everything below it, in the order of the document."""
        waiting: list[Node] = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [each for each in reversed(node.inside) if isinstance(each, Node)]

    def find_class(self, name: str) -> "Iterator[Node]":
        """Yields what has the class `name`."""
        return (node for node in self.walk() if name in node.classes)

    def find_links(self) -> "Iterator[Node]":
        """Yields what links somewhere."""
        return (node for node in self.walk() if node.tag == "a" and node.link)

    def words(self, without: frozenset[str] = frozenset()) -> str:
        """Returns its text, less what has one of the classes `without`; block elements separate words."""
        found: list[str] = []
        waiting: list[Node | str] = [self]
        while waiting:
            each = waiting.pop()
            if isinstance(each, str):
                found.append(each)
            elif each.tag not in DROPPED and without.isdisjoint(each.classes):
                if each.tag not in INLINE:
                    found.append(" ")
                    waiting.append(" ")
                waiting += reversed(each.inside)
        return " ".join("".join(found).split())


def read_tree(html: str) -> Node:
    """Returns the document's root. Raises Malformed: `too_deep`, `too_many`."""
    builder = _Builder()
    builder.feed(drop_traps(html))
    builder.close()
    return builder.open[0]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("")]
        self._nodes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        node = Node(tag, tuple((values.get("class") or "").split()), values.get("href"))
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise Malformed("too_many")
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)
            if len(self.open) > MOST_DEEP:
                raise Malformed("too_deep")

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self.open) - 1, 0, -1):
            if self.open[at].tag == tag:
                del self.open[at:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)
