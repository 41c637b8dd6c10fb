"""Reads the file that goes along with a reply, as it is kept, and as a platform's sender takes it."""

import json

from model.event import Media
from model.reply import Reply
from platforms.sending.outgoing import OutgoingFile

KINDS = ("image", "video", "audio")


def write_file(url: str, mime: str, size: int) -> str:
    """Returns a file as a reply keeps it."""
    return json.dumps({"url": url, "type": mime, "bytes": size}, separators=(",", ":"))


def list_files(reply: Reply) -> tuple[OutgoingFile, ...]:
    """Returns what goes along with a reply; the platform fetches it by its address."""
    if not reply.file:
        return ()
    told = json.loads(reply.file)
    kind = told["type"].partition("/")[0]
    return (OutgoingFile(kind if kind in KINDS else "file", told["url"], told["type"], told["bytes"]),)


def list_media(reply: Reply) -> tuple[Media, ...]:
    """Returns what goes along as an interaction shows it."""
    return tuple(Media(each.mime, each.url) for each in list_files(reply))
