"""Every platform that can be sent to, by name, loaded when it is first asked for: adding one is one word here."""

from functools import cache
from importlib import import_module

from platforms.sending.sender import PlatformSender
from platforms.sending.ways import Way

SENDERS = tuple(
    (
        "activitypub bluesky discord discourse email facebook github google_business instagram line"
        " linkedin mastodon messenger pinterest reddit slack standard_webhooks teams telegram threads"
        " tiktok trustpilot vanilla viber wechat whatsapp wordpress x yammer youtube"
    ).split()
)


@cache
def find_sender(name: str) -> PlatformSender:
    """Returns the sending side of a platform. Raises KeyError when nothing can be sent there."""
    if name not in SENDERS:
        raise KeyError(name)
    found = import_module(f"platforms.sending.{name}").SENDER
    assert isinstance(found, PlatformSender)  # noqa: S101 - a module that breaks this is our own mistake
    return found


def list_ways(name: str) -> tuple[Way, ...]:
    """Returns the ways to send on a platform; none where nothing can be sent."""
    return tuple(find_sender(name).ways) if name in SENDERS else ()
