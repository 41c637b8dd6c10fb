"""Looks at XML before any reader does: without entities, document types or endless depth nothing in it can swell."""

from xml.parsers import expat

from web.failures import WebRefused

DEEPEST = 50


def is_xml(content_type: str) -> bool:
    """Returns whether a type's name says that a body is XML."""
    name = content_type.partition(";")[0].strip().lower()
    return name in ("text/xml", "application/xml") or name.endswith("+xml")


def refuse_entities(body: bytes) -> None:
    """Raises WebRefused for a document that declares a type or entities, is deeper than `DEEPEST`, or is unreadable.

    One that breaks behind its first element passes: forgiving readers take what came before, and nothing expands there.
    """
    reader, seen = expat.ParserCreate(), _Seen()
    reader.StartDoctypeDeclHandler = seen.refuse
    reader.EntityDeclHandler = seen.refuse
    reader.StartElementHandler = seen.enter
    reader.EndElementHandler = seen.leave
    try:
        reader.Parse(body, True)
    except expat.ExpatError as error:
        if not seen.elements:
            raise WebRefused("xml", sent=True) from error
    except (ValueError, LookupError) as error:  # an encoding that the reader does not know
        raise WebRefused("xml", sent=True) from error


class _Seen:
    def __init__(self) -> None:
        self.elements = self._depth = 0

    def refuse(self, *_: object) -> None:
        raise WebRefused("doctype", sent=True)

    def enter(self, *_: object) -> None:
        self.elements += 1
        self._depth += 1
        if self._depth > DEEPEST:
            raise WebRefused("depth", sent=True)

    def leave(self, *_: object) -> None:
        self._depth -= 1
