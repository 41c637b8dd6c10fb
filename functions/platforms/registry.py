"""Every platform by name, loaded when it is first asked for: adding one is one line here."""

from functools import cache
from importlib import import_module

from platforms.base import Platform

MODULES = {
    "activitypub": "platforms.activitypub",
    "activitystreams": "platforms.activitystreams",
    "bluesky": "platforms.bluesky",
    "cloudevents": "platforms.cloudevents",
    "discord": "platforms.discord",
    "discourse": "platforms.discourse",
    "email": "platforms.email",
    "facebook": "platforms.facebook",
    "feeds": "platforms.feeds",
    "github": "platforms.github",
    "google_business": "platforms.google_business",
    "google_plus": "platforms.google_plus",
    "igloo": "platforms.igloo",
    "instagram": "platforms.instagram",
    "line": "platforms.line",
    "linkedin": "platforms.linkedin",
    "mastodon": "platforms.mastodon",
    "messenger": "platforms.messenger",
    "pinterest": "platforms.pinterest",
    "reddit": "platforms.reddit",
    "salesforce_ideas": "platforms.salesforce_ideas",
    "slack": "platforms.slack",
    "standard_webhooks": "platforms.standard_webhooks",
    "teams": "platforms.teams",
    "telegram": "platforms.telegram",
    "threads": "platforms.threads",
    "tiktok": "platforms.tiktok",
    "trustpilot": "platforms.trustpilot",
    "vanilla": "platforms.vanilla",
    "viber": "platforms.viber",
    "webmention": "platforms.webmention",
    "wechat": "platforms.wechat",
    "whatsapp": "platforms.whatsapp",
    "wordpress": "platforms.wordpress",
    "x": "platforms.x",
    "youtube": "platforms.youtube",
    "xing": "platforms.xing",
    "yammer": "platforms.yammer",
}


@cache
def platform(name: str) -> Platform:
    """Returns the platform called `name`. Raises KeyError when there is none."""
    found = import_module(MODULES[name]).PLATFORM
    assert isinstance(found, Platform)  # noqa: S101 - a module that breaks this is our own mistake
    return found


def names() -> tuple[str, ...]:
    """Returns all registered names, sorted."""
    return tuple(sorted(MODULES))
