"""Slack's tokens are shown as Slack shows them, in linear time (`platforms/slack/shown.py`)."""

import pytest

from platforms.registry import names, platform
from tests.growth import BOUND, growth

NAMES = {"U0ANNA": "Anna Beispiel", "W0TOM": "@tom"}
SHOWN = {
    "hello <@U0ANNA>!": "hello @Anna Beispiel!",
    "<@W0TOM> knows": "@tom knows",
    "<@U0ANNA|anna>": "@Anna Beispiel",
    "<@U0NEW|newcomer>": "@newcomer",
    "ask <@U0ABC>": "ask @U0ABC",
    "<@[removed]> left": "[removed] left",
    "<@[removed]|[removed]>": "[removed]",
    "in <#C0ABC|general>": "in #general",
    "in <#C0ABC|> or <#C0DEF>": "in #C0ABC or #C0DEF",
    "see <https://lamps.example/a?b=1|our lamps>": "see our lamps",
    "see <https://lamps.example/a>": "see https://lamps.example/a",
    "<mailto:a@lamps.example|a@lamps.example>": "a@lamps.example",
    "<!here> <!channel|channel> <!everyone>": "@here @channel @everyone",
    "<!subteam^S0TEAM|@lamp-team> <!subteam^S0TEAM>": "@lamp-team @S0TEAM",
    "on <!date^1760000000^{date}|9 October>": "on 9 October",
    "1 < 2 and 3 > 2, <b>no token</b>": "1 < 2 and 3 > 2, <b>no token</b>",
    "<@> <#|> <!>": "<@> <#|> <!>",
}


@pytest.mark.parametrize("words", SHOWN)
def test_a_token_is_shown_readable(words: str) -> None:
    assert platform("slack").show_text(words, NAMES) == SHOWN[words]


def test_whom_tokens_name() -> None:
    assert platform("slack").list_tagged("<@U1> <@U2|two> <#C1> <!here> @U3") == {"U1", "U2"}


@pytest.mark.parametrize("piece", ["<@U1|", "<@", "<https://x.example|", "<!date^", "<@U1>", "<<", "|"])
def test_a_text_is_read_once(piece: str) -> None:
    shown = platform("slack").show_text
    assert growth(lambda words: shown(words, NAMES), lambda number: piece * number * 20) < BOUND


@pytest.mark.parametrize("name", names())
def test_plain_words_are_shown_as_they_stand(name: str) -> None:
    assert platform(name).show_text("Hello, all 3 of you!", {}) == "Hello, all 3 of you!"
