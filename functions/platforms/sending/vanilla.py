"""Vanilla: comments and discussions. A flood block comes as a validation error that tells its time in words."""

import re

from platforms.reading.payload import objects, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import spell, tabulate
from platforms.sending.waits import read_words

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


SENDER = VanillaSender()
