"""X: posts and direct messages. Errors are problem documents, in older parts numbered ones."""

from collections.abc import Mapping

from model.http import Call
from platforms.reading.payload import ident, objects, text
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

FLAGS = {"delete": "deleted", "hide": "hidden"}
BASE = "https://api.x.com/2"
POSTS = f"{BASE}/tweets"

PICTURES = {"image/jpeg": 5_000_000, "image/png": 5_000_000, "image/webp": 5_000_000}
FILES = FileRule(1, caption=10_000, uploads=PICTURES)
POST_FILES = FileRule(4, caption=280, uploads=PICTURES)


class XSender(UploadsFirst):
    """Answers of the API, version 2. An edit makes a new id; of several limits the one that is used up counts."""

    name = "x"
    sources = (
        "https://docs.x.com/x-api/fundamentals/response-codes-and-errors",
        "https://docs.x.com/x-api/fundamentals/rate-limits",
        "https://docs.x.com/x-api/posts/create-post",
        "https://docs.x.com/x-api/direct-messages/manage/integrate",
    )
    resets = tuple(
        Reset(f"x-{limit}-remaining", f"x-{limit}-reset", "epoch")
        for limit in ("rate-limit", "user-limit-24hour", "app-limit-24hour")
    )
    phrases = spell(
        dead=(
            r"(?:your|this) (?:account|app(?:lication)?) (?:is|has been)[^.]*(?:suspended|locked)"
            r"|temporarily locked|application (?:is )?suspended|value passed for the token was invalid"
        ),
        refused=r"\bmonthly\b|credits",
    )
    codes = tabulate(
        retry="88 161 185 344 420 429 usage-capped rate-limit-exceeded",
        dead="32 64 89 99 135 215 231 239 326 416",
        gone="34 144 resource-not-found",
        holds="139 327",
        maybe="130 131 service-unavailable",
        refused=(
            "13 17 25 36 38 44 50 63 68 87 92 93 108 109 110 120 150 151 160 179 186 187 195 205 214 220"
            " 226 251 261 271 272 323 324 325 349 354 355 385 386 407 415 421 422 425 431 432 433 453"
            " client-forbidden client-not-enrolled credits-depleted conflict disallowed-resource"
            " duplicate-rules forbidden invalid-request invalid-rules noncompliant-rules"
            " not-authorized-for-field not-authorized-for-resource official-client-forbidden"
            " oauth1-permissions resource-unavailable rule-cap unsupported-authentication"
            " unsupported-media-type"
        ),
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the problem, unless what was asked for stands beside it: then it is only a warning."""
        if answer.ok and self.read_proof(answer) is not None:
            return None
        listed = objects(answer.object.get("errors"))
        problem = answer.object if "title" in answer.object or "type" in answer.object else {}
        sources = [each for each in (problem, *listed) if each]
        if not sources or (answer.ok and not listed):
            return None
        keys = [key for each in sources for key in _keys(each)]
        said = [text(each.get(name)) for each in sources for name in ("detail", "message", "title", "period")]
        return SendFault((*keys, str(answer.status)), " ".join(filter(None, dict.fromkeys(said))) or None)

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the post's or the direct message's id, or the flag that says it is so now."""
        flag = FLAGS.get(answer.operation)
        if flag and isinstance(answer.find_value(f"data.{flag}"), bool):
            return Sent()
        if answer.operation in ("react", "share") and any(
            answer.find_value(f"data.{name}") is True for name in ("liked", "retweeted")
        ):
            return Sent()
        native = answer.find_id("data.dm_event_id", "data.id")
        return Sent(native) if native is not None else None

    ways = (
        Way("reply", "public", 280, Counting.WEIGHTED, summoned=True, files=POST_FILES),
        Way("message", "private", 10_000, Counting.CODE_POINTS, files=FILES),
    )

    deeds = allow_deeds("delete hide")

    def make_preparation(self, out: Outgoing, credentials: Mapping[str, str]) -> Call | None:
        """Returns the upload of a picture, which nobody sees before it is posted."""
        if (file := next_unmade(out)) is None:
            return None
        category = "dm_image" if out.operation == "message" else "tweet_image"
        fields = {"media_category": category, "media_type": file.mime}
        return multipart_call(f"{BASE}/media/upload", bearer(credentials), fields, [("media", file)])

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`."""
        token = bearer(credentials)
        match out.operation:
            case "reply":
                reply = {"in_reply_to_tweet_id": need(out.item, "no_target")}
                media = {"media_ids": need_made(out)} if out.files else None
                return json_call("POST", POSTS, token, {**_words(out), "reply": reply, "media": media})
            case "publish":
                return json_call("POST", POSTS, token, {"text": need(out.text, "no_text")})
            case "edit":
                edit = {"edit_options": {"previous_post_id": need(out.item, "no_target")}}
                return json_call("POST", POSTS, token, {"text": need(out.text, "no_text"), **edit})
            case "message":
                url = f"{BASE}/dm_conversations/with/{path_part(out.person)}/messages"
                sent = [{"media_id": each} for each in need_made(out)] or None
                return json_call("POST", url, token, {**_words(out), "attachments": sent})
            case "delete":
                return json_call("DELETE", f"{POSTS}/{path_part(out.item)}", token)
            case "hide":
                url = f"{POSTS}/{path_part(out.item)}/hidden"
                return json_call("PUT", url, token, {"hidden": out.text != "no"})
        raise Unsendable("no_such_way")


def _words(out: Outgoing) -> dict[str, object]:
    """Returns the text, which only a file stands without."""
    return {"text": (out.text or None) if out.files else need(out.text, "no_text")}


def _keys(problem: dict[str, object]) -> list[str]:
    """Returns a number, a reason and the last part of the problem's type; `about:blank` says nothing."""
    kind = (text(problem.get("type")) or "").rpartition("/")[2]
    named = [ident(problem.get("code")), text(problem.get("reason")), kind if ":" not in kind else None]
    return [each for each in named if each]


SENDER = XSender()
