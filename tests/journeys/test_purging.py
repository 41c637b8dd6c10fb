"""A period is made shorter: the next purge takes what is too old by it, and nothing else, with one key for all."""

import json
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from infra.cli.connecting import Row
from infra.simulate.post import sign_letter
from infra.simulate.teller import Letter
from model.messages import Envelope
from platforms import registry
from tests.journeys import voices
from tests.journeys.ownership import elsewhere, shorten
from tests.journeys.persons import ENTERED, Person, people
from tests.journeys.world import RunningStack

pytestmark = pytest.mark.e2e


@dataclass(frozen=True)
class Purged:
    """Somebody who wrote three days ago, and somebody who wrote now; what the purge said."""

    old: Person
    new: Person
    counted: dict[str, Any]
    done: dict[str, Any]


@pytest.fixture(scope="module")
def purged(world: RunningStack) -> Iterator[Purged]:
    """A period was shortened to two days, counted first, then done."""
    row = world.connected("standard_webhooks")
    pair = [replace(who, platform="standard_webhooks") for who in people(2)]
    for who, days in zip(pair, (3, 0), strict=True):
        for letter in voices.life(who, row):
            _received(world, letter, row, days)
    world.invoked("SweepFunction", {})
    words = [_agents_words(who) for who in pair]
    world.until(lambda: all(_shown(world, row, each) for each in words))
    world.quiet()
    brand = world.content["brand"]
    elsewhere(shorten, world.deployed, brand, row["platform"], {"interaction_days": 2, "profile_days": 2})
    try:
        counted = world.invoked("PurgeFunction", {"dry_run": True})
        assert all(_shown(world, row, each) for each in words), "counting does nothing"
        old, new = pair
        yield Purged(old, new, counted, world.invoked("PurgeFunction", {}))
    finally:
        elsewhere(shorten, world.deployed, brand, row["platform"], {})


def _received(world: RunningStack, letter: Letter, row: Row, days_ago: int) -> None:
    """Left in the bucket by a webhook that found no queue, so many days ago."""
    received_at = int(time.time() * 1000) - days_ago * 86_400_000
    endpoint = row["webhook_url"].rsplit("/", 1)[1]
    headers = sign_letter(letter, row["secrets"], received_at // 1000).headers
    kept = {
        name: headers[name] for name in registry.platform(letter.platform).kept_headers if name in headers
    }
    envelope = Envelope(letter.platform, endpoint, world.content["brand"], received_at, kept, letter.body)
    day = time.strftime("%Y-%m-%d", time.gmtime(received_at / 1000))
    world.deployed.client("s3").put_object(
        Bucket=world.deployed.outputs["BucketFallback"],
        Key=f"fallback/{day}/{uuid.uuid4().hex}.json",
        Body=envelope.to_json().encode(),
    )


def _platform_words(who: Person) -> list[str]:
    return [word for kind, word in who.words.items() if kind not in ENTERED]


def _agents_words(who: Person) -> list[str]:
    """Those that agents read: nobody shows the native id, and files come through us, whatever their address."""
    return [word for kind, word in who.words.items() if kind not in (*ENTERED, "native_id", "media")]


def _shown(world: RunningStack, row: Row, words: list[str]) -> bool:
    """Whether agents read these."""
    shown = json.dumps(world.interactions(row), ensure_ascii=False)
    return all(json.dumps(word, ensure_ascii=False)[1:-1] in shown for word in words)


def test_a_purge_counts_before_it_acts(purged: Purged, world: RunningStack) -> None:
    brand = world.content["brand"]
    for said, shredded in ((purged.counted, False), (purged.done, True)):
        buckets = said["brands"][brand]["buckets"]
        due = [each for each in buckets if each["platform"] == "standard_webhooks"]
        assert {each["class"] for each in due} == {"interaction", "profile"}
        assert all(each["due"] == 1 for each in due)
        assert all(each["shredded"] == (1 if shredded else 0) for each in due), due
    assert (purged.counted["dry_run"], purged.done["dry_run"]) == (True, False)


def test_what_was_purged_is_found_nowhere(purged: Purged, world: RunningStack, tmp_path: Path) -> None:
    gone, kept = tmp_path / "gone", tmp_path / "kept"
    gone.write_text("\n".join(_platform_words(purged.old)), encoding="utf-8")
    kept.write_text("\n".join(_platform_words(purged.new)), encoding="utf-8")
    done = world.rapport("verify-purge", "--gone", str(gone), "--kept", str(kept))
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout) == {"passed": True, "remaining": {}, "missing": []}
