"""Discourse: posts, private messages and topics. A dead key is a 403; rate limits may come as plain text."""

from collections.abc import Mapping

from model.http import Call
from platforms.reading.payload import items, obj, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.outgoing import Outgoing, Unsendable, json_call, need, path_part
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import spell, tabulate
from platforms.sending.waits import read_number
from platforms.sending.ways import Way

LIMIT = "discourse-rate-limit-error-code"


class DiscourseSender(PlatformSender):
    """Answers of a site's API. What is queued for moderation has no id yet and must not be sent again."""

    name = "discourse"
    sources = (
        "https://docs.discourse.org/#tag/Posts/operation/createTopicPostPM",
        "https://github.com/discourse/discourse/blob/main/app/controllers/application_controller.rb",
        "https://github.com/discourse/discourse/blob/main/lib/middleware/request_tracker.rb",
    )
    bare = frozenset({"delete", "hide", "react"})
    phrases = spell(
        dead="api username or key is invalid|account is suspended|has been suspended|not activated",
        retry="read[- ]only mode",
    )
    codes = tabulate(
        retry="rate_limit read_only 429",
        dead="not_logged_in 401",
        gone="not_found",
        refused=(
            "invalid_access invalid_parameters group_not_found csrf invalid_request deleted conflict"
            " 400 403 409 413 422"
        ),
        maybe="500 502 503 504",
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns `error_type` with the errors; a limit in plain text by its header."""
        limit = answer.headers.get(LIMIT)
        if answer.status == 429 and limit:
            return SendFault(("rate_limit",), answer.words, _told(answer), limit)
        listed = [text(each) for each in items(answer.object.get("errors"))]
        said = "; ".join(filter(None, listed)) or text(answer.object.get("message"))
        failed = not answer.ok or answer.object.get("success") is False
        if not failed or said is None:
            return None
        kind = text(answer.object.get("error_type"))
        keys = tuple(key for key in (kind, str(answer.status)) if key)
        return SendFault(keys, said, _told(answer))

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns `post:id`, of a new topic's first post `topic:id`."""
        if answer.object.get("action") == "enqueued":
            return Sent()
        post = obj(answer.object.get("post")) or answer.object
        topic, native = answer.find_id("topic_id", "post.topic_id"), answer.find_id("post.id", "id")
        if native is None:
            done = (
                answer.operation in ("delete", "hide", "react") and answer.object.get("success") is not None
            )
            return Sent() if done else None
        opens = answer.operation in ("publish", "message") and post.get("post_number") == 1
        return Sent(f"topic:{topic}" if opens and topic else f"post:{native}")

    ways = (
        Way("reply", "public", 32_000, Counting.CODE_POINTS),
        Way("message", "private", 32_000, Counting.CODE_POINTS),
    )

    deeds = allow_deeds("edit delete react", "edit delete react")

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. An answer names the topic, and the post it answers by its number in there."""
        site = need(out.site or credentials.get("site", ""), "no_site").rstrip("/")
        key = need(credentials.get("access_token", ""), "no_token")
        headers = {"Api-Key": key, "Api-Username": credentials.get("username") or "system"}
        kind, _, number = out.item.partition(":")
        match out.operation:
            case "reply" | "message":
                topic = need(out.thread.removeprefix("topic:"), "no_target")
                body = {"topic_id": _number(topic), "raw": need(out.text, "no_text")}
                return json_call("POST", f"{site}/posts.json", headers, body)
            case "edit" if kind == "post":
                changed = {"post": {"raw": need(out.text, "no_text")}}
                return json_call("PUT", f"{site}/posts/{path_part(number)}.json", headers, changed)
            case "delete" if kind == "post":
                return json_call("DELETE", f"{site}/posts/{path_part(number)}.json", headers)
            case "react" if kind == "post":
                return json_call(
                    "POST",
                    f"{site}/post_actions.json",
                    headers,
                    {"id": _number(number), "post_action_type_id": 2},
                )
        raise Unsendable("no_such_way")


def _number(text: str) -> int:
    """Returns a topic's or post's number. Raises Unsendable for what is none."""
    if not text.isdecimal():
        raise Unsendable("no_target")
    return int(text)


def _told(answer: SendAnswer) -> float | None:
    return read_number(answer.find_value("extras.wait_seconds"))


SENDER = DiscourseSender()
