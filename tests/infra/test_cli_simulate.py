"""`rapport simulate`: how many, how fast, which platforms, and what it says when it does not work."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.cli.main import main
from tests.infra.servers import Asked, Served, serve
from tests.infra.simulated import START_MS, rows

FIXED = ["--seed", "4", "--start", str(START_MS), "--rate", "0"]


@pytest.fixture
def webhook() -> Iterator[Served]:
    def answer(asked: Asked) -> tuple[int, Any]:
        return (401 if asked.path == "/telegram" else 200), b""

    with serve(answer) as served:
        yield served


@pytest.fixture(autouse=True)
def stack_file(webhook: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    accounts = [{**each, "webhook_url": f"{webhook.url}/{each['platform']}"} for each in rows()]
    path = tmp_path / "stack.json"
    path.write_text(json.dumps({"accounts": accounts}))
    monkeypatch.setenv("RAPPORT_STACK", str(path))
    return path


def posted(webhook: Served) -> Counter[str]:
    return Counter(asked.path.strip("/") for asked in webhook.asked)


def test_the_chosen_platforms_get_the_chosen_number(
    webhook: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", "--count", "20", "--platform", "slack", "--platform", "x", *FIXED]) == 0
    assert posted(webhook).total() == 20
    assert posted(webhook).keys() == {"slack", "x"}
    assert f"rapport simulate --seed 4 --start {START_MS}" in capsys.readouterr().out


def test_the_same_seed_posts_the_same_again(webhook: Served) -> None:
    arguments = ["simulate", "--count", "10", "--platform", "facebook", *FIXED]
    assert main(arguments) == main(arguments) == 0
    bodies = [asked.body for asked in webhook.asked]
    assert bodies[:10] == bodies[10:]


def test_without_a_seed_it_is_another_story(webhook: Served) -> None:
    arguments = ["simulate", "--count", "5", "--platform", "facebook", "--rate", "0"]
    assert main(arguments) == main(arguments) == 0
    assert [asked.body for asked in webhook.asked[:5]] != [asked.body for asked in webhook.asked[5:]]


def test_a_refused_delivery_is_1_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--count", "3", "--platform", "telegram", *FIXED]) == 1
    assert "telegram               3 answered 401" in capsys.readouterr().out


def test_once_is_a_tour_of_each_platform(webhook: Served) -> None:
    assert main(["simulate", "--once", "--platform", "slack", "--platform", "discourse", *FIXED]) == 0
    assert min(posted(webhook)["slack"], posted(webhook)["discourse"]) >= 5


def test_nobody_there_is_told(stack_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accounts = [{**rows()[0], "webhook_url": "http://127.0.0.1:9/hook"}]
    stack_file.write_text(json.dumps({"accounts": accounts}))
    assert main(["simulate", *FIXED]) == 1
    assert "is the stack up?" in capsys.readouterr().err


def test_no_such_account_is_told(stack_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stack_file.write_text(json.dumps({"accounts": []}))
    assert main(["simulate", *FIXED]) == 1
    assert "no account" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["--count", "-1"], ["--rate", "-1"], ["--rate", "inf"], ["--platform", "gong"]]
)
def test_nonsense_is_wrong_use(arguments: list[str], webhook: Served) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["simulate", *arguments])
    assert ended.value.code == 2
    assert webhook.asked == []
