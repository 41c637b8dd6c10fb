"""The end of `make up`: an inbox that is filled once, waited for, and shown by a command."""

from typing import Any

import pytest

from infra.simulate import demo
from tests.infra.servers import Asked, serve
from tests.infra.simulated import rows


class Stack:
    """An API and webhooks in one: what is posted stands in the inbox, and is analysed some looks later."""

    def __init__(self, status: int = 200, slow: int = 0, standing: int = 0) -> None:
        self.status = status
        self.slow = slow
        self.standing = standing

    def __call__(self, asked: Asked) -> tuple[int, Any]:
        if asked.path.startswith("/hooks/"):
            self.standing += self.status == 200
            return self.status, b""
        self.slow -= 1
        sentiment = None if self.slow > 0 else {"label": "neutral"}
        last = {"id": "a", "sentiment": sentiment, "deleted": False}
        heads = [{"id": str(n), "last_interaction": last} for n in range(self.standing)]
        return 200, {"data": heads, "next_cursor": None, "has_more": False}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "RATE", 0)
    monkeypatch.setattr(demo, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(demo, "PATIENCE_S", 1.0)


def shown(stack: Stack) -> tuple[bool, int]:
    with serve(stack) as served:
        accounts = [{**each, "webhook_url": f"{served.url}/hooks/{each['platform']}"} for each in rows()]
        good = demo.show({"api_url": served.url, "token": "rpt_a_b", "accounts": accounts})
        return good, sum(asked.path.startswith("/hooks/") for asked in served.asked)


def test_an_empty_inbox_is_filled_and_shown_when_analysed(capsys: pytest.CaptureFixture[str]) -> None:
    stack = Stack(slow=5)
    assert shown(stack) == (True, demo.COUNT)
    assert stack.slow <= 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("curl -s -H 'Authorization: Bearer rpt_a_b' 'http://127.0.0.1:")
    assert last.endswith("/conversations'")


def test_an_inbox_that_is_not_empty_gets_nothing_new_and_is_not_waited_for() -> None:
    stack = Stack(standing=3, slow=10_000)
    assert shown(stack) == (True, 0)
    assert stack.slow > 9_990, "words of somebody restricted are never shown as analysed"


def test_refused_deliveries_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    good, _ = shown(Stack(status=401))
    assert not good
    assert "answered 401" in capsys.readouterr().out


def test_an_inbox_that_is_never_analysed_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    good, _ = shown(Stack(slow=10**6))
    assert not good
    assert "still not analysed" in capsys.readouterr().out
