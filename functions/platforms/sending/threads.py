"""Threads: replies and posts, in two steps."""

from platforms.sending.meta import CODES, SOURCES, MetaSender
from platforms.sending.verdict import tabulate


class ThreadsSender(MetaSender):
    """Answers of the Threads API. The quotas of a rolling day are checked as the container is published."""

    name = "threads"
    sources = (
        *SOURCES,
        "https://developers.facebook.com/documentation/threads/posts",
        "https://developers.facebook.com/documentation/threads/overview",
        "https://developers.facebook.com/docs/threads/troubleshooting",
    )
    codes = CODES | tabulate(
        retry="9/2207042 9007/2207027",
        refused="24/4279009 24/4279010 100/4279004 100/4279013 10/4279015 4/2207051 100/2207018 100/2207052",
    )


SENDER = ThreadsSender()
