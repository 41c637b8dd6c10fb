"""Reads the file that goes along with a reply, as it is kept, and as a platform's sender takes it."""

import json
from dataclasses import replace
from typing import Any

from model.event import Media
from model.reply import Reply
from model.upload import Upload
from platforms.sending.outgoing import OutgoingFile, Unsendable
from platforms.sending.registry import find_sender
from platforms.sending.sender import PlatformSender
from store.outbox.uploads import Uploads

KINDS = ("image", "video", "audio")


def write_file(url: str, mime: str, size: int) -> str:
    """Returns a file as a reply keeps it."""
    return _write({"url": url, "type": mime, "bytes": size})


def write_upload(upload: Upload) -> str:
    """Returns an uploaded file as a reply keeps it."""
    return _write({"upload": upload.id, "name": upload.name, "type": upload.mime, "bytes": upload.size})


def list_files(reply: Reply) -> tuple[OutgoingFile, ...]:
    """Returns what goes along with a reply, an upload without what is in it."""
    if not reply.file:
        return ()
    told = json.loads(reply.file)
    kind = told["type"].partition("/")[0]
    return (
        OutgoingFile(
            kind if kind in KINDS else "file",
            told.get("url", ""),
            told["type"],
            told["bytes"],
            told.get("name", ""),
        ),
    )


def load_files(uploads: Uploads, reply: Reply) -> tuple[OutgoingFile, ...]:
    """Returns what goes along with what is in an upload, or with an address of it, as the platform wants it.

    Raises Unsendable where it is gone, and Unavailable.
    """
    files = list_files(reply)
    if not _read_id(reply):
        return files
    upload = _find_upload(uploads, reply)
    data = uploads.read_file(upload) if upload is not None else None
    if upload is None or data is None:
        raise Unsendable("file_gone")
    if _is_handed_over(find_sender(reply.platform), reply):
        return tuple(replace(each, data=data) for each in files)
    url = uploads.link_file(upload, data)
    return tuple(replace(each, url=url) for each in files)


def drop_upload(uploads: Uploads, reply: Reply) -> None:
    """Deletes what was sent, but not what a platform may still come for."""
    upload = _find_upload(uploads, reply)
    if upload is not None and _is_handed_over(find_sender(reply.platform), reply):
        uploads.delete_upload(upload)


def list_media(reply: Reply) -> tuple[Media, ...]:
    """Returns what goes along as an interaction shows it."""
    return tuple(Media(each.mime, each.url or None, name=each.name or None) for each in list_files(reply))


def _is_handed_over(sender: PlatformSender, reply: Reply) -> bool:
    """Returns whether the platform takes a file as it is; else it fetches one by its address."""
    rules = [way.files for way in sender.ways if (way.operation, way.mode) == (reply.operation, reply.mode)]
    return any(rule is not None and bool(rule.uploads) for rule in rules)


def _read_id(reply: Reply) -> str:
    return str(json.loads(reply.file).get("upload", "")) if reply.file else ""


def _find_upload(uploads: Uploads, reply: Reply) -> Upload | None:
    upload_id = _read_id(reply)
    return uploads.find_upload(reply.brand, upload_id) if upload_id else None


def _write(told: dict[str, Any]) -> str:
    return json.dumps(told, separators=(",", ":"))
