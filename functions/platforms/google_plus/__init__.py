"""Google+ (closed in 2019): the posts of an archive that its owner took out, as JSON or as HTML.

https://github.com/FiXato/Plexodus-Tools/blob/master/activity_data_structure.md lists the keys that such archives have.
Lists of circles and of communities' members, which an archive may have in files of their own, are not read: no
document says how they are written.
"""

from typing import TYPE_CHECKING

from model.http import Delivery
from platforms.asked import AskedPlatform
from platforms.reading.payload import obj, objects, read_json

if TYPE_CHECKING:
    from model.event import Event


class GooglePlus(AskedPlatform):
    """Reads one person's or page's archive. Nothing can be answered: the service is no more."""

    name = "google_plus"
    title = "Google+"
    docs_url = "https://github.com/FiXato/Plexodus-Tools/blob/master/activity_data_structure.md"
    capabilities = frozenset({"archive"})

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns the post in a file of the archive with its comments; other files (pictures' notes, cards) have none.

        Raises Malformed for JSON that is broken.
        """
        body = delivery.body.lstrip(b"\xef\xbb\xbf \t\r\n")
        if body[:1] in (b"{", b"["):
            from platforms.google_plus.posts import read_post

            payload = read_json(delivery.body)
            return [event for each in objects(payload) for event in read_post(obj(each), delivery.self_ids)]
        if body[:1] == b"<":
            from platforms.google_plus.pages import read_page

            return read_page(delivery.body.decode("utf-8", "replace"), delivery.self_ids)
        return []


PLATFORM = GooglePlus()
