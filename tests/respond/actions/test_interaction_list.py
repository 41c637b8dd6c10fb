"""What people wrote on some days is listed: the messages behind a bar.

Tests of: `respond.shapes.interaction_list`.
"""

from typing import Any

import pytest

from respond.actions import interaction_list
from tests.respond.desk import ask
from tests.respond.world import FACEBOOK, TELEGRAM, World

DAY = {"from": "2026-09-21", "to": "2026-09-21"}


def listed(world: World, **query: Any) -> list[str]:
    found = ask(world, "GET", "/interactions", **{**DAY, **query})
    assert found.status == 200, found.text
    return sorted(each["text"].partition(" (")[0].partition("\n")[0] for each in found.body["data"])


def test_the_messages_behind_a_bar_are_found(shared: World) -> None:
    whole = ["All good, thanks", "Do you ship to Norway?", "They do", "This is bad."]
    assert listed(shared) == whole, "of people, and not of ourselves"
    assert listed(shared, platform=TELEGRAM) == [whole[0], whole[3]]
    assert listed(shared, platform=FACEBOOK, topic="norway") == [whole[1]]
    assert listed(shared, sentiment="negative") == [whole[3]]
    assert listed(shared, sentiment=["negative", "positive"]) == [whole[0], whole[3]]
    assert listed(shared, **{"from": "2026-09-19", "to": "2026-09-20"}) == []
    # 14:12 UTC is the day after in Auckland.
    assert listed(shared, zone="Pacific/Auckland") == []
    assert listed(shared, zone="Pacific/Auckland", **{"from": "2026-09-22", "to": "2026-09-22"}) == whole


def test_a_list_goes_on_by_cursor_and_says_how_far_it_looked(
    shared: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interaction_list, "MOST", 1)
    asked, texts, looked = dict[str, Any](DAY), list[str](), 0
    for _ in range(9):
        page = ask(shared, "GET", "/interactions", **asked).body
        texts += [each["id"] for each in page["data"]]
        looked += page["looked_at"]
        if not page["has_more"]:
            break
        asked["cursor"] = page["next_cursor"]
    assert (len(texts), len(set(texts)), looked) == (4, 4, 3)
    asked["cursor"] = "eA"
    assert ask(shared, "GET", "/interactions", **asked).status == 400
    assert {each["action"] for each in shared.audit()} == {"read interactions"}
