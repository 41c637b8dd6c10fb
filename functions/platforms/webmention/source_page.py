"""A page that links to ours: its tree, and the whole addresses of its links."""

import json
import re
from dataclasses import dataclass
from urllib.parse import urljoin

from platforms.reading.html_tree import PageElement, TreeBounds, read_tree

BOUNDS = TreeBounds(deep=200, elements=50_000, cuts=True)
LINKS = ("href", "src", "data", "cite", "poster")


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Holds a document: its root, and the address that its links are relative to."""

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
    root = read_tree(html, BOUNDS)
    declared = next((each.link for each in root.walk() if each.tag == "base"), None)
    page = SourcePage(root, address)
    return SourcePage(root, page.resolve(declared) or address) if declared else page


def is_told(written: str, target: str) -> bool:
    """Tells whether a document that is no HTML holds an address: as a value of JSON, or as it is in plain text."""
    if written.lstrip()[:1] in ("{", "["):
        return f"{json.dumps(target)}" in written.replace("\\/", "/")
    return re.search(rf"(?<!\S){re.escape(target)}(?!\S)", written) is not None
