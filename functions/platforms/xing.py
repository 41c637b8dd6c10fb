"""XING, which has no interface for posts and messages: people or automation push what they see there.

https://dev.xing.com/ (closed to new and old keys)
"""

from platforms.standard_webhooks import StandardWebhooks


class Xing(StandardWebhooks):
    """Connects XING by signed webhooks of one's own; an id is the address at XING where there is one."""

    name = "xing"
    title = "XING"
    docs_url = "https://dev.xing.com/"


PLATFORM = Xing()
