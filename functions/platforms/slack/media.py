"""The files of a Slack message, the pictures in its blocks, and what it shows of other messages and pages."""

from model.event import Media
from platforms.reading.payload import Json, first, ident, obj, objects, text
from platforms.slack.blocks import read_blocks

SHARED = (
    *("from_url", "original_url", "app_unfurl_url", "is_msg_unfurl", "is_app_unfurl", "is_share"),
    *("is_reply_unfurl", "is_thread_root_unfurl"),
)
"""Marks of what Slack or an app shows of somebody else's message or page; it is not the writer's."""

NAME_LENGTH = 300
"""Characters of a preview that name it."""


def read_media(message: Json) -> tuple[Media, ...]:
    """Returns files (their addresses need the bot's token), pictures of blocks and attachments, and previews."""
    attachments, blocks = objects(message.get("attachments")), objects(message.get("blocks"))
    inner = [block for each in attachments for block in objects(each.get("blocks"))]
    found = [
        *map(_file, objects(message.get("files"))),
        *(_picture(block) for block in (*blocks, *inner)),
        *(_file(file) for each in attachments for file in objects(each.get("files"))),
        *map(_attached_picture, attachments),
        *(_preview(each) for each in attachments if is_shared(each)),
    ]
    return tuple(media for media in found if media is not None)


def read_files(message: Json) -> tuple[Media, ...]:
    """Returns the files alone."""
    return tuple(map(_file, objects(message.get("files"))))


def is_shared(attachment: Json) -> bool:
    """Returns whether an attachment is a preview."""
    return any(attachment.get(mark) for mark in SHARED)


def read_quoted(attachment: Json) -> str | None:
    """Returns the words of the message of which an attachment shows a preview."""
    quoted = [obj(each.get("message")).get("blocks") for each in objects(attachment.get("message_blocks"))]
    return read_blocks(quoted)


def _file(file: Json) -> Media:
    name = first(text(file.get("name")), text(file.get("title")))
    kind = first(text(file.get("mimetype")), text(file.get("filetype")), "file")
    return Media(kind, text(file.get("url_private")), ident(file.get("id")), name)


def _picture(block: Json) -> Media | None:
    kind, file = text(block.get("type")), obj(block.get("file"))
    if kind == "file" and file:
        return _file(file)
    if kind not in ("image", "video"):
        return None
    source = obj(block.get("slack_file"))
    url = first(text(block.get(f"{kind}_url")), text(source.get("url")))
    title = block.get("title")
    name = first(text(obj(title).get("text")), text(title), text(block.get("alt_text")))
    return Media(kind, url, ident(source.get("id")), name)


def _attached_picture(attachment: Json) -> Media | None:
    url = text(attachment.get("image_url"))
    return Media("image", url, name=text(attachment.get("title"))) if url else None


def _preview(attachment: Json) -> Media:
    of_message = attachment.get("is_msg_unfurl") or attachment.get("is_share")
    url = first(*(text(attachment.get(name)) for name in ("from_url", "original_url", "app_unfurl_url")))
    named = first(
        *(text(attachment.get(name)) for name in ("title", "text", "fallback")), read_quoted(attachment)
    )
    return Media("message" if of_message else "link", url, name=named[:NAME_LENGTH] if named else None)
