"""Copies for a person the replies sent to them, or to be, and what agents wrote beside them."""

import json
from collections.abc import Iterator
from typing import Annotated, Any, TypedDict

from model.moments import IsoTime, iso
from store.forgetting.erasing.leaver import Leaver
from store.outbox.broadcasts import Broadcasts
from store.outbox.outbox import Outbox
from store.outbox.papers import Papers
from store.outbox.uploads import Uploads
from store.stores import Stores


class CopiedReply(TypedDict):
    """A reply that we sent to the person, or mean to send."""

    id: str
    platform: str
    account: str
    mode: str
    state: str
    accepted_at: IsoTime
    native_id: str | None
    text: str | None
    file: Annotated[
        dict[str, Any] | None,
        {"description": "The file that went along: its address, or the id and name of what was uploaded."},
    ]


class CopiedUpload(TypedDict):
    """A file that lies ready to be sent to the person."""

    id: str
    platform: str
    account: str
    type: str
    bytes: int
    name: str | None
    uploaded_at: IsoTime


class CopiedPaper(TypedDict):
    """A note beside the person, or an answer that was drafted."""

    id: str
    kind: str
    platform: str
    account: str
    mode: str | None
    decision: str
    written_at: IsoTime
    changed_at: IsoTime
    text: str | None
    earlier: list[str]
    reason: str | None


class CopiedReceived(TypedDict):
    """What the person got of a broadcast."""

    id: str
    platform: str
    account: str
    state: str
    at: IsoTime
    native_id: str | None
    text: str | None


class CopiedWritings(TypedDict):
    """Everything that we wrote to the person or beside them, by kind."""

    replies: Annotated[list[CopiedReply], {"description": "What we wrote to you and sent, or mean to send."}]
    uploads: Annotated[
        list[CopiedUpload],
        {"description": "Files that lie ready to be sent to you, for two days at most."},
    ]
    papers: Annotated[
        list[CopiedPaper], {"description": "What our agents noted beside you, and answers they drafted."}
    ]
    broadcasts: Annotated[
        list[CopiedReceived], {"description": "What you got of messages that went to many."}
    ]


def copy_written(stores: Stores, who: Leaver) -> CopiedWritings:
    """Returns everything that we wrote to the person or beside them, by kind."""
    return {
        "replies": list(copy_replies(stores.outbox, who)),
        "uploads": list(copy_uploads(stores.uploads, who)),
        "papers": list(copy_papers(stores.papers, who)),
        "broadcasts": list(copy_received(stores.broadcasts, who)),
    }


def copy_replies(outbox: Outbox, who: Leaver) -> Iterator[CopiedReply]:
    """Yields what we wrote to the person and sent, or mean to send."""
    ids = [reply for reply, _ in outbox.list_of_person(who.brand, who.person)]
    for reply in outbox.read_replies(who.brand, ids).values():
        yield {
            "id": reply.id,
            "platform": reply.platform,
            "account": reply.account,
            "mode": reply.mode,
            "state": reply.state.value,
            "accepted_at": iso(reply.created_at),
            "native_id": reply.native_id or None,
            "text": None if reply.gone_at else reply.text or None,
            "file": json.loads(reply.file) if reply.file else None,
        }


def copy_uploads(uploads: Uploads, who: Leaver) -> Iterator[CopiedUpload]:
    """Yields the files that lie ready to be sent to the person: which they are, not what is in them."""
    for upload in uploads.list_uploads(who.brand, who.person):
        yield {
            "id": upload.id,
            "platform": upload.platform,
            "account": upload.account,
            "type": upload.mime,
            "bytes": upload.size,
            "name": upload.name or None,
            "uploaded_at": iso(upload.created_at),
        }


def copy_papers(papers: Papers, who: Leaver) -> Iterator[CopiedPaper]:
    """Yields the notes and drafts about the person."""
    ids = [paper for paper, _ in papers.list_of_person(who.brand, who.person)]
    for paper in papers.read_papers(who.brand, ids).values():
        yield {
            "id": paper.id,
            "kind": paper.kind.value,
            "platform": paper.platform,
            "account": paper.account,
            "mode": paper.mode or None,
            "decision": paper.decision.value,
            "written_at": iso(paper.created_at),
            "changed_at": iso(paper.changed_at),
            "text": paper.text or None,
            "earlier": list(paper.earlier),
            "reason": paper.reason or None,
        }


def copy_received(broadcasts: Broadcasts, who: Leaver) -> Iterator[CopiedReceived]:
    """Yields what the person got of broadcasts, and which they were left out of."""
    ids = [broadcast for broadcast, _ in broadcasts.list_of_person(who.brand, who.person)]
    for received in broadcasts.read_received(who.brand, who.person, ids):
        yield {
            "id": received.broadcast,
            "platform": received.platform,
            "account": received.account,
            "state": received.state.value,
            "at": iso(received.at),
            "native_id": received.native_id or None,
            "text": received.text or None,
        }
