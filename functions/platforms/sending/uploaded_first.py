"""Platforms that take each file before the message that names it: what their preparing calls made, file by file."""

import json
from typing import Any

from platforms.sending.outgoing import Outgoing, OutgoingFile, Unsendable
from platforms.sending.sender import PlatformSender


class UploadsFirst(PlatformSender):
    """Prepares one file after another; what is prepared is the list of what they are named by."""

    def join_prepared(self, prepared: str, native_id: str) -> str:
        """See `PlatformSender`."""
        return json.dumps([*list_made(prepared), native_id])


def next_unmade(out: Outgoing) -> OutgoingFile | None:
    """Returns the first file that no preparing call was made for; None once all are there."""
    return next(iter(out.files[len(list_made(out.prepared)) :]), None)


def need_made(out: Outgoing) -> list[str]:
    """Returns what the preparing calls made, one for each file. Raises Unsendable where one is missing."""
    made = list_made(out.prepared) if out.files else []
    if len(made) != len(out.files):
        raise Unsendable("not_prepared")
    return made


def list_made(prepared: str) -> list[Any]:
    """Returns what the preparing calls made so far."""
    return list(json.loads(prepared)) if prepared else []
