"""What people talk about: terms, pulses, bursts, and the one alert that a burst raises. With the real engine.

Tests of: `model.trends`, `segment.pulse`, `segment.topics`, `store.insights.pulses`, `store.insights.alerts`.
"""

import json
import random
from pathlib import Path as File
from typing import Any

import boto3
import pytest

from aws import batch
from model import trends
from model.conversation import HIGH
from model.http import Delivery
from model.messages import Envelope
from model.trends import HASHTAG, NAME, PHRASE, Pulse, Tally, Usual, alerts, burst
from platforms import registry
from segment.pulse import open_hours
from segment.scoring import score
from segment.topics import MOST, terms
from segment.trends import Trends, handler
from store.brand.accounts import Account
from store.dynamo import keys as row_keys
from store.dynamo.rows import OpsRow
from store.insights.hour_keys import HourKeys, unlock
from store.interactions.rows import FeedRow
from store.vault.rows import SaltRow
from store.vault.sealed import SealedPlace
from tests.ingest.test_intake import COMMENT
from tests.store.path import Path, sqs_event
from tests.store.world import BRAND, ENDPOINT, NOW, Clock, connect, stores

MS = NOW * 1000
HOUR = "2026092114"
COMPLAINTS = (
    "The new lamp broke after two days, this is terrible and nobody answers",
    "Worst purchase ever, the lamp broke and I want my money back",
    "I hate this awful lamp, it broke on the first evening",
)


@pytest.fixture
def path(tables: dict[str, str]) -> Path:
    made = stores(Clock())
    connect(made, "standard_webhooks", "shop")
    return Path(made, score)


def _clock(path: Path) -> Clock:
    clock = path.stores.clock
    assert isinstance(clock, Clock)
    return clock


def _comments(number: int, start: int = 0, chance: random.Random | None = None) -> list[dict[str, Any]]:
    chance = chance or random.Random(3)
    return [
        COMMENT | {"external_id": f"b{n}", "conversation_id": f"b{n}", "author_id": f"w{n}",
                   "text": chance.choice(COMPLAINTS), "occurred_at": MS - 60_000 + n}
        for n in range(start, start + number)
    ]  # fmt: skip


def _analysed(path: Path) -> None:
    """Run the sentiment step alone: what 300 people are segmented into takes the stand-in two minutes."""
    while path.sentiment_queue:
        event = sqs_event([path.sentiment_queue.pop(0)])
        assert batch.process(event, path.sentiment.label_interactions) == {"batchItemFailures": []}


class TestTerms:
    def test_hashtags_names_and_telling_words(self) -> None:
        found = terms(
            "My Star Lamp broke again #LampGate, write to @shop or a.b@c.example, https://x.example/9", "en"
        )
        assert found["#lampgate"] == HASHTAG
        assert found["star lamp"] == NAME
        assert found["lamp broke"] == PHRASE
        assert not {each for each in found if "shop" in each or "example" in each or "again" in each}

    def test_nouns_are_no_names_where_all_of_them_are_in_capitals(self) -> None:
        found = terms("Gestern kam endlich die Star Lamp mit kaputtem Kabel", "de")
        assert NAME not in found.values()
        assert found["star lamp"] == PHRASE

    def test_the_beginning_of_a_sentence_is_no_name(self) -> None:
        assert terms("Delivery failed. Customer service failed!", "en").get("delivery") != NAME

    @pytest.mark.parametrize("text", ["", "the and for", "123 456", "👎👎", "@anna @ben", "# ##"])
    def test_what_says_nothing_has_none(self, text: str) -> None:
        assert terms(text, "en") == {}

    def test_they_are_few_and_short(self) -> None:
        text = " ".join(f"{chr(97 + n % 26) * 5}{'xyz' * 30}" for n in range(300))
        found = terms(text, "en")
        assert len(found) <= MOST
        assert max(len(each) for each in found) <= 81


class TestAlerts:
    def test_what_is_usual_is_no_alert(self) -> None:
        pulse = Pulse("a", "x", HOUR, Tally(100, 20, 80), {"p": Tally(60, 15, 50)})
        assert list(alerts(pulse, Usual(90, 18))) == []

    def test_a_post_that_boils_is_one_alert_and_the_channel_none(self) -> None:
        pulse = Pulse("a", "x", HOUR, Tally(320, 295, 300), {"p": Tally(300, 295, 280), "q": Tally(5)})
        (alert,) = alerts(pulse, Usual(10, 2))
        assert (alert.post, alert.severity) == ("p", 10)
        assert [signal.name for signal in alert.signals] == [
            trends.VOLUME,
            trends.NEGATIVE_SHARE,
            trends.REACH,
        ]

    def test_many_happy_people_are_a_spike_of_volume_only(self) -> None:
        (alert,) = alerts(Pulse("a", "x", HOUR, Tally(200, 4, 150)), Usual(10, 2))
        assert (alert.post, [signal.name for signal in alert.signals]) == (None, [trends.VOLUME])

    def test_a_share_of_negative_ones_tells_where_the_volume_is_usual(self) -> None:
        (alert,) = alerts(Pulse("a", "x", HOUR, Tally(100, 60, 90)), Usual(95, 10))
        assert [signal.name for signal in alert.signals] == [trends.NEGATIVE_SHARE]
        assert 1 <= alert.severity <= 6

    def test_severity_grows_with_what_is_above_usual(self) -> None:
        severities = [
            trends.AlertSignal("volume", value, 10).severity for value in (30, 60, 120, 500, 100_000)
        ]
        assert severities == sorted(severities)
        assert (severities[0], severities[-1]) == (3, 10)

    def test_a_channel_that_is_new_is_not_usual_at_zero(self) -> None:
        assert Usual.of([]).n == trends.NEW_CHANNEL_USUAL
        assert Usual.of([Pulse("a", "x", HOUR, Tally(20)) for _ in range(7)]).n == 20
        assert burst(30, 30) == 0


def _run(path: Path, minutes: float = 5) -> dict[str, int]:
    _clock(path).now += minutes * 60
    return Trends(path.stores).watch_brands()


def test_a_burst_of_300_negative_comments_on_one_post_raises_one_alert(path: Path) -> None:
    comments = _comments(300)
    for start in range(0, 300, 50):
        path.deliver(*comments[start : start + 50])
        _analysed(path)
    assert _run(path, 1)["alerts"] == 0, "it has to last"
    assert [_run(path)["alerts"] for _ in range(5)] == [1, 0, 0, 0, 0]
    (alert,), _ = path.stores.alerts.list_alerts(BRAND, None, 10)
    (header,) = path.stores.feed.read_headers(BRAND, [path.item("b0")]).values()
    assert (alert.post, alert.tally.n, alert.severity) == (header.under, 300, 10)
    assert alert.tally.negative > 270
    path.deliver(*comments)
    _analysed(path)
    assert [_run(path)["alerts"] for _ in range(20)] == [0] * 20
    assert len(path.stores.alerts.list_alerts(BRAND, None, 10)[0]) == 1


def test_ten_complaints_are_no_alert(path: Path) -> None:
    path.deliver(*_comments(10))
    path.run()
    assert [_run(path)["alerts"] for _ in range(3)] == [0, 0, 0]


def test_a_batch_that_comes_again_counts_once(path: Path) -> None:
    path.deliver(*_comments(40))
    event = sqs_event([path.sentiment_queue.pop()])
    for _ in range(5):
        batch.process(event, path.sentiment.label_interactions)
    (pulse,) = path.stores.pulses.read_open_hour(BRAND, HOUR).values()
    assert (pulse.all.n, pulse.all.people) == (40, 40)
    assert pulse.terms["lamp"].count == 40


def test_an_hour_that_is_over_is_closed_once_and_keeps_what_several_said(path: Path) -> None:
    lonely = COMMENT | {"external_id": "z", "conversation_id": "z", "author_id": "z", "occurred_at": MS}
    path.deliver(lonely | {"text": "My neighbour Zebulon Quark said so"})
    path.deliver(*_comments(20))
    path.run()
    (pulse,) = path.stores.pulses.read_open_hour(BRAND, HOUR).values()
    assert "zebulon quark" in pulse.terms
    assert _run(path)["closed"] == 0
    assert _run(path, 60)["closed"] == 2, "one row a batch"
    assert path.stores.pulses.read_open_hour(BRAND, HOUR) == {}
    (closed,) = path.stores.pulses.list_closed_hours(BRAND, HOUR[:8])
    assert (closed.all.n, closed.terms["lamp"].count) == (21, 20)
    assert not [term for term in closed.terms if "zebulon" in term]
    assert _run(path, 60)["closed"] == 0


def test_old_things_are_no_news(path: Path) -> None:
    path.deliver(*(each | {"occurred_at": MS - 7_200_000} for each in _comments(30)))
    path.run()
    assert not list(OpsRow.scan(OpsRow.pk.startswith("pulse#")))
    assert open_hours(NOW) == (HOUR,)
    assert open_hours(1_790_002_800) == ("2026092114", "2026092115")


def test_terms_lie_sealed(path: Path, tables: dict[str, str]) -> None:
    path.deliver(*_comments(20))
    path.run()
    rows = boto3.client("dynamodb").scan(TableName=tables["ops"])["Items"]
    assert [row for row in rows if row["pk"]["S"].startswith("pulse#")]
    assert "lamp" not in json.dumps(rows, default=lambda raw: raw.decode("latin1"))


def test_people_who_are_tagged_are_no_topic(path: Path) -> None:
    tags = {"mentioned_ids": ["u7"], "named": [{"id": "u7", "words": ["Aurelia Winterbottom"]}]}
    for each in _comments(3):
        path.deliver(
            each | tags | {"text": "why did Aurelia Winterbottom lose the parcel, where is the parcel"}
        )
    path.deliver(COMMENT | {"external_id": "c-last", "author_id": "u9", "text": "Winterbottom says so"})
    _analysed(path)
    found = {term for row in OpsRow.scan() if row.pk.startswith("pulse#") for term in _terms(path, row)}
    assert "parcel" in found
    assert not any("aurelia" in term for term in found)
    assert any("winterbottom" in term for term in found), "untagged it is a word like others"


def _terms(path: Path, row: OpsRow) -> list[str]:
    if row.entry is None or row.sealed is None:
        return []
    record = path.stores.vault.unseal(BRAND, SealedPlace("ops", row.pk, row.sk), bytes(row.sealed))
    key = HourKeys().find_key(BRAND, row.entry["hour"])
    return [str(each[0]) for each in unlock(key, record["terms"])] if key else []


def test_terms_go_with_their_retention_bucket(path: Path) -> None:
    path.deliver(*_comments(20))
    path.run()
    path.stores.vault._cache.clear()
    for salt in SaltRow.scan(SaltRow.pk.startswith("bucket#")):
        salt.update([SaltRow.salt.remove(), SaltRow.erased_at.set(MS)])
    (pulse,) = path.stores.pulses.read_open_hour(BRAND, HOUR).values()
    assert (pulse.all.n, pulse.terms) == (20, {})


def test_one_brand_that_fails_leaves_the_others_watched(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.stores.create_brand("aaa")
    path.deliver(*_comments(40))
    _analysed(path)
    read = path.stores.pulses.read_open_hour

    def broken(brand: str, hour: str) -> Any:
        if brand == "aaa":
            raise RuntimeError
        return read(brand, hour)

    monkeypatch.setattr(path.stores.pulses, "read_open_hour", broken)
    rounds = [_run(path) for _ in range(2)]
    assert [(each["alerts"], each["failed"]) for each in rounds] == [(0, 1), (1, 1)]
    monkeypatch.setattr("segment.trends._trends", lambda: Trends(path.stores))
    with pytest.raises(RuntimeError, match="brands failed"):
        handler({}, None)


def test_an_angry_german_tweet_raises_its_conversation_and_its_author_is_unsatisfied(path: Path) -> None:
    """The payload of X, the real platform, the real engine."""
    case = json.loads((File(__file__).parents[1] / "platforms/x/account_mention.json").read_text())
    case["body"]["tweet_create_events"][0] |= {
        "lang": "de",
        "created_at": "Mon Sep 21 14:00:00 +0000 2026",
        "extended_tweet": {
            "full_text": "@lampen Absolute Frechheit! Seit drei Wochen warte ich auf mein Geld, so ein schlechter, "
            "unverschämter Kundenservice. Ich bin stinksauer und enttäuscht.",
            "entities": {"user_mentions": [{"id_str": "4100000000000000001"}]},
        },
    }
    body = json.dumps(case["body"]).encode()
    (event,) = registry.platform("x").parse(Delivery("x", body, {}, MS))
    assert (event.language, event.author_name) == ("de", "Anna B")
    path.stores.accounts.connect_account(
        Account("x".ljust(32, "x"), BRAND, "x", ENDPOINT + "x", "4100000000000000001")
    )
    path.intake.deliveries._platform = registry.platform
    envelope = Envelope("x", ENDPOINT + "x", BRAND, MS, body=body)
    assert path.intake.take_deliveries(sqs_event([envelope.to_json()])) == {"batchItemFailures": []}
    path.run()
    (row,) = [each for each in FeedRow.scan() if each.platform == "x"]
    (item,) = path.stores.feed.open_rows(BRAND, [row]).values()
    assert item.labels is not None
    assert (item.labels.sentiment, item.labels.language) == ("negative", "de")
    assert item.labels.spans
    assert item.conversation is not None
    head = path.stores.conversations.read_conversations(BRAND, [item.conversation])[item.conversation]
    assert head.priority >= HIGH
    assert "negative message that wants an answer" in head.reasons
    members, _ = path.stores.segments.page_members(BRAND, "unsatisfied", None, 10)
    assert [member.contact for member in members] == [item.author]
    assert row_keys.item_of(row.pk) == item.id
