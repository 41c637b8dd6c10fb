"""The texts of this repository that the engine learns from: whole rows, and none that it is measured on."""

import re

from model.analysis import INTENTS, SENTIMENTS
from tools.train_sentiment.data import held_back_messages, messages, own_posts


def folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def test_no_learned_message_says_a_held_back_one_again() -> None:
    held = {(row.language, folded(row.text)) for row in held_back_messages() if len(row.text.split()) > 3}
    again = [row.text for row in messages("own", "plain", "rare") if (row.language, folded(row.text)) in held]
    assert held
    assert not again


def test_every_row_has_known_labels() -> None:
    for row in messages("care", "own", "plain", "rare"):
        assert row.text.strip() == row.text != "", row
        assert row.sentiment in SENTIMENTS[:3], row
        assert row.intents <= set(INTENTS), row
        assert 0 <= row.urgency <= 3, row


def test_every_post_has_a_known_label() -> None:
    assert {row.label for row in own_posts()} == set(SENTIMENTS[:3])
