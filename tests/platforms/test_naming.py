"""Who somebody is whom payloads name by id only: the question to each platform, and its answers.

Tests of: `platforms.fetching`.
"""

import json
from typing import Any

import pytest

from model.event import Signal
from model.http import Delivery
from platforms.naming import NAMES
from platforms.registry import names, platform

WHAT = {"kind": "name", "person": "U 1", "account": "a", "hid": "h", "place": "19:t@thread.tacv2:17"}
TOKEN = {"access_token": "tok"}
ANSWERS: dict[str, tuple[Any, str | None, str | None]] = {
    "slack": (
        {"ok": True, "user": {"name": "mara", "profile": {"display_name": "", "real_name": "Mara"}}}, "Mara", "mara"
    ),
    "line": ({"displayName": "Haruka", "userId": "U1"}, "Haruka", None),
    "viber": ({"status": 0, "user": {"id": "1", "name": "Ivan"}}, "Ivan", None),
    "messenger": ({"first_name": "Mara", "last_name": "West", "id": "1"}, "Mara West", None),
    "instagram": ({"name": "Mara West", "username": "mara.w", "id": "1"}, "Mara West", "mara.w"),
    "teams": ({"id": "29:1", "name": "Bob Stein", "userPrincipalName": "bob@acme.example"}, "Bob Stein", None),
    "discord": ({"id": "1", "username": "mara", "global_name": None}, "mara", "mara"),
}  # fmt: skip


def _page(name: str, body: Any, status: int = 200) -> Delivery:
    return Delivery(name, json.dumps(body).encode(), {}, 1, "page", fetched={**WHAT, "status": status})


@pytest.mark.parametrize("name", [each for each in NAMES if each in names()])
def test_a_name_is_asked_for_in_the_accounts_name_and_read(name: str) -> None:
    body, shown, handle = ANSWERS[name]
    call = platform(name).fetch(WHAT, TOKEN)
    assert call.url.startswith("https://")
    assert "U%201" in call.url or b'"U 1"' in call.body
    assert any("tok" in value for value in call.headers.values())
    (event,) = platform(name).complete(_page(name, body))
    assert event.signal is Signal.NAMED
    assert (event.author_id, event.author_name, event.author_handle) == ("U 1", shown, handle)


@pytest.mark.parametrize("name", [each for each in NAMES if each in names()])
def test_a_platform_that_does_not_tell_gives_no_name(name: str) -> None:
    assert platform(name).complete(_page(name, {}, 404)) == []
    assert platform(name).complete(_page(name, {})) == []


@pytest.mark.parametrize("thread", ["19:t@thread.tacv2", "19:t@thread.tacv2:1760000000001"])
def test_a_member_of_a_team_is_looked_up_where_they_were_met(thread: str) -> None:
    call = platform("teams").fetch({**WHAT, "place": thread}, TOKEN)
    assert call.url == (
        "https://smba.trafficmanager.net/teams/v3/conversations/19%3At%40thread.tacv2/members/U%201"
    )
    assert "/a%3A1x/" in platform("teams").fetch({**WHAT, "place": "a:1x"}, TOKEN).url


def test_a_person_cannot_write_into_the_question() -> None:
    call = NAMES["viber"].ask({"person": '1", "x": "\\'}, TOKEN)
    assert set(json.loads(call.body)) == {"id"}


def test_whose_payloads_say_names_are_not_asked() -> None:
    assert platform("telegram").find_name_question() is None
    with pytest.raises(NotImplementedError):
        platform("telegram").fetch({"kind": "else"}, TOKEN)
