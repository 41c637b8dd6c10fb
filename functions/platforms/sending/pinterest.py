"""Pinterest: pins. Errors are a number with words; a missing scope leaves the token alive."""

from collections.abc import Mapping

from model.http import Call
from platforms.reading.payload import ident, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, json_call, need, path_part
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import spell, tabulate
from platforms.sending.waits import Reset

BASE = "https://api.pinterest.com/v5/pins"


class PinterestSender(PlatformSender):
    """Answers of the API, version 5."""

    name = "pinterest"
    sources = (
        "https://developers.pinterest.com/docs/api/v5/pins-create",
        "https://developers.pinterest.com/docs/reference/rate-limits/",
        "https://github.com/pinterest/api-description/blob/main/v5/openapi.json",
    )
    bare = frozenset({"delete"})
    resets = (Reset("x-ratelimit-remaining", "x-ratelimit-reset", "seconds"),)
    phrases = spell(
        refused="scope|consumer type|not permitted|trial access",
        dead="account (?:is|has been) (?:suspended|deactivated|limited)|user is (?:suspended|deactivated)",
    )
    codes = tabulate(
        retry="8 9",
        dead="2 283",
        gone="50 4",
        maybe="11 12",
        refused="1 5 6 7 10 29 30 40 41 58 78 80 235 347 2786 2787",
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the number, and the status for those that no table has."""
        code = ident(answer.object.get("code"))
        if answer.ok or code is None:
            return None
        return SendFault((code,), text(answer.object.get("message")))

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the pin's id."""
        native = answer.find_id("id")
        return Sent(native) if native is not None else None

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. A pin is a picture on a board; nobody is answered here."""
        token = bearer(credentials)
        match out.operation:
            case "publish":
                if not out.files:
                    raise Unsendable("no_file")
                body = {
                    "board_id": need(out.thread, "no_target"),
                    "media_source": {"source_type": "image_url", "url": out.files[0].url},
                    "description": out.text or None,
                }
                return json_call("POST", BASE, token, body)
            case "edit":
                changed = {"description": need(out.text, "no_text")}
                return json_call("PATCH", f"{BASE}/{path_part(out.item)}", token, changed)
            case "delete":
                return json_call("DELETE", f"{BASE}/{path_part(out.item)}", token)
        raise Unsendable("no_such_way")


SENDER = PinterestSender()
