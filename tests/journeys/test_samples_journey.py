"""Real payloads kept outside this repository, signed and posted to the running stack, counted through the API.

They name accounts of their own (Pages, workspaces, handles), which are connected first.
"""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from infra.cli.connecting import Row
from infra.simulate.fresh import secrets_for
from infra.simulate.post import request, sign_letter
from infra.simulate.teller import Letter
from infra.template import ROOT
from model.event import SILENT, TOGGLES, Direction, Event, Kind
from model.http import Delivery, lower_names
from platforms import registry
from tests.journeys.world import RunningStack

SAMPLES = ROOT / os.environ.get("RAPPORT_SAMPLES", "../shared/samples")
SIX = ("discourse", "facebook", "slack", "standard_webhooks", "telegram", "x")
CHANGES = frozenset({Kind.EDIT, Kind.DELETE})

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not (SAMPLES / "expected.jsonl").exists(), reason=f"no sample payloads at {SAMPLES}"),
]


@dataclass
class Sample:
    """One file that a webhook can deliver, and what it says."""

    name: str
    letter: Letter
    self_ids: tuple[str, ...]
    events: list[Event] = field(default_factory=list)


def samples(platform: str) -> Iterator[Sample]:
    with (SAMPLES / "expected.jsonl").open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    for record in records:
        if record["platform"] == platform and record.get("delivery", "webhook") == "webhook":
            yield sample(platform, record)


def sample(platform: str, record: dict[str, Any]) -> Sample:
    body = (SAMPLES / record["file"]).read_bytes()
    made = Sample(record["file"], Letter(platform, body, record["headers"]), tuple(record["self_ids"]))
    headers = lower_names(sign_letter(made.letter, secrets_for(platform), int(time.time())).headers)
    delivery = Delivery(platform, body, headers, int(time.time() * 1000), self_ids=made.self_ids)
    found = registry.platform(platform).parse(delivery)
    made.events = [event.settled(made.self_ids) for event in found if event.kind not in SILENT]
    return made


@pytest.fixture(scope="module")
def posted(world: RunningStack) -> dict[str, tuple[list[Row], list[Sample]]]:
    """Per platform the accounts that the files name, connected, and the files, all accepted."""
    return {platform: (post_all(world, platform)) for platform in SIX}


def post_all(world: RunningStack, platform: str) -> tuple[list[Row], list[Sample]]:
    files = list(samples(platform))
    rows = accounts(world, platform, files)
    for each in files:
        headers = lower_names(sign_letter(each.letter, rows[0]["secrets"], int(time.time())).headers)
        reply = request("POST", rows[0]["webhook_url"], headers, each.letter.body)
        assert 200 <= reply.status < 300, each.name
    return rows, files


def accounts(world: RunningStack, platform: str, files: list[Sample]) -> list[Row]:
    """One endpoint that serves every account named; where none can be named, one account."""
    named = dict.fromkeys(event.account_id for each in files for event in each.events if event.account_id)
    own = sorted({native for each in files for native in each.self_ids})
    natives = list(named) if registry.platform(platform).names_account and named else [f"{platform}-samples"]
    rows = [world.connected(platform, natives[0], self_ids=own)]
    endpoint = rows[0]["webhook_url"].rsplit("/", 1)[1]
    rows += [world.connected(platform, native, self_ids=own, endpoint=endpoint) for native in natives[1:]]
    return rows


def interaction_of(event: Event) -> object:
    """What tells two interactions apart."""
    if event.external_id is not None:
        return (event.scope, event.external_id)
    kind = Kind.JOIN if event.kind is Kind.LEAVE else event.kind
    return (kind, event.parent_id or event.thread_id, event.author_id)


@pytest.mark.parametrize("platform", SIX)
def test_every_file_is_stored_sealed_and_once(
    world: RunningStack, posted: dict[str, tuple[list[Row], list[Sample]]], platform: str
) -> None:
    rows, files = posted[platform]
    world.quiet()
    stored = [item for row in rows for item in world.rows_of(row)]
    # What names no account is only taken by an endpoint that serves one; a deletion is for whoever has the item.
    events = [
        event
        for each in files
        for event in each.events
        if event.account_id or len(rows) == 1 or event.kind is Kind.DELETE
    ]
    assert len(stored) == len({interaction_of(event) for event in events})
    texts = {event.text for each in files for event in each.events if event.text and len(event.text) > 8}
    lying = b"\n".join(repr(row).encode() + b"".join(sealed(row)) for row in stored)
    assert [text for text in texts if text.encode() in lying] == []


def sealed(row: dict[str, Any]) -> list[bytes]:
    return [value["B"] for value in row.values() if "B" in value]


@pytest.mark.parametrize("platform", SIX)
def test_what_people_wrote_appears_scored_and_segmented(
    world: RunningStack, posted: dict[str, tuple[list[Row], list[Sample]]], platform: str
) -> None:
    rows, files = posted[platform]
    events = [event for each in files for event in each.events]
    changed = {interaction_of(event) for event in events if event.kind in CHANGES}
    wanted = {
        interaction_of(event): event.text
        for event in events
        if event.direction is Direction.IN and event.kind not in TOGGLES | CHANGES | {Kind.SHARE}
        and interaction_of(event) not in changed
    }  # fmt: skip
    shown = world.until(lambda: analysed(world, rows, len(wanted))) if wanted else []
    texts = [item["text"] for item in shown if item["direction"] == "in"]
    assert all(texts.count(text) >= 1 for text in wanted.values())
    assert all(item["sentiment"] for item in shown if not item["deleted"])
    for author in {item["author"]["id"] for item in shown if item["author"]}:
        facts = world.until(lambda author=author: world.api.get("contacts", author)["facts"])  # type: ignore[misc]  # the loop's own author
        assert facts["interactions"] >= 1


def analysed(world: RunningStack, rows: list[Row], least: int) -> list[dict[str, Any]]:
    shown = [item for row in rows for item in world.interactions(row)]
    theirs = [item for item in shown if item["direction"] == "in"]
    finished = all(item["sentiment"] or item["deleted"] for item in shown)
    return shown if finished and len(theirs) >= least else []


def test_all_six_platforms_have_samples() -> None:
    counted = {platform: len(list(samples(platform))) for platform in SIX}
    assert min(counted.values()) >= 2, counted
    assert sum(counted.values()) > 50, counted


def test_samples_stay_outside() -> None:
    assert ROOT not in Path(SAMPLES).resolve().parents
