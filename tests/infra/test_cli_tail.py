"""`rapport tail`: what is new, once each, oldest first, and nothing that steers the terminal."""

from collections.abc import Iterator
from typing import Any

import pytest

from infra.cli.agent_api import AgentApi, Refused
from infra.cli.errors import CommandError
from infra.cli.main import main
from infra.cli.tail import Followed, line, plain
from tests.infra.servers import Asked, serve


class Inbox:
    """The two routes that `tail` reads, over conversations of interactions kept newest first."""

    def __init__(self) -> None:
        self.conversations: dict[str, list[dict[str, Any]]] = {}
        self.busy = 0

    def add(self, conversation: str, **fields: Any) -> dict[str, Any]:
        item = interaction(id=f"{conversation}{len(self.conversations.get(conversation, []))}", **fields)
        self.conversations.setdefault(conversation, []).insert(0, item)
        return item

    def __call__(self, asked: Asked) -> tuple[int, Any]:
        if self.busy:
            self.busy -= 1
            return 503, {"title": "Unavailable"}
        parts = asked.path.strip("/").split("/")
        if len(parts) == 1:
            heads = [self._head(name) for name in self.conversations]
            return 200, {"data": heads, "next_cursor": None, "has_more": False}
        return 200, {"data": self.conversations[parts[1]], "next_cursor": None, "has_more": False}

    def _head(self, name: str) -> dict[str, Any]:
        last = self.conversations[name][0]
        return {"id": name, "last_interaction": {**last, "snippet": last["text"]}}


def interaction(**fields: Any) -> dict[str, Any]:
    return {
        "id": "a",
        "platform": "slack",
        "kind": "message",
        "mode": "private",
        "direction": "in",
        "author": {"id": "p", "name": "Mara Example", "handle": None, "short_id": None},
        "occurred_at": "2026-01-01T12:00:00.000Z",
        "title": None,
        "text": "Hello",
        "language": "en",
        "sentiment": {"label": "neutral", "score": 0.0},
        "deleted": False,
        **fields,
    }


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def api(inbox: Inbox) -> Iterator[AgentApi]:
    with serve(inbox) as served:
        yield AgentApi(served.url, "rpt_a_b")


def texts(items: list[dict[str, Any]]) -> list[str]:
    return [item["text"] for item in items]


def test_each_interaction_is_shown_once_oldest_first(inbox: Inbox, api: AgentApi) -> None:
    inbox.add("a", text="one", occurred_at="2026-01-01T12:00:01Z")
    inbox.add("a", text="three", occurred_at="2026-01-01T12:00:03Z")
    inbox.add("b", text="two", occurred_at="2026-01-01T12:00:02Z")
    followed = Followed(api)
    assert texts(followed.look()) == ["one", "two", "three"]
    assert followed.look() == []
    inbox.add("b", text="four")
    assert texts(followed.look()) == ["four"]


def test_what_is_not_analysed_yet_is_waited_for(inbox: Inbox, api: AgentApi) -> None:
    item = inbox.add("a", text="fresh", sentiment=None)
    followed = Followed(api)
    assert followed.look() == []
    item["sentiment"] = {"label": "positive", "score": 0.9}
    assert texts(followed.look()) == ["fresh"]


def test_the_last_look_waits_for_nothing(inbox: Inbox, api: AgentApi) -> None:
    inbox.add("a", text="fresh", sentiment=None)
    assert texts(Followed(api).look(final=True)) == ["fresh"]


def test_an_edit_is_shown_again(inbox: Inbox, api: AgentApi) -> None:
    item = inbox.add("a", text="frist")
    followed = Followed(api)
    followed.look()
    item["text"] = "first"
    assert texts(followed.look()) == ["first"]


def test_only_what_changed_is_read_again(inbox: Inbox) -> None:
    inbox.add("a")
    inbox.add("b")
    with serve(inbox) as served:
        followed = Followed(AgentApi(served.url, "rpt_a_b"))
        followed.look()
        before = len(served.asked)
        followed.look()
        assert len(served.asked) == before + 1


def test_a_busy_api_is_asked_again(inbox: Inbox, api: AgentApi) -> None:
    inbox.add("a", text="one")
    inbox.busy = 1
    assert texts(Followed(api).look()) == ["one"]
    inbox.busy = 2
    with pytest.raises(Refused) as refused:
        api.get("conversations")
    assert refused.value.status == 503


def test_no_api_at_all_is_told() -> None:
    with pytest.raises(CommandError, match="is the stack up"):
        AgentApi("http://127.0.0.1:9", "rpt_a_b").get("conversations")


def test_a_line_says_who_and_how_it_sounds() -> None:
    shown = line(interaction(sentiment={"label": "negative", "score": -0.9}, text="Bad\nservice"))
    assert shown.startswith("12:00:00  slack")
    assert shown.endswith("- Mara Example: Bad service")


@pytest.mark.parametrize(
    ("fields", "end"),
    [
        ({"direction": "out", "author": None}, "us: Hello"),
        ({"author": None}, "somebody: Hello"),
        ({"deleted": True, "text": None}, "Mara Example: (deleted)"),
        ({"text": None, "title": "Topic"}, "Mara Example: Topic"),
    ],
)
def test_lines_of_special_interactions(fields: dict[str, Any], end: str) -> None:
    assert line(interaction(**fields)).endswith(end)


def test_other_peoples_words_do_not_steer_the_terminal() -> None:
    assert plain("a\x1b[2Jb\u202ec\r\nd\ud800e") == "a [2Jb c d e"
    assert plain("👩\u200d💻") == "👩\u200d💻"


def test_it_shows_what_is_there_and_stops(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox.add("a", text="one")
    with serve(inbox) as served:
        monkeypatch.setenv("RAPPORT_API", served.url)
        monkeypatch.setenv("RAPPORT_TOKEN", "rpt_a_b")
        assert main(["tail", "--once"]) == 0
        assert main(["tail", "--once", "--platform", "x"]) == 0
        assert served.asked[-2].query["platform"] == "x"
    shown = capsys.readouterr().out
    assert shown.count("Mara Example: one") == 2
    assert "\x1b" not in shown
