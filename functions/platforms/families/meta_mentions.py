"""Completes mentions on Instagram: the payload has ids only, the account's token may read the rest.

https://developers.facebook.com/docs/instagram-platform/instagram-api-with-facebook-login/mentioned-comment
"""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from model.event import Event, Kind, Media
from model.http import Call, Delivery
from model.want import Want
from platforms.fetching import ask_with_token, read_told
from platforms.frame import Frame
from platforms.naming import GRAPH
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, first, obj, read_object, text
from platforms.reading.times import from_any

COMMENT_FIELDS = "id,text,timestamp,username,media{id,permalink}"
POST_FIELDS = "id,caption,media_type,permalink,timestamp,username"
PICTURES = {"IMAGE": "image", "VIDEO": "video", "CAROUSEL_ALBUM": "album"}


def list_mentions(events: Sequence[Event]) -> Iterator[Want]:
    """Yields what the payload leaves out of each mention."""
    for event in events:
        if event.kind is Kind.MENTION and event.text is None and event.external_id and event.account_id:
            told = {"user": event.account_id, "at": str(event.occurred_at or 0)}
            in_comment = event.parent_id is not None
            told |= {"post": event.parent_id or event.external_id}
            told |= {"comment": event.external_id} if in_comment else {}
            yield Want({"kind": "mention", **told}, event.account_id)


def ask_for_mention(what: Mapping[str, str], credentials: Mapping[str, str]) -> Call:
    """Returns the request for a comment or a caption that mentions the account."""
    if "comment" in what:
        fields = f"mentioned_comment.comment_id({what['comment']}){{{COMMENT_FIELDS}}}"
    else:
        fields = f"mentioned_media.media_id({what['post']}){{{POST_FIELDS}}}"
    url = f"{GRAPH}/{quote(what['user'], safe='')}?fields={quote(fields, safe='')}"
    return ask_with_token(url, credentials)


def read_mention(delivery: Delivery) -> list[Event]:
    """Returns the mention with its words; nothing when it is gone, or kept from us."""
    told = read_told(delivery)
    answer = read_object(delivery.body) if told.get("status") == "200" else {}
    found = obj(answer.get("mentioned_comment" if "comment" in told else "mentioned_media"))
    native = told.get("comment") or told.get("post")
    if native is None or not found:
        return []
    return [_mention(native, found, told)]


def _mention(native: str, found: Json, told: Mapping[str, str]) -> Event:
    handle, post = text(found.get("username")), told.get("post")
    written, known = from_any(found.get("timestamp")), int(told.get("at", "0"))
    media = text(found.get("media_type"))
    return Frame(told.get("user")).event(
        Kind.MENTION,
        external_id=native,
        dedupe_id=f"{native} mention fetched",
        # A user name stands for the id, which nobody tells.
        author=Frame().person(handle, handle, handle) if handle else None,
        text=first(text(found.get("text")), text(found.get("caption"))),
        parent_id=post if "comment" in told else None,
        thread_id=first(post, native),
        conversation_id=native,
        occurred_at=first(written, known),
        # What it takes the place of was told a moment later.
        changed_at=max(written or 0, known) + 1,
        media=(Media(PICTURES.get(media or "", "post"), id=id_at(found, "id")),) if media else (),
        permalink=first(text(found.get("permalink")), text(obj(found.get("media")).get("permalink"))),
    )
