"""Reading XML of strangers: no document type, so no entities of their own, and bounded in depth and size."""

from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from model.errors import Malformed
from platforms.reading.payload import MAX_DEPTH, MAX_NODES


class _Bounded:
    """Builds a tree and refuses what is too deep, too much, or declares a document type."""

    def __init__(self) -> None:
        self._builder, self._depth, self._nodes = TreeBuilder(), 0, 0

    def open_element(self, name: str, attributes: dict[str, str]) -> None:
        """Adds the beginning of an element. Raises Malformed."""
        self._depth, self._nodes = self._depth + 1, self._nodes + 1 + len(attributes)
        if self._depth > MAX_DEPTH:
            raise Malformed("too_deep")
        if self._nodes > MAX_NODES:
            raise Malformed("too_many")
        self._builder.start(name, attributes)

    def close_element(self, name: str) -> None:
        """Adds the end of an element."""
        self._depth -= 1
        self._builder.end(name)

    def add_text(self, data: str) -> None:
        """Adds text."""
        self._builder.data(data)

    def refuse_type(self, *_declared: Any) -> None:
        """Raises Malformed: only a document type can declare entities."""
        raise Malformed("document_type")

    def close_tree(self) -> Element:
        """Returns the root."""
        return self._builder.close()


def read_xml(body: bytes) -> Element:
    """Returns the root of the XML in `body`; a name is `{namespace}local`.

    Raises Malformed: `bad_xml`, `document_type`, `too_deep`, `too_many`.
    """
    reader, tree = expat.ParserCreate(namespace_separator="}"), _Bounded()
    reader.buffer_text = True
    reader.StartElementHandler = lambda name, attributes: tree.open_element(_qualified(name), attributes)
    reader.EndElementHandler = lambda name: tree.close_element(_qualified(name))
    reader.CharacterDataHandler = tree.add_text
    reader.StartDoctypeDeclHandler = tree.refuse_type
    try:
        reader.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # also for an encoding that nobody knows
        raise Malformed("bad_xml") from error
    return tree.close_tree()


def _qualified(name: str) -> str:
    return "{" + name if "}" in name else name
