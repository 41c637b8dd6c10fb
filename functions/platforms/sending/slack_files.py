"""Sends a file on Slack in three requests: ask where it goes, put it there, share it; nobody sees it before the last.

https://docs.slack.dev/messaging/working-with-files#uploading_files
"""

import json
from collections.abc import Mapping

from model.http import Call
from platforms.reading.payload import text
from platforms.sending.answer import SendAnswer, Sent
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, form_call, need
from platforms.sending.ways import FileRule

API = "https://slack.com/api"
FILES = FileRule(1, caption=4_000, uploads={"": 25_000_000})
UPLOADED, DONE = b"OK - ", "done"
"""How the place that takes a file answers, which is no JSON; and what we call that."""


def make_upload(out: Outgoing, credentials: Mapping[str, str]) -> Call | None:
    """Returns what asks where a file goes, then what puts it there; None once it is there."""
    if not out.files or (out.prepared and not out.prepared.startswith("[")):
        return None
    token, file = bearer(credentials), out.files[0]
    if not out.prepared:
        wanted = {"filename": file.name or "file", "length": str(len(file.data))}
        return form_call("POST", f"{API}/files.getUploadURLExternal", token, wanted)
    place, _ = json.loads(out.prepared)
    if not place.startswith("https://files.slack.com/"):
        raise Unsendable("foreign_service")
    return Call("POST", place, {"Content-Type": "application/octet-stream"}, file.data)


def join_upload(prepared: str, native_id: str) -> str:
    """Returns the place and the id of a file, and only its id once it is there."""
    return str(json.loads(prepared)[1]) if native_id == DONE else native_id


def read_upload(answer: SendAnswer) -> Sent | None:
    """Returns what one of the three answers proves; a shared file's message is told by an event, not here."""
    if answer.body.startswith(UPLOADED):
        return Sent(DONE)
    if (place := text(answer.object.get("upload_url"))) is not None:
        return Sent(json.dumps([place, answer.find_id("file_id")]))
    shared = answer.object.get("ok") is True and isinstance(answer.object.get("files"), list)
    return Sent() if shared else None


def share_file(out: Outgoing, place: str, root: str, words: str) -> tuple[str, dict[str, object]]:
    """Returns the command that shows a file in a channel, with what is said beside it."""
    file = {"id": need(out.prepared, "not_prepared"), "title": out.files[0].name or "file"}
    return "files.completeUploadExternal", {
        "files": [file],
        "channel_id": need(place, "no_target"),
        "initial_comment": words or None,
        "thread_ts": root or None,
    }
