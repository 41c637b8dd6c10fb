"""Says how the files that people sent are fetched: by their address, or by an id and with the account's token.

A token goes to the platform's own hosts alone. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from model.event import Media
from model.http import Call
from platforms.reading.payload import obj, read_json, required, text

NO_FILES = frozenset({"link", "message", "paid_media", "story", "location", "contact"})
"""Kinds of media that only point elsewhere."""


@dataclass(frozen=True, slots=True)
class MediaSource:
    """Says how a platform hands out a file.

    `asks`: what is asked for a file that is known by its id; `answer` names where in what comes back (JSON) its address
    is, none where the file itself comes; `found` is the form of that address. `hosts` get the token, in the header
    unless the address has it.
    """

    asks: str = ""
    answer: str = ""
    found: str = "{path}"
    hosts: tuple[str, ...] = ()
    not_by_id: frozenset[str] = frozenset()

    def make_call(self, media: Media, token: str) -> Call | None:
        """Returns the request for a file, or for where it is; None for what is no file."""
        if (media.type or "") in NO_FILES:
            return None
        if media.url is None and media.id and self.asks and media.type not in self.not_by_id:
            return self._call(self.asks.format(token=quote(token), id=quote(media.id, safe="")), token)
        return self._call(media.url, token) if (media.url or "").startswith("https://") else None

    def follow_answer(self, asked: Call, body: bytes, token: str) -> Call | None:
        """Returns the request that follows from an answer; None where the answer is the file. Raises Malformed."""
        if not self.answer or not asked.url.startswith(self.asks.partition("{")[0]):
            return None
        told = read_json(body)
        for step in self.answer.split("."):
            told = obj(told).get(step)
        return self._call(self.found.format(token=quote(token), path=required(text(told))), token)

    def _call(self, url: str | None, token: str) -> Call:
        host = urlsplit(url or "").hostname or ""
        ours = any(host == each or host.endswith(f".{each}") for each in self.hosts)
        return Call("GET", url or "", {"Authorization": f"Bearer {token}"} if ours and token else {})


OPEN = MediaSource()
"""Whoever has the address may fetch it."""

SOURCES: Mapping[str, MediaSource] = {
    "whatsapp": MediaSource(
        "https://graph.facebook.com/v25.0/{id}",
        "url",
        hosts=("graph.facebook.com", "lookaside.fbsbx.com"),
    ),
    "telegram": MediaSource(
        "https://api.telegram.org/bot{token}/getFile?file_id={id}",
        "result.file_path",
        "https://api.telegram.org/file/bot{token}/{path}",
    ),
    "line": MediaSource(
        "https://api-data.line.me/v2/bot/message/{id}/content",
        hosts=("api-data.line.me",),
        not_by_id=frozenset({"sticker"}),
    ),
    "slack": MediaSource(hosts=("slack.com",)),
    "wechat": MediaSource("https://api.weixin.qq.com/cgi-bin/media/get?access_token={token}&media_id={id}"),
    "x": MediaSource(hosts=("ton.twitter.com",)),
}
"""Platforms whose files need the account's token.

Sources: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media,
https://core.telegram.org/bots/api#getfile, https://developers.line.biz/en/reference/messaging-api/#get-content,
https://docs.slack.dev/reference/objects/file-object
"""


def find_source(platform: str) -> MediaSource:
    """Returns how a platform hands out files."""
    return SOURCES.get(platform, OPEN)
