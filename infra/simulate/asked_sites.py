"""Plays what a demo's accounts are asked without a token: their own sites, a hub, published keys."""

from collections.abc import Callable, Mapping
from functools import cache
from urllib.parse import parse_qs

Page = tuple[int, dict[str, str], bytes]

HUB = "pubsubhubbub.appspot.com"
FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:demo</id><title>Demo</title>'
    f'<updated>2026-01-01T00:00:00Z</updated><link rel="hub" href="https://{HUB}/"/></feed>'
)
HIDDEN = 403
"""What the site answers about single comments: an empty list would say that they are gone."""


def _show_feed(path: str) -> Page:  # noqa: ARG001 - the same below every address
    return 200, {"Content-Type": "application/atom+xml"}, FEED.encode()


def _show_comments(path: str) -> Page:
    """Returns no comments: whatever the site has it told by its hooks."""
    asks_for_some = "include" in parse_qs(path.partition("?")[2])
    return (HIDDEN, {}, b"{}") if asks_for_some else (200, {}, b"[]")


@cache
def _make_keys(platform: str) -> str:
    """Returns a key set whose private half nobody has: a demo signs with keys that were entered."""
    from platforms import registry

    made = registry.platform(platform).make_up_secrets(bytes(32))
    return made["jwks"]


def _show_keys(platform: str, host: str, path: str) -> Page | None:
    """Returns a platform's keys at the address where it publishes them."""
    from platforms import registry

    if registry.platform(platform).find_key_address() != f"https://{host}{path}":
        return None
    return 200, {}, _make_keys(platform).encode()


KEY_HOSTS = {"login.botframework.com": "teams", "www.googleapis.com": "google_business"}
"""Host -> the platform whose keys are published there."""
SITES: Mapping[str, Callable[[str], Page]] = {"demo.example": _show_feed, "blog.demo.example": _show_comments}
ASKED_HOSTS = (*SITES, *KEY_HOSTS, HUB)


def answer_openly(method: str, host: str, path: str) -> Page | None:
    """Returns what is answered at one of these hosts; None for any other, and for what is asked with a token."""
    name = host.partition(":")[0].lower()
    if name == HUB:
        return 202, {}, b""
    if method != "GET":
        return None
    if name in SITES:
        return SITES[name](path)
    platform = KEY_HOSTS.get(name)
    return _show_keys(platform, name, path) if platform is not None else None
