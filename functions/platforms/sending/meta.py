"""Answers of Meta's Graph API, which Facebook, Messenger, Instagram, WhatsApp and Threads share.

Codes 1 and 2 advise to send again, but do not prove that nothing was posted.
"""

from collections.abc import Mapping
from typing import Any

from model.errors import Malformed
from model.http import Call
from platforms.reading.payload import ident, obj, objects, read_json, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.outgoing import Outgoing, Unsendable, json_call, need, path_part
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import tabulate
from platforms.sending.waits import read_number
from platforms.sending.ways import FileRule

DOCS = "https://developers.facebook.com/docs"
MESSAGING = "https://developers.facebook.com/documentation/business-messaging"
SOURCES: tuple[str, ...] = (
    f"{DOCS}/graph-api/guides/error-handling",
    f"{DOCS}/graph-api/overview/rate-limiting",
)

CODES = tabulate(
    maybe="-1 1 2 1/99 1/1357046",
    retry=(
        "4 9 17 32 341 368 613 80000 80001 80002 80003 80004 80005 80006 80007 80008 80009 80014"
        " -2/2207003 9007 9007/2207027 24/2207008 1200"
    ),
    dead=(
        "0 102 104 190 450 452 458 459 460 463 464 467 492 2500 190/458 190/459 190/460 190/463 190/464"
        " 190/467 190/490 190/492 25 25/2207050"
    ),
    refused=(
        "3 5 10 12 100 110 200 210 230 240 294 299 352 506 551 1349125 1609005 2069016 36000 36001 36003"
        " 36004 9004 10900 10903 4/2207051 -1/2207032 -1/2207053 -2/2207020 1/2207057 2/2018344 24"
        " 24/2207006 24/4279009"
    ),
    gone="803 100/33",
)
"""`code/subcode` where the subcode changes the meaning, else `code`."""

_USAGE = ("x-business-use-case-usage", "x-page-usage", "x-app-usage", "x-ad-account-usage")


GRAPH = "https://graph.facebook.com/v25.0"
MESSAGE_FILES = FileRule(
    10, {"image/": 8_000_000, "video/": 25_000_000, "audio/": 25_000_000, "": 25_000_000}, each=True
)


class MetaSender(PlatformSender):
    """Reads what the Graph API answers; leaves add their own codes."""

    sources = SOURCES
    codes = CODES

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns `error`, by code and subcode, with the time its usage header tells."""
        error = obj(answer.object.get("error"))
        code, subcode = ident(error.get("code")), ident(error.get("error_subcode"))
        if code is None:
            return None
        exact = (f"{code}/{subcode}",) if subcode else ()
        said = [text(obj(error.get("error_data")).get("details")), text(error.get("error_user_msg"))]
        detail = next((each for each in (*said, text(error.get("message"))) if each), None)
        return SendFault((*exact, code), detail, read_usage(answer), code)

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the new id, or the bare success that changes are answered with."""
        native = answer.find_id("message_id", "post_id", "messages.0.id", "id")
        if answer.operation in ("edit", "delete", "hide", "react"):
            done = answer.value is True or answer.object.get("success") is True
            reacted = answer.operation == "react" and answer.find_id("recipient_id") is not None
            return Sent(native) if done or reacted or native is not None else None
        return Sent(native) if native is not None else None


def read_usage(answer: SendAnswer) -> float | None:
    """Returns the seconds until access is regained: the header counts minutes, in lists by id."""
    minutes: list[float] = []
    for name in _USAGE:
        minutes += [wait for each in _entries(answer.headers.get(name)) if (wait := _minutes(each))]
    return max(minutes, default=0) * 60 or None


def _entries(header: str | None) -> list[dict[str, Any]]:
    try:
        value = read_json(header.encode()) if header else None
    except Malformed:
        return []
    groups = value.values() if isinstance(value, dict) else ()
    return [obj(value), *(entry for group in groups for entry in objects(group))]


def _minutes(entry: dict[str, Any]) -> float | None:
    return read_number(entry.get("estimated_time_to_regain_access"))


def change_call(out: Outgoing, base: str, token: Mapping[str, str]) -> Call:
    """Returns what edits, hides, shows or takes away an object of ours, or likes one as the Page."""
    url = f"{base}/{path_part(out.item)}"
    match out.operation:
        case "edit":
            return json_call("POST", url, token, {"message": need(out.text, "no_text")})
        case "delete":
            return json_call("DELETE", url, token)
        case "hide":
            return json_call("POST", url, token, {"is_hidden": out.text != "no"})
        case "react":
            return json_call("POST", f"{url}/likes", token, {})
    raise Unsendable("no_such_way")


def message_body(out: Outgoing, recipient: Mapping[str, str]) -> dict[str, object]:
    """Returns a private message: text, or one file."""
    message: dict[str, object] = {"metadata": out.key} if out.key else {}
    if out.files:
        kind = out.files[0].kind
        message["attachment"] = {"type": kind, "payload": {"url": out.files[0].url}}
    else:
        message["text"] = need(out.text, "no_text")
    tagged = out.tag == "human_agent"
    kind_of = (
        {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"} if tagged else {"messaging_type": "RESPONSE"}
    )
    return {"recipient": dict(recipient), **kind_of, "message": message}
