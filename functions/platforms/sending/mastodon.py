"""Mastodon: statuses. Idempotency-Key makes a repeated call return the first status, for an hour."""

from collections.abc import Mapping

from model.http import Call
from platforms.reading.payload import text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.outgoing import (
    Outgoing,
    Unsendable,
    bearer,
    json_call,
    multipart_call,
    need,
    path_part,
)
from platforms.sending.uploaded_first import UploadsFirst, need_made, next_unmade
from platforms.sending.verdict import spell, tabulate
from platforms.sending.waits import Reset
from platforms.sending.ways import FileRule, Way

FILES = FileRule(4, caption=500, uploads={"image/": 16_000_000, "video/": 25_000_000, "audio/": 25_000_000})


class MastodonSender(UploadsFirst):
    """Answers of the client API. A file that is not ready yet is a 422; resets are ISO instants."""

    name = "mastodon"
    sources = (
        "https://docs.joinmastodon.org/methods/statuses/",
        "https://docs.joinmastodon.org/api/rate-limits/",
        "https://github.com/mastodon/mastodon/blob/main/app/controllers/concerns/api/error_handling.rb",
    )
    keyed = frozenset({"reply", "publish", "message", "private_reply", "share", "broadcast"})
    resets = (Reset("x-ratelimit-remaining", "x-ratelimit-reset", "iso"),)
    phrases = spell(
        retry="not finished processing|temporary problem serving|maintenance",
        dead=(
            "login is currently (?:disabled|pending)|access token (?:is invalid|was revoked|expired|has been revoked)"
            "|confirmed e-?mail|account (?:is|has been) (?:suspended|disabled)"
        ),
    )
    codes = tabulate(
        retry="429 503",
        dead="401",
        gone="404 410",
        refused="400 403 405 406 413 422 501",
        maybe="500 502 504",
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the error in words; the status is its only code."""
        error = text(answer.object.get("error"))
        if answer.ok or error is None:
            return None
        return SendFault((str(answer.status),), text(answer.object.get("error_description")) or error)

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the status's id; a deletion may be answered with an empty object."""
        native = answer.find_id("id")
        if native is None and not (answer.operation == "delete" and answer.value == {}):
            return None
        return Sent(native)

    ways = (
        Way("reply", "public", 500, Counting.STATUS, handle=True, files=FILES),
        Way("message", "private", 500, Counting.STATUS, handle=True, files=FILES),
    )

    deeds = allow_deeds("edit delete react share", "edit delete react")

    def make_preparation(self, out: Outgoing, credentials: Mapping[str, str]) -> Call | None:
        """Returns the upload of a file; a status that comes too early for it is refused, and tried again."""
        if (file := next_unmade(out)) is None:
            return None
        return multipart_call(f"{_find_api(out)}/v2/media", bearer(credentials), {}, [("file", file)])

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. Who is answered is mentioned, or would not be told; their visibility is kept."""
        token = bearer(credentials)
        base = f"{_find_api(out)}/v1/statuses"
        match out.operation:
            case "reply" | "message" | "publish":
                key = {"Idempotency-Key": need(out.key, "no_key")}
                return json_call("POST", base, token | key, self._status(out))
            case "edit":
                return json_call(
                    "PUT", f"{base}/{path_part(out.item)}", token, {"status": need(out.text, "no_text")}
                )
            case "delete":
                return json_call("DELETE", f"{base}/{path_part(out.item)}", token)
            case "react":
                return json_call("POST", f"{base}/{path_part(out.item)}/favourite", token)
            case "share":
                return json_call("POST", f"{base}/{path_part(out.item)}/reblog", token)
        raise Unsendable("no_such_way")

    def _status(self, out: Outgoing) -> dict[str, object]:
        words = out.text if out.files else need(out.text, "no_text")
        media = need_made(out) or None
        if out.operation == "publish":
            return {"status": words, "media_ids": media}
        mention = f"@{need(out.handle.get('acct', ''), 'no_reply_token')}"
        seen = "direct" if out.operation == "message" else out.handle.get("visibility") or "public"
        return {
            "status": words if mention in words else f"{mention} {words}".rstrip(),
            "media_ids": media,
            "in_reply_to_id": need(out.item, "no_target"),
            "visibility": seen,
        }


def _find_api(out: Outgoing) -> str:
    host = out.site or out.account.rpartition("@")[2]
    return f"https://{need(host.removeprefix('https://').rstrip('/'), 'no_site')}/api"


SENDER = MastodonSender()
