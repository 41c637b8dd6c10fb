"""Says which platforms take a public post of ours, how long it may be, and where a place has to be named for it."""

from dataclasses import replace

from platforms.sending.registry import SENDERS, find_sender
from platforms.sending.ways import Way

PUBLISH = "publish"
PLACED = frozenset({"discord", "slack", "telegram"})
"""A post goes to a channel, which the account alone does not tell."""
PUBLISHERS = PLACED | {"bluesky", "facebook", "linkedin", "mastodon", "standard_webhooks", "threads", "x"}
LONGER = {"facebook": 63_206, "linkedin": 3_000}
"""Where a post may be longer than an answer."""


def find_post_way(platform: str) -> Way | None:
    """Returns how a public post is measured on a platform; None where we make none."""
    if platform not in PUBLISHERS or platform not in SENDERS:
        return None
    answers = next(each for each in find_sender(platform).ways if each.mode == "public")
    return replace(answers, operation=PUBLISH, most=LONGER.get(platform, answers.most), summoned=False)
