"""Logs and metrics: one JSON line each, and nothing personal gets in."""

import json
import re

import pytest

from aws import observe
from model.errors import Malformed
from model.messages import Envelope


def line(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    (only,) = capsys.readouterr().out.splitlines()
    found: dict[str, object] = json.loads(only)
    return found


def test_a_log_line(capsys: pytest.CaptureFixture[str]) -> None:
    observe.info("batch_done", count=3, platform="slack", missing=None)

    assert line(capsys) == {"level": "INFO", "what": "batch_done", "count": 3, "platform": "slack"}


@pytest.mark.parametrize(
    "field",
    [
        "text",
        "name",
        "body",
        "handle",
        "author_name",
        "author_handle",
        "Name",
        "title",
        "secret",
        "url",
        "reply_text",
    ],
)
def test_a_field_that_would_carry_a_person_s_data_is_refused(field: str) -> None:
    with pytest.raises(TypeError, match="personal"):
        observe.info("something", **{field: "x"})
    with pytest.raises(TypeError, match="personal"):
        observe.metric("something", 1, unit="Count", details=None, **{field: "x"})
    with pytest.raises(TypeError, match="personal"):
        observe.metric("something", details={field: "x"})
    with pytest.raises(TypeError, match="personal"):
        observe.failure("something", ValueError(), **{field: "x"})


def test_it_is_refused_below_the_level_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORT_LOG_LEVEL", "ERROR")
    with pytest.raises(TypeError):
        observe.debug("something", text="x")


@pytest.mark.parametrize("value", [{"a": 1}, ["a"], b"bytes", "a" * 201])
def test_only_short_plain_values(value: object) -> None:
    with pytest.raises(TypeError):
        observe.info("something", thing=value)  # type: ignore[arg-type]  # what is refused


def test_the_level_is_a_setting(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    observe.debug("quiet")
    assert capsys.readouterr().out == ""

    monkeypatch.setenv("RAPPORT_LOG_LEVEL", "DEBUG")
    observe.debug("loud")
    assert line(capsys)["what"] == "loud"

    monkeypatch.setenv("RAPPORT_LOG_LEVEL", "ERROR")
    observe.info("quiet")
    observe.warning("quiet")
    assert capsys.readouterr().out == ""


def test_a_failure_says_what_and_where_and_never_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Malformed) as caught:
        Envelope.from_json("the text of a person")
    observe.failure("parse_failed", caught.value, platform="slack")

    found = line(capsys)
    assert (found["error"], found["code"], found["platform"]) == ("Malformed", "bad_envelope", "slack")
    assert re.fullmatch(r"test_observe\.py:\d+ messages\.py:\d+", str(found["where"]))
    assert "person" not in json.dumps(found)


def test_a_failure_of_somebody_else_s_has_no_code(capsys: pytest.CaptureFixture[str]) -> None:
    observe.failure("odd", ValueError("the text of a person"))

    found = line(capsys)
    assert found["error"] == "ValueError"
    assert "code" not in found
    assert "person" not in json.dumps(found)


def test_a_metric_counts_for_the_stage_and_by_its_dimensions(capsys: pytest.CaptureFixture[str]) -> None:
    observe.metric("delivery_rejected", platform="slack")

    found = line(capsys)
    assert (found["delivery_rejected"], found["stage"], found["platform"]) == (1, "test", "slack")
    (definition,) = found["_aws"]["CloudWatchMetrics"]  # type: ignore[index]  # JSON
    assert definition == {
        "Namespace": "Rapport",
        "Dimensions": [["stage"], ["stage", "platform"]],
        "Metrics": [{"Name": "delivery_rejected", "Unit": "Count"}],
    }


def test_a_metric_without_dimensions(capsys: pytest.CaptureFixture[str]) -> None:
    observe.metric("waited", 12.5, unit="Milliseconds")

    found = line(capsys)
    assert found["waited"] == 12.5
    assert found["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["stage"]]  # type: ignore[index]  # JSON
