"""Colour for people, never in pipes or where `NO_COLOR` is set (https://no-color.org)."""

import os
import sys

SENTIMENTS = {"negative": "31", "positive": "32", "neutral": "37", "unknown": "90"}


def painted(text: str, sentiment: str) -> str:
    """Returns `text` in the colour of a sentiment, if the terminal may show it."""
    code = SENTIMENTS.get(sentiment)
    wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return f"\x1b[{code}m{text}\x1b[0m" if code and wanted else text
