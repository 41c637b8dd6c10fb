"""Yammer (Viva Engage): messages of a network. A rate limit is a 429 in plain text, without a time."""

from collections.abc import Mapping

from model.http import Call
from platforms.reading.payload import ident, items, obj, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, form_call, json_call, need, path_part
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import tabulate
from platforms.sending.ways import Way

BASE = "https://www.yammer.com/api/v1"


class YammerSender(PlatformSender):
    """Answers of the REST API."""

    name = "yammer"
    sources = (
        "https://learn.microsoft.com/en-us/rest/api/yammer/messages-json-post",
        "https://learn.microsoft.com/en-us/rest/api/yammer/rate-limits",
    )
    bare = frozenset({"delete", "react", "hide", "edit"})
    codes = tabulate(retry="429", dead="16 401", gone="404", refused="33 400 403 422")

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the numbered error, or what is wrong with which field."""
        if answer.ok or not answer.object:
            return None
        response = obj(answer.object.get("response"))
        named = ident(response.get("code")) or ident(answer.object.get("code"))
        said = text(response.get("message")) or text(answer.object.get("message"))
        said = said or next((text(each) for each in items(answer.object.get("base"))), None)
        return SendFault(tuple(key for key in (named, str(answer.status)) if key), said)

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the message's id."""
        native = answer.find_id("messages.0.id")
        changed = answer.operation in ("delete", "react", "hide") and answer.value in (True, {})
        return Sent(native) if native is not None or changed else None

    ways = (
        Way("reply", "public", 10_000, Counting.CODE_POINTS),
        Way("message", "private", 10_000, Counting.CODE_POINTS),
    )

    deeds = allow_deeds("delete react", "delete react")

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. Answers in groups and private talks go the same way."""
        token = bearer(credentials)
        match out.operation:
            case "reply" | "message":
                form = {"body": need(out.text, "no_text"), "replied_to_id": need(out.item, "no_target")}
                return form_call("POST", f"{BASE}/messages.json", token, form)
            case "delete":
                return json_call("DELETE", f"{BASE}/messages/{path_part(out.item)}", token)
            case "react":
                url = f"{BASE}/messages/liked_by/current.json?message_id={path_part(out.item)}"
                return json_call("POST", url, token)
        raise Unsendable("no_such_way")


SENDER = YammerSender()
