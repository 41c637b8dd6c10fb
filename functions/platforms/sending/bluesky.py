"""Bluesky: records, put under our own key, so that repeating changes nothing; and chat, which has no key.

Dead tokens are a 400; the same name in a 5xx is somebody's else trouble.
"""

import json
from collections.abc import Mapping

from model.http import Call
from model.moments import iso
from platforms.bluesky.error_names import ERROR_NAMES
from platforms.bluesky.record_keys import make_record_key
from platforms.reading.payload import text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, json_call, need
from platforms.sending.uploaded_first import UploadsFirst, need_made, next_unmade
from platforms.sending.verdict import spell
from platforms.sending.waits import Reset
from platforms.sending.ways import FileRule, Way

ATPROTO = "https://github.com/bluesky-social/atproto/blob/main"

USUAL_HOST = "https://bsky.social"
POST = "app.bsky.feed.post"
FILES = FileRule(
    4, caption=300, uploads=dict.fromkeys(("image/jpeg", "image/png", "image/webp", "image/gif"), 2_000_000)
)
LIKE, REPOST = "app.bsky.feed.like", "app.bsky.feed.repost"


class BlueskySender(UploadsFirst):
    """Answers of a personal data server and, through it, of the chat."""

    name = "bluesky"
    sources = (
        f"{ATPROTO}/lexicons/com/atproto/repo/putRecord.json",
        f"{ATPROTO}/lexicons/chat/bsky/convo/sendMessage.json",
        f"{ATPROTO}/packages/pds/src/auth-verifier.ts",
        "https://docs.bsky.app/docs/advanced-guides/rate-limits",
    )
    keyed = frozenset({"reply", "publish", "share"})
    bare = frozenset({"delete", "react", "hide"})
    resets = (
        Reset("ratelimit-remaining", "ratelimit-reset", "epoch"),
        Reset("x-ratelimit-remaining", "x-ratelimit-reset", "epoch"),
    )
    phrases = spell(
        dead="token (?:has been revoked|has expired|is expired|could not be verified|is malformed)",
        gone="could not (?:find|locate) (?:record|message)",
    )
    codes = ERROR_NAMES

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the named error."""
        error = text(answer.object.get("error"))
        if answer.ok or error is None:
            return None
        return SendFault((error,), text(answer.object.get("message")) or error)

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns a record's address or a chat message's id, of a file what a record names it by (JSON).

        A deletion is answered with its commit or nothing.
        """
        if isinstance(blob := answer.object.get("blob"), dict):
            return Sent(json.dumps(blob, separators=(",", ":")))
        native = answer.find_id("uri", "message.id", "id")
        done = answer.operation in ("delete", "react", "hide") and isinstance(answer.value, dict)
        return Sent(native) if native is not None or done else None

    ways = (Way("reply", "public", 300, Counting.GRAPHEMES, handle=True, files=FILES),)

    deeds = allow_deeds("delete react share")

    def make_preparation(self, out: Outgoing, credentials: Mapping[str, str]) -> Call | None:
        """Returns the upload of a picture, which is gone again where no record names it."""
        if (file := next_unmade(out)) is None:
            return None
        url = f"{_find_repo(out, credentials)}.uploadBlob"
        return Call("POST", url, {**bearer(credentials), "Content-Type": file.mime}, file.data)

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. Key and time of a record are the outbox row's, so that a second try changes nothing."""
        token, repo = bearer(credentials), need(out.account, "no_account")
        base = _find_repo(out, credentials)
        match out.operation:
            case "reply" | "publish":
                record: dict[str, object] = {
                    "$type": POST,
                    "text": out.text if out.files else need(out.text, "no_text"),
                    "createdAt": iso(out.made_at),
                }
                if out.files:
                    record["embed"] = _show_pictures(out)
                if out.operation == "reply":
                    record["reply"] = self._place(out)
                put = {"repo": repo, "collection": POST, "rkey": make_rkey(out), "record": record}
                return json_call("POST", f"{base}.putRecord", token, put)
            case "react" | "share":
                collection = LIKE if out.operation == "react" else REPOST
                subject = _name_target(out)
                record = {"$type": collection, "subject": subject, "createdAt": iso(out.made_at)}
                put = {"repo": repo, "collection": collection, "rkey": make_rkey(out), "record": record}
                return json_call("POST", f"{base}.putRecord", token, put)
            case "delete":
                _, collection, rkey = need(out.item, "no_target").removeprefix("at://").split("/", 2)
                gone = {"repo": repo, "collection": collection, "rkey": rkey}
                return json_call("POST", f"{base}.deleteRecord", token, gone)
        raise Unsendable("no_such_way")

    def _place(self, out: Outgoing) -> dict[str, object]:
        """Returns what is answered and where its thread begins, each by address and by its content's id."""
        parent = _name_target(out)
        root = {"uri": out.handle.get("root", ""), "cid": out.handle.get("root_cid", "")}
        return {"root": root if all(root.values()) else parent, "parent": parent}


def _find_repo(out: Outgoing, credentials: Mapping[str, str]) -> str:
    return f"{(out.site or credentials.get('site') or USUAL_HOST).rstrip('/')}/xrpc/com.atproto.repo"


def _name_target(out: Outgoing) -> dict[str, str]:
    return {"uri": need(out.item, "no_target"), "cid": need(out.handle.get("cid", ""), "no_reply_token")}


def _show_pictures(out: Outgoing) -> dict[str, object]:
    images = [
        {"image": json.loads(blob), "alt": file.name}
        for blob, file in zip(need_made(out), out.files, strict=True)
    ]
    return {"$type": "app.bsky.embed.images", "images": images}


def make_rkey(out: Outgoing) -> str:
    """Returns the key of the record that a reply becomes: the same at every try."""
    return make_record_key(out.made_at, need(out.key, "no_key"))


SENDER = BlueskySender()
