"""Reads the properties of an entry of microformats: what they say, and where they lead.

https://microformats.org/wiki/microformats2-parsing
"""

from collections.abc import Iterator

from platforms.reading.html_tree import PageElement
from platforms.reading.payload import text
from platforms.reading.times import from_iso
from platforms.webmention.source_page import SourcePage

Property = tuple[str, str, PageElement]
"""Its prefix, its name and its element."""


def list_properties(entry: PageElement) -> Iterator[Property]:
    """Yields an entry's own properties: prefix, name and element. What stands in another object is that object's."""
    level = [each for each in reversed(entry.parts) if isinstance(each, PageElement)]
    while level:
        node = level.pop()
        for each in node.classes:
            prefix, dash, name = each.partition("-")
            if dash and name and prefix in ("p", "u", "dt", "e"):
                yield prefix, name, node
        if not any(each.startswith("h-") for each in node.classes):
            level += [each for each in reversed(node.parts) if isinstance(each, PageElement)]


def find_property(said: list[Property], name: str) -> PageElement | None:
    """Returns the first property called `name`."""
    return next((node for _, each, node in said if each == name), None)


def list_shown(said: list[Property], name: str, page: SourcePage) -> list[str]:
    """Returns the addresses that the properties called `name` show."""
    return [
        url for prefix, each, node in said if (prefix, each) == ("u", name) for url in page.list_links(node)
    ]


def leads_to(target: str, name: str, said: list[Property], page: SourcePage) -> bool:
    """Returns whether a property called `name` leads to `target`."""
    return any(each == name and target in list_addresses(node, page) for _, each, node in said)


def list_addresses(node: PageElement, page: SourcePage) -> list[str]:
    """Returns where a property leads: by itself, or by the addresses of the object that it is."""
    inner = [url for each in node.walk() if "u-url" in each.classes for url in page.list_links(each)]
    return page.list_links(node) + inner


def read_value(node: PageElement | None) -> str | None:
    """Returns what a property says, where need be in an attribute."""
    return (text(node.attributes.get("value")) or node.collect_words()) if node is not None else None


def read_moment(node: PageElement | None) -> int | None:
    """Returns the time that a property tells."""
    if node is None:
        return None
    told = node.attributes.get("datetime") or node.attributes.get("title") or node.attributes.get("value")
    return from_iso(told or node.collect_words())
