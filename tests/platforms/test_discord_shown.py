"""Discord's tokens are shown as Discord shows them, in linear time.

Tests of: `platforms.discord.shown`.
"""

import pytest

from platforms.registry import platform
from tests.growth import BOUND, growth

DISCORD = platform("discord")
NAMES = {"80351110224678912": "Anna Beispiel", "42": "@tom"}
SHOWN = {
    "hello <@80351110224678912>!": "hello @Anna Beispiel!",
    "<@!42> knows": "@tom knows",
    "ask <@77>": "ask @77",
    "<@[removed]> left": "[removed] left",
    "<@&165511591545143296> and <#103735883630395392>": "@165511591545143296 and #103735883630395392",
    "try </airhorn:816437322781949972>": "try /airhorn",
    "nice <:mmLol:216154654256398347> <a:b1nzy:392938283556143104>": "nice :mmLol: :b1nzy:",
    "at <t:1618953630:d> or <t:1618953630>": "at 2021-04-20 21:20 UTC or 2021-04-20 21:20 UTC",
    "<t:99999999999> <t:-1>": "5138-11-16 09:46 UTC <t:-1>",
    "1 < 2 and 3 > 2, <b>no token</b> <@> <#x> <t:x>": "1 < 2 and 3 > 2, <b>no token</b> <@> <#x> <t:x>",
}


@pytest.mark.parametrize("words", SHOWN)
def test_a_token_is_shown_readable(words: str) -> None:
    assert DISCORD.show_text(words, NAMES) == SHOWN[words]


def test_whom_tokens_name() -> None:
    assert DISCORD.list_tagged("<@1> <@!2> <@&3> <#4> @5") == {"1", "2"}


@pytest.mark.parametrize("piece", ["<@", "<:a", "<t:1", "</a", "<@1>", "<<"])
def test_a_text_is_read_once(piece: str) -> None:
    assert growth(lambda words: DISCORD.show_text(words, NAMES), lambda number: piece * number * 20) < BOUND
