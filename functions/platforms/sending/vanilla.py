"""Vanilla: comments and discussions. A flood block comes as a validation error that tells its time in words."""

import re
from collections.abc import Mapping

from model.http import Call
from platforms.reading.payload import objects, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, json_call, need, path_part
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import spell, tabulate
from platforms.sending.waits import read_words
from platforms.sending.ways import Way

_WAIT = re.compile(r"wait (?:at least )?(.*)", re.IGNORECASE | re.DOTALL)


class VanillaSender(PlatformSender):
    """Answers of a site's API, version 2."""

    name = "vanilla"
    sources = (
        "https://github.com/vanilla/vanilla/blob/master/applications/vanilla/controllers/api/CommentsApiController.php",
        "https://github.com/vanilla/vanilla/blob/master/library/Vanilla/FloodControlTrait.php",
        "https://github.com/vanilla/vanilla/blob/master/library/Vanilla/Exception/PermissionException.php",
    )
    bare = frozenset({"delete", "hide", "react"})
    phrases = spell(
        holds="unable to read inserted",
        retry="spam block is now in effect|must wait at least|maintenance|try again in",
        dead="(?:access token|session) (?:has expired|is invalid|was revoked)|you are banned|has been banned",
    )
    codes = tabulate(retry="429", dead="401", gone="404 410", refused="400 403 405 409 413 422")

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the message with what it says of single fields; an inserted comment that was not read is none."""
        message = text(answer.object.get("message"))
        if answer.ok or message is None:
            return None
        fields = [text(each.get("message")) for each in objects(answer.object.get("errors"))]
        said = "; ".join(filter(None, (message, text(answer.object.get("description")), *fields)))
        wait = _WAIT.search(said)
        return SendFault((str(answer.status),), said, read_words(wait[1]) if wait else None)

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns `comment:id`, or the discussion's; what waits for approval has no id."""
        comment, discussion = answer.find_id("commentID"), answer.find_id("discussionID")
        if comment is not None:
            return Sent(f"comment:{comment}")
        if discussion is not None:
            return Sent(f"discussion:{discussion}")
        message = answer.find_id("messageID", "conversationID", "recordID")
        return Sent(message) if message or (answer.status == 202 and answer.object) else None

    ways = (Way("reply", "public", 8000, Counting.CODE_POINTS),)
    """A site sets its own limit; 8000 is what it comes with."""

    deeds = allow_deeds("edit delete react")

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. Markdown leaves signs of HTML as they are written."""
        token = bearer(credentials)
        base = f"{need(out.site or credentials.get('site', ''), 'no_site').rstrip('/')}/api/v2"
        kind, _, number = out.item.partition(":")
        comment = f"{base}/comments/{path_part(number)}" if kind == "comment" else ""
        match out.operation:
            case "reply":
                topic = need(out.thread.removeprefix("discussion:"), "no_target")
                if not topic.isdecimal():
                    raise Unsendable("no_target")
                body = {"discussionID": int(topic), "body": need(out.text, "no_text"), "format": "markdown"}
                return json_call("POST", f"{base}/comments", token, body)
            case "edit" if comment:
                changed = {"body": need(out.text, "no_text"), "format": "markdown"}
                return json_call("PATCH", comment, token, changed)
            case "delete" if comment:
                return json_call("DELETE", comment, token)
            case "react" if comment:
                return json_call("POST", f"{comment}/reactions", token, {"reactionType": out.text or "Like"})
        raise Unsendable("no_such_way")


SENDER = VanillaSender()
