"""Sends files on Slack: for each ask where it goes and put it there, then share all; nobody sees one before that.

https://docs.slack.dev/messaging/working-with-files#uploading_files
"""

import json
from collections.abc import Mapping

from model.http import Call
from platforms.reading.payload import text
from platforms.sending.answer import SendAnswer, Sent
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, form_call, need
from platforms.sending.uploaded_first import list_made, need_made
from platforms.sending.ways import FileRule

API = "https://slack.com/api"
FILES = FileRule(10, caption=4_000, uploads={"": 25_000_000})
UPLOADED, DONE = b"OK - ", "done"
"""How the place that takes a file answers, which is no JSON; and what we call that."""


def make_upload(out: Outgoing, credentials: Mapping[str, str]) -> Call | None:
    """Returns what asks where a file goes, then what puts it there; None once it is there."""
    made = list_made(out.prepared)
    asked = made[-1] if made and isinstance(made[-1], list) else None
    place = len(made) - (asked is not None)
    if place >= len(out.files):
        return None
    token, file = bearer(credentials), out.files[place]
    if asked is None:
        wanted = {"filename": file.name or "file", "length": str(len(file.data))}
        return form_call("POST", f"{API}/files.getUploadURLExternal", token, wanted)
    if not asked[0].startswith("https://files.slack.com/"):
        raise Unsendable("foreign_service")
    return Call("POST", asked[0], {"Content-Type": "application/octet-stream"}, file.data)


def join_upload(prepared: str, native_id: str) -> str:
    """Returns the ids of the files that are there, and of one that is asked for its place and its id."""
    made = list_made(prepared)
    made = [*made[:-1], made[-1][1]] if native_id == DONE else [*made, json.loads(native_id)]
    return json.dumps(made)


def read_upload(answer: SendAnswer) -> Sent | None:
    """Returns what one of the three answers proves; a shared file's message is told by an event, not here."""
    if answer.body.startswith(UPLOADED):
        return Sent(DONE)
    if (place := text(answer.object.get("upload_url"))) is not None:
        return Sent(json.dumps([place, answer.find_id("file_id")]))
    shared = answer.object.get("ok") is True and isinstance(answer.object.get("files"), list)
    return Sent() if shared else None


def share_file(out: Outgoing, place: str, root: str, words: str) -> tuple[str, dict[str, object]]:
    """Returns the command that shows files in a channel, with what is said beside them."""
    files = [
        {"id": some_id, "title": file.name or "file"}
        for some_id, file in zip(need_made(out), out.files, strict=True)
    ]
    return "files.completeUploadExternal", {
        "files": files,
        "channel_id": need(place, "no_target"),
        "initial_comment": words or None,
        "thread_ts": root or None,
    }
