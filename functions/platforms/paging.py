"""Asks for pages of a list, reads what they list, and follows their address of the next one. Pure."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from model.errors import Malformed
from model.http import Call
from platforms.reading.payload import Json, objects, text, whole


def ask_page(url: str, query: Mapping[str, object], headers: Mapping[str, str] | None = None) -> Call:
    """Returns the request for a page. What is None is not asked with: the cursor of a first page."""
    told = urlencode({name: value for name, value in query.items() if value is not None}, doseq=True)
    return Call("GET", f"{url}?{told}", dict(headers or {}))


def find_server(account: Mapping[str, Any], usual: str = "") -> str:
    """Returns the address of an account's own server: as its settings say, the `usual` one, or as it is called."""
    host = str(account.get("settings", {}).get("host") or usual or account["native_id"]).rpartition("@")[2]
    return (host if host.startswith("https://") else f"https://{host}").rstrip("/")


def read_offset(url: str | None) -> int:
    """Returns how many rows stand before a page, as its address tells."""
    return max(whole(dict(parse_qsl(urlsplit(url or "").query)).get("offset")) or 0, 0)


def list_rows(page: Json, listed: str, alone: str = "") -> list[Json]:
    """Returns what stands in the list called `listed`, or the page itself where it has an `alone` of its own.

    Raises Malformed where it is neither: errors come with 200 as well.
    """
    if listed in page:
        return objects(page.get(listed))
    if not alone or alone not in page:
        raise Malformed("wrong_shape")
    return [page]


def find_link(links: object, relation: str) -> str | None:
    """Returns where the link with this relation leads."""
    return next((text(each.get("href")) for each in objects(links) if each.get("rel") == relation), None)


def follow_link(origin: str, link: str) -> str:
    """Returns the address that a link of an answer leads to. Raises Malformed where that is not the same site's.

    No link may lead a token away from its platform.
    """
    try:
        address = urljoin(f"{origin}/", link)
    except ValueError as error:
        raise Malformed("bad_link") from error
    if urlsplit(address)[:2] != urlsplit(origin)[:2]:
        raise Malformed("foreign_link")
    return address
