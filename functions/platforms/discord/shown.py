"""Shows Discord's tokens for people, roles, channels, commands, emoji and times as a reader sees them.

https://discord.com/developers/docs/reference#message-formatting
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from model.redaction import REMOVED

_PERSON = re.compile(r"<@!?(\d{1,20})>")
_TOKEN = re.compile(
    rf"<(?:@!?(?P<person>\d{{1,20}}|{re.escape(REMOVED)})|@&(?P<role>\d{{1,20}})|\#(?P<channel>\d{{1,20}})"
    r"|/(?P<command>[^<>:]{1,100}):\d{1,20}|a?:(?P<emoji>\w{2,32}):\d{1,20}"
    r"|t:(?P<moment>\d{1,11})(?::[tTdDfFRsS])?)>"
)
"""Neither goes past the next opening: a text full of them is read once."""


def list_tagged(words: str) -> frozenset[str]:
    """Returns the native ids of the people whom tokens name."""
    return frozenset(_PERSON.findall(words))


def show_tokens(words: str, names: Mapping[str, str]) -> str:
    """Returns `words` with each token as Discord would show it; `names` are people's by native id."""

    def show(token: re.Match[str]) -> str:
        told = token["person"]
        if told:
            return told if told == REMOVED else f"@{names.get(told, told).removeprefix('@')}"
        if token["moment"]:
            return datetime.fromtimestamp(int(token["moment"]), UTC).strftime("%Y-%m-%d %H:%M UTC")
        signs = {"role": "@", "channel": "#", "command": "/"}
        sign = next((signs[kind] + token[kind] for kind in signs if token[kind]), None)
        return sign or f":{token['emoji']}:"

    return _TOKEN.sub(show, words)
