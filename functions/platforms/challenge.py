"""Answering "prove that you read this" without becoming a mirror for somebody's HTML."""

import re

from model.http import Answer

_PRINTABLE = re.compile(r"[ -~]{1,512}")


def echo(challenge: str) -> Answer:
    """The challenge as plain text; 400 when it is empty, longer than 512 or more than printable ASCII."""
    return Answer(200, challenge) if _PRINTABLE.fullmatch(challenge) else Answer(400)
