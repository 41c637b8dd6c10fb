"""Keeps files that agents upload to send them along with an answer."""

import base64
import binascii
import secrets

from model.errors import Erased, Purged
from model.file_type import fits_type
from model.upload import Upload
from respond.action import Asked, Caller, action
from respond.actions import reading
from respond.actions.given import take_given
from respond.actions.send_options import find_answered
from respond.answerable import Answerable
from respond.denied import deny_conflict, deny_impossible, deny_missing, deny_restricted
from respond.shapes.reply import NewReply
from respond.shapes.upload import FilePart, NewUpload, UploadedView, show_upload
from respond.shown import WORDS


@action(scope="conversations:write", audit="upload file", shows=WORDS)
def add_upload(caller: Caller, asked: Asked[NewUpload]) -> UploadedView:
    """Keeps a file that is to be sent, sealed under its recipient's key: the first part, or a description alone."""
    wanted = asked.wanted
    found = find_answered(caller, wanted.conversation, take_given(wanted.interaction, ""))
    if found.person and reading.find_closed(caller, [found.person]):
        raise deny_restricted()
    upload = Upload(
        id=base64.b32encode(secrets.token_bytes(20)).decode().lower(),
        brand=caller.brand,
        platform=found.head.platform,
        account=found.head.account,
        person=found.person,
        agent=caller.agent,
        mime=wanted.type,
        size=wanted.bytes,
        name=wanted.name,
        created_at=caller.stores.now_ms(),
    )
    data = take_given(wanted.data, None)
    first = None if data is None else _read_part(upload, 0, data)
    caller.note(upload.person or found.head.id, about=upload.id)
    try:
        caller.stores.uploads.add_upload(upload)
    except (Erased, Purged) as error:
        raise deny_missing() from error
    return _keep_part(caller, upload, 0, first)


@action(scope="conversations:write", audit="upload file", shows=WORDS)
def keep_part(caller: Caller, asked: Asked[FilePart]) -> UploadedView:
    """Keeps a part of a file that is to be sent."""
    upload, part = _read_own(caller, asked.id), asked.wanted.part
    if part >= upload.parts:
        raise deny_impossible(f"The file has {upload.parts} parts.", pointer="/part")
    data = _read_part(upload, part, asked.wanted.data)
    caller.note(upload.person or upload.account, about=upload.id)
    return _keep_part(caller, upload, part, data)


@action(scope="conversations:read", audit="read upload", shows=WORDS)
def get_upload(caller: Caller, asked: Asked[None]) -> UploadedView:
    """Returns what an uploaded file is, and which of its parts are missing."""
    upload = _read_own(caller, asked.id)
    caller.note(upload.person or upload.account, about=upload.id)
    return show_upload(upload, caller.stores.uploads.list_missing(upload))


def find_uploads(caller: Caller, wanted: NewReply, found: Answerable) -> dict[str, Upload]:
    """Returns the uploads that go along with a reply, by where it names them. Raises Denied for another's."""
    one = take_given(wanted.upload, "")
    named = {f"/uploads/{place}": each for place, each in enumerate(wanted.uploads)}
    named |= {"/upload": one} if one else {}
    if named and (wanted.files or take_given(wanted.file, None) is not None):
        raise deny_impossible("Name a file by its address or as an upload.", pointer=next(iter(named)))
    if len(set(named.values())) < len(named):
        raise deny_impossible("An upload goes along once.", pointer=next(iter(named)))
    return {pointer: _find_whole(caller, each, found, pointer) for pointer, each in named.items()}


def _find_whole(caller: Caller, upload_id: str, found: Answerable, pointer: str) -> Upload:
    """Returns an upload all of whose parts are there. Raises Denied for another's."""
    upload = caller.stores.uploads.find_upload(caller.brand, upload_id)
    if upload is None or (upload.person, upload.account) != (found.person, found.head.account):
        detail = "There is no such upload for whom this answers."
        raise deny_impossible(detail, "no_such_upload", pointer=pointer)
    if missing := caller.stores.uploads.list_missing(upload):
        detail = f"Parts are missing: {', '.join(map(str, missing))}."
        raise deny_conflict("upload_incomplete", detail)
    return upload


def check_time(upload: Upload, due_at: int) -> None:
    """Raises Denied where something is to be sent when the file that goes along will be gone."""
    if due_at >= upload.usable_until:
        raise deny_impossible("By then the uploaded file is gone.", "upload_gone", pointer="/at")


def _read_own(caller: Caller, upload_id: str) -> Upload:
    upload = caller.stores.uploads.find_upload(caller.brand, upload_id)
    if upload is None or upload.agent != caller.agent:
        raise deny_missing()
    return upload


def _read_part(upload: Upload, part: int, encoded: str) -> bytes:
    """Returns a part's bytes. Raises Denied for another number of them, and for another type than was announced."""
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise deny_impossible("That is not base64.", pointer="/data") from error
    if len(data) != upload.count_bytes(part):
        detail = f"Part {part} has {upload.count_bytes(part)} bytes, these are {len(data)}."
        raise deny_impossible(detail, "bad_part", pointer="/data")
    if part == 0 and not fits_type(upload.mime, data):
        raise deny_impossible(f"This is not {upload.mime}.", "type_mismatch", pointer="/type")
    return data


def _keep_part(caller: Caller, upload: Upload, part: int, data: bytes | None) -> UploadedView:
    try:
        if data is not None:
            caller.stores.uploads.keep_part(upload, part, data)
    except (Erased, Purged) as error:
        raise deny_missing() from error
    missing = caller.stores.uploads.list_missing(upload)
    return show_upload(upload, missing)
