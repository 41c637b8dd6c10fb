"""Facebook Pages: comments, private replies to them, posts.

A photo post comes back by `post_id`, not by the photo's `id`. A private reply is one per comment by itself.
"""

from platforms.sending.meta import CODES, DOCS, SOURCES, MetaSender
from platforms.sending.verdict import tabulate


class FacebookSender(MetaSender):
    """Answers to a Page's comments and posts."""

    name = "facebook"
    sources = (
        *SOURCES,
        f"{DOCS}/graph-api/reference/object/comments",
        f"{DOCS}/graph-api/reference/page/feed",
        f"{DOCS}/messenger-platform/discovery/private-replies",
    )
    codes = CODES | tabulate(
        refused="10/2018278 100/2018001 200/1545041 551/1545041 10900 10903 1346003 1366046 1390008 1404078 1705"
    )


SENDER = FacebookSender()
