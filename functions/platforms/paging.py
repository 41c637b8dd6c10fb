"""Follows an answer's address of the next page, which may not lead a token away from its platform. Pure."""

from urllib.parse import urljoin, urlsplit

from model.errors import Malformed


def follow_link(origin: str, link: str) -> str:
    """Returns the address that a link of an answer leads to. Raises Malformed where that is not the same site's."""
    try:
        address = urljoin(f"{origin}/", link)
    except ValueError as error:
        raise Malformed("bad_link") from error
    if urlsplit(address)[:2] != urlsplit(origin)[:2]:
        raise Malformed("foreign_link")
    return address
