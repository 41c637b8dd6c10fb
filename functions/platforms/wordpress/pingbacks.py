"""Pingbacks: a page elsewhere is said to link to one of a site's. Nobody signs that: the page itself is looked at.

https://www.hixie.ch/specs/pingback/pingback
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from model.errors import Malformed
from model.event import Event, Kind
from model.http import Answer, Call, Delivery
from model.want import Want
from platforms.webmention.entries import read_seen

PINGBACK = "pingback"
"""The part of an endpoint's address that stands on every page of the site (`X-Pingback`), and so holds no secret."""
METHOD, MOST = b"pingback.ping", 16_384
ANSWER = """<?xml version="1.0"?>
<methodResponse>
<params><param><value><string>The page is looked at.</string></value></param></params>
</methodResponse>"""


def is_call(body: bytes) -> bool:
    """Returns whether somebody calls the method, as far as is seen without reading it."""
    return len(body) <= MOST and body.lstrip()[:1] == b"<" and METHOD in body


def answer_call(body: bytes) -> Answer | None:
    """Returns what whoever calls a method is told: that the page is looked at; None for what is no call."""
    return Answer(200, ANSWER, "text/xml") if is_call(body) else None


def read_call(root: Element, own: Sequence[str]) -> list[Event]:
    """Returns a backlink that is still to be proved; nothing for another method or site. Raises Malformed."""
    if (root.findtext("methodName") or "").strip() != METHOD.decode():
        return []
    values = ["".join(each.itertext()).strip() for each in root.findall("params/param/value")]
    if len(values) != 2 or not all(value.startswith(("http://", "https://")) for value in values):
        raise Malformed("wrong_shape")
    source, target = values
    if own and _find_host(target) not in map(_find_host, own):
        return []
    return [
        Event(
            Kind.BACKLINK,
            external_id=source,
            dedupe_id=f"{source} {target}",
            parent_id=target,
            thread_id=target,
            permalink=source,
            unproved=True,
        )
    ]


def _find_host(address: str) -> str:
    try:
        return (urlsplit(address if "://" in address else f"//{address}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def list_pages(events: Sequence[Event]) -> Iterator[Want]:
    """Yields the pages that are said to link; whoever said so chose the address, so no token goes along."""
    for event in events:
        if event.unproved and event.external_id and event.parent_id:
            told = {"kind": "page", "source": event.external_id, "target": event.parent_id}
            yield Want(told, anonymous=True)


def ask_for_page(what: Mapping[str, str]) -> Call:
    """Returns the request for such a page."""
    return Call("GET", what["source"], {"accept": "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"})


def read_linking_page(delivery: Delivery) -> list[Event]:
    """Returns the backlink with what the page says; a page that is gone or links no more takes it away."""
    return [
        each if each.kind is Kind.DELETE else replace(each, kind=Kind.BACKLINK, text=each.text or None)
        for each in read_seen(delivery)
    ]
