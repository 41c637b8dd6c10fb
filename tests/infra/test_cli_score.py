"""`rapport score`: exactly what programs outside rely on, and what people read."""

import io
import json
import sys

import pytest

from infra.cli.main import main
from infra.cli.score import score_line

ANGRY = "This is terrible, I am very angry and I want my money back!"


def test_an_answer_has_the_agreed_fields() -> None:
    answer = score_line({"id": "1", "text": ANGRY, "lang": "en"})
    assert set(answer) == {"id", "sentiment", "score", "lang", "intent", "urgency", "offensive"}
    assert (answer["id"], answer["sentiment"], answer["lang"]) == ("1", "negative", "en")
    assert -1 <= answer["score"] < 0
    assert all(isinstance(name, str) for name in answer["intent"])
    assert 0 <= answer["urgency"] <= 1
    assert 0 <= answer["offensive"] <= 1


def test_a_language_is_found_when_none_is_given() -> None:
    text = "Vielen Dank, ich bin wirklich sehr zufrieden mit der schnellen Lieferung und der Beratung."
    assert score_line({"id": 1, "text": text, "lang": None})["lang"] == "de"


@pytest.mark.parametrize("record", [{}, {"text": None}, {"text": 5}, {"text": "a", "lang": 5}])
def test_what_is_no_request_is_answered_with_an_error(record: dict[str, object]) -> None:
    answer = score_line({"id": 7, **record})
    assert (answer["id"], answer["error"]["code"]) == (7, "bad_request")


def test_every_line_is_answered_also_a_broken_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.dumps({"id": 1, "text": ANGRY, "lang": None}), "{broken", json.dumps({"id": 2, "text": ""})]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines) + "\n"))
    assert main(["score", "--jsonl"]) == 0
    shown = capsys.readouterr()
    answers = [json.loads(line) for line in shown.out.splitlines()]
    assert [answer["id"] for answer in answers] == [1, None, 2]
    assert "error" in answers[1]
    assert shown.err == ""


def test_people_see_the_words_that_made_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", *ANGRY.split()]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("- negative -0.")
    assert "terrible -" in shown


def test_a_text_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score"]) == 2
    assert "give a text" in capsys.readouterr().err
