"""Answering "prove that you read this" without becoming a mirror for HTML, or a signer of deliveries."""

import re

from model.http import Answer

CHALLENGE = re.compile(r"[A-Za-z0-9._~+/=-]{1,256}")
"""What a challenge that we sign may be made of: random text as senders write it, and nothing that could be a JSON
object, a form or a page."""

_PRINTABLE = re.compile(r"[ -~]{1,512}")


def echo(challenge: str) -> Answer:
    """Returns the challenge as plain text, which proves nothing; 400 where it is empty, endless or not printable."""
    return Answer(200, challenge) if _PRINTABLE.fullmatch(challenge) else Answer(400)


def may_be_challenge(body: bytes) -> bool:
    """Returns whether a handshake could be made to sign `body`: such a body is no delivery, whatever proves it."""
    return CHALLENGE.fullmatch(body.decode("latin-1")) is not None
