"""Reads the files that go along with a reply, as they are kept, and as a platform's sender takes them."""

import json
from collections.abc import Iterator, Sequence
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
KeptFile = dict[str, Any]
"""A file as a reply keeps it: its `url`, or its `upload` and `name`; its `type` and `bytes`."""


def keep_file(url: str, mime: str, size: int) -> KeptFile:
    """Returns a file that is named by its address as a reply keeps it."""
    return {"url": url, "type": mime, "bytes": size}


def keep_upload(upload: Upload) -> KeptFile:
    """Returns an uploaded file as a reply keeps it."""
    return {"upload": upload.id, "name": upload.name, "type": upload.mime, "bytes": upload.size}


def write_files(files: Sequence[KeptFile]) -> str:
    """Returns files as a row holds them; empty for none."""
    return json.dumps(list(files), separators=(",", ":")) if files else ""


def name_kind(mime: str) -> str:
    """Returns what platforms tell apart: image, video, audio or file."""
    kind = mime.partition("/")[0]
    return kind if kind in KINDS else "file"


def list_files(reply: Reply) -> tuple[OutgoingFile, ...]:
    """Returns what goes along with a reply, an upload without what is in it."""
    return tuple(
        OutgoingFile(
            name_kind(each["type"]), each.get("url", ""), each["type"], each["bytes"], each.get("name", "")
        )
        for each in reply.files
    )


def load_files(uploads: Uploads, reply: Reply) -> tuple[OutgoingFile, ...]:
    """Returns what goes along with what is in an upload, or with an address of it, as the platform wants it.

    Raises Unsendable where one is gone, and Unavailable.
    """
    return tuple(
        _load_file(uploads, reply, file, kept.get("upload", ""))
        for file, kept in zip(list_files(reply), reply.files, strict=True)
    )


def drop_uploads(uploads: Uploads, reply: Reply) -> None:
    """Deletes what was sent, but not what a platform may still come for."""
    if _is_handed_over(find_sender(reply.platform), reply):
        for upload in _list_uploads(uploads, reply):
            uploads.delete_upload(upload)


def list_media(reply: Reply) -> tuple[Media, ...]:
    """Returns what goes along as an interaction shows it."""
    return tuple(Media(each.mime, each.url or None, name=each.name or None) for each in list_files(reply))


def _load_file(uploads: Uploads, reply: Reply, file: OutgoingFile, upload_id: str) -> OutgoingFile:
    if not upload_id:
        return file
    upload = uploads.find_upload(reply.brand, upload_id)
    data = uploads.read_file(upload) if upload is not None else None
    if upload is None or data is None:
        raise Unsendable("file_gone")
    if _is_handed_over(find_sender(reply.platform), reply):
        return replace(file, data=data)
    return replace(file, url=uploads.link_file(upload, data))


def _is_handed_over(sender: PlatformSender, reply: Reply) -> bool:
    """Returns whether the platform takes a file as it is; else it fetches one by its address."""
    rules = [way.files for way in sender.ways if (way.operation, way.mode) == (reply.operation, reply.mode)]
    return any(rule is not None and bool(rule.uploads) for rule in rules)


def _list_uploads(uploads: Uploads, reply: Reply) -> Iterator[Upload]:
    for each in reply.files:
        found = uploads.find_upload(reply.brand, each["upload"]) if "upload" in each else None
        if found is not None:
            yield found
