"""What agents read of a text that names people by tokens (`respond/shapes/words.py`)."""

from typing import Any

import pytest

from store.brand.accounts import Account
from store.vault import keys as vault_keys
from store.vault.rows import SaltRow
from tests.respond.world import ACME, MS, World, authorizer

SLACK = "slack"
SAID = "Ask <@U0TOM> or <@U0NEW> in <#C0HELP|help>, <@U0IDA|ida>"
TOM = {
    "kind": "message", "external_id": "s0", "thread_id": "s0", "author_id": "U0TOM", "author_name": "Tom Hill",
    "text": "bad", "occurred_at": MS - 9_000,
}  # fmt: skip
ASK = {
    "kind": "message", "external_id": "s1", "thread_id": "s1", "author_id": "U0ANN", "author_name": "Ann Lee",
    "text": SAID, "occurred_at": MS - 8_000, "mentioned_ids": ["U0TOM", "U0NEW", "U0IDA"],
}  # fmt: skip


@pytest.fixture
def slack(world: World) -> World:
    world.stores.accounts.connect_account(Account("slackacme", ACME, SLACK, "slack-acme", "shop"))
    world.tell(SLACK, TOM, ASK)
    return world


def _shown(world: World, **more: object) -> dict[str, Any]:
    answer = world.get("/interactions/{id}", path={"id": world.hid(SLACK, "item", "s1")}, **more)
    assert answer.status == 200
    found: dict[str, Any] = answer.body
    return found


def test_people_are_shown_by_the_names_we_know_and_the_text_stays(slack: World) -> None:
    shown = _shown(slack)
    assert shown["text"] == SAID
    assert shown["text_shown"] == "Ask @Tom Hill or @U0NEW in #help, @ida"


def test_a_label_points_into_the_text_as_it_is_kept(slack: World) -> None:
    (found,) = slack.stores.feed.read_stored(ACME, [slack.hid(SLACK, "item", "s1")]).values()
    row = found.row
    row.update([type(row).labels.set(row.labels | {"spans": [[0, 3, -50]]})])
    assert _shown(slack)["sentiment"]["words"] == [{"word": "Ask", "weight": -0.5, "start": 0, "length": 3}]


def test_the_inbox_shows_the_same_beginning(slack: World) -> None:
    listed = slack.get("/conversations", query={"platform": SLACK}).body["data"]
    snippets = {each["last_interaction"]["snippet"] for each in listed}
    assert "Ask @Tom Hill or @U0NEW in #help, @ida" in snippets
    assert not [each for each in snippets if "<@" in each]


def test_somebody_whose_data_may_not_be_used_is_named_to_nobody_else(slack: World) -> None:
    assert slack.stores.consents.restrict_person(ACME, slack.hid(SLACK, "person", "U0TOM"), MS)
    slack.clock.now += 301
    assert "Tom Hill" not in _shown(slack, caller=authorizer(agent="ann"))["text_shown"]


def test_the_erased_have_no_name_in_it(slack: World) -> None:
    SaltRow(vault_keys.person_salt(ACME, slack.hid(SLACK, "person", "U0TOM")), erased_at=MS).save()
    slack.clock.now += 301
    assert _shown(slack)["text_shown"].startswith("Ask @U0TOM or")
