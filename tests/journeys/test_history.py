"""What `make up` brings in besides webhooks is read through the API: with its platform, its place and its own time."""

import json
import urllib.request
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from typing import Any

import pytest

from infra.local.history import ACCOUNTS, FEED, HELPDESK, PLUS, bring_history
from infra.simulate.history import FEED_HOST, HELPDESK_SITE, NEWS, NOTED, PLUS_OWNER, PLUS_POSTS
from tests.journeys.world import RunningStack

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def told(world: RunningStack) -> list[str]:
    """What is said of it; the second time there is nothing to say."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
        first = elsewhere.submit(bring_history, world.deployed, world.content, world.web_port).result()
        again = elsewhere.submit(bring_history, world.deployed, world.content, world.web_port).result()
    assert again == []
    world.quiet()
    return first


def shown(world: RunningStack, platform: str) -> list[dict[str, Any]]:
    """All that the API shows of what came to one of these accounts, whether in an open conversation or in none."""
    stored = world.rows_of({"platform": platform, "account": ACCOUNTS[platform][0]})
    return [world.api.get("interactions", row["pk"]["S"].rpartition("#")[2]) for row in stored]


def test_an_archive_of_google_plus_is_shown_with_the_time_of_then(
    world: RunningStack, told: list[str]
) -> None:
    line = next(line for line in told if line.startswith(PLUS))
    assert line.endswith("imported 10 new, 0 known already, 0 refused")
    found = shown(world, PLUS)
    assert {each["platform"] for each in found} == {PLUS}
    comments = {each["text"]: each for each in found if each["kind"] == "comment"}
    assert set(comments) == {answer for _, _, answer in PLUS_POSTS}
    oldest = comments[PLUS_POSTS[0][2]]
    assert oldest["occurred_at"].startswith("2013-05-06T07:")
    assert oldest["permalink"] == f"https://plus.google.com/{PLUS_OWNER}/posts/Demo0"
    assert not world.conversations({"platform": PLUS, "account": PLUS_OWNER}), "history waits for nobody"


def test_what_chatwoot_exported_is_shown_and_what_was_open_waits(
    world: RunningStack, told: list[str]
) -> None:
    assert any("imported 10 new, 0 known already, 0 refused" in line for line in told)
    found = shown(world, HELPDESK)
    assert {each["permalink"] for each in found} == {
        f"{HELPDESK_SITE}/app/accounts/1/conversations/{number}" for number in (38, 41)
    }
    assert {each["direction"] for each in found} == {"in", "out"}
    then = min(datetime.fromisoformat(each["occurred_at"]) for each in found)
    assert timedelta(39) < datetime.now(UTC) - then < timedelta(41)
    (head,) = world.conversations({"platform": HELPDESK, "account": ACCOUNTS[HELPDESK][0]})
    assert head["last_interaction"]["snippet"] == "Any news? I leave on Friday."
    assert head["tags"] == ["parts"]
    (noted,) = world.api.get("conversations", head["id"], "notes")["data"]
    assert noted["text"] == f"Kim Example: {NOTED}"


def test_a_feed_is_polled_by_the_deployed_function(world: RunningStack, told: list[str]) -> None:
    assert any(line.startswith("polled") for line in told)
    found = shown(world, FEED)
    assert {each["text"] for each in found} == {text for _, text in NEWS}
    assert {each["permalink"] for each in found} == {f"https://{FEED_HOST}/posts/{n}" for n in (1, 2, 3)}
    assert {each["platform"] for each in found} == {FEED}
    (term,) = world.api.get("terms")["data"]
    assert {each["term_id"] for each in found} == {term["id"]}, "the search found what the poll had told"
    heads = world.conversations({"platform": FEED, "account": ACCOUNTS[FEED][0]})
    assert len(heads) == len(NEWS), "what a feed of ours tells waits, whatever is looked for in it"


def test_an_uploaded_file_is_imported_by_itself_and_deleted(world: RunningStack) -> None:
    """The bucket tells the queue, the function of least rights takes the file apart, and the API says how far it is."""
    row = world.connected("standard_webhooks")
    lines = "\n".join(
        json.dumps(
            {
                "id": str(n),
                "text": f"Where is order {n}?",
                "at": "2020-05-01T10:00:00Z",
                "author": {"id": "7"},
            }
        )
        for n in range(40)
    )
    file = f'{lines}\n{{"id": "x"}}\n'.encode()
    for new, known in ((40, 0), (0, 40)):
        body = {"account": world.account_id(row), "form": "jsonl"}
        announced = world.api.post("imports", body=body)
        put_file(announced["upload"]["url"], file)
        done = world.until(partial(ended, world, announced["import"]["id"]), idle_s=120)
        assert (done["state"], done["new"], done["known"]) == ("done", new, known)
        assert done["reasons"] == [{"reason": "no_words", "count": 1}]
        world.quiet()
    assert len(world.rows_of(row)) == 40
    assert world.conversations(row) == [], "history waits for nobody"
    bucket = world.deployed.outputs["BucketFallback"]
    assert (
        world.deployed.client("s3").list_objects_v2(Bucket=bucket, Prefix="imports/").get("Contents", [])
        == []
    )


def ended(world: RunningStack, import_id: str) -> dict[str, Any]:
    found = world.api.get("imports", import_id)
    return found if found["ended_at"] else {}


def put_file(url: str, file: bytes) -> None:
    """As `curl -T` does."""
    request = urllib.request.Request(url, file, method="PUT")  # noqa: S310 - this machine's own bucket
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
        assert answer.status == 200
