"""Insights that change: corrections, how long people waited, topics and alerts.

Tests of: `respond.actions.alerts`, `respond.actions.topics`, `respond.shapes.alert`.
"""

from typing import Any

from model.trends import PHRASE, Alert, AlertSignal, Pulse, Tally, Term
from tests.respond.world import ACME, FACEBOOK, MS, OTHER, TELEGRAM, World, authorizer
from tests.store.world import NOW

HOUR = 3_600_000
DAY = {"from": "2026-09-21", "to": "2026-09-21"}


def _keyed(answer: Any) -> dict[str, Any]:
    return {row["key"]: row for row in answer.body["data"]}


def _pulse(hour: str, **terms: int) -> Pulse:
    people = frozenset({"a", "b", "c"})
    found = {name: Term(PHRASE, count, count // 2, people) for name, count in terms.items()}
    return Pulse(f"telegram{ACME}", TELEGRAM, hour, Tally(50, 20), {}, found)


def _keep(world: World, *pulses: Pulse) -> None:
    for number, pulse in enumerate(pulses):
        world.stores.pulses.keep_pulses(ACME, f"b{number}", [(pulse, MS)], NOW)


def test_a_correction_is_counted_in_insights_at_once(world: World) -> None:
    world.call(
        "PATCH",
        "/interactions/{id}",
        path={"id": world.hid(TELEGRAM, "item", "m1")},
        body={"sentiment": "positive"},
        headers={"If-Match": "*"},
    )
    body = world.get("/insights/sentiment", query=DAY).body
    assert (body["total"]["negative"], body["total"]["positive"], body["corrected"]) == (0, 2, 1)


def test_response_times_are_counted_once_and_by_conversation(world: World) -> None:
    def total(**more: str) -> Any:
        return world.get("/insights/response-times", query=DAY | more).body["total"]

    assert (total()["first_response"]["count"], total()["response"]["count"]) == (1, 1)
    assert total()["response"]["mean_s"] == 10
    question = {"kind": "message", "mode": "private", "external_id": "q1", "thread_id": "t9", "author_id": "u9",
                "text": "and now?", "occurred_at": MS - 8 * HOUR}  # fmt: skip
    answer = question | {"direction": "out", "external_id": "a1", "author_id": "shop", "customer_id": "u9",
                         "occurred_at": MS - 6 * HOUR}  # fmt: skip
    world.tell(TELEGRAM, question)
    for _ in range(3):
        world.tell(TELEGRAM, answer)
    world.tell(TELEGRAM, answer | {"external_id": "a2", "occurred_at": MS - 5 * HOUR})
    assert (total()["first_response"]["count"], total()["response"]["count"]) == (2, 2)
    assert total()["response"]["groups"][0] == {"up_to_s": 60, "count": 1}
    assert total()["response"]["groups"][4] == {"up_to_s": 14_400, "count": 1}
    assert (total()["response"]["half_within_s"], total()["response"]["nine_of_ten_within_s"]) == (60, 14_400)
    world.tell(TELEGRAM, *(question | {"external_id": f"q{n}", "occurred_at": MS - n * HOUR} for n in (4, 3)))
    head = world.hid(TELEGRAM, "thread", "t9")
    shown = world.get("/conversations/{id}", path={"id": head}).body
    assert shown["waiting_since"] == "2026-09-21T10:13:20.000Z"
    world.tell(TELEGRAM, answer | {"external_id": "a3", "occurred_at": MS - 2 * HOUR})
    assert (total()["first_response"]["count"], total()["response"]["count"]) == (2, 3)
    by_hour = _keyed(world.get("/insights/response-times", query={**DAY, "by": "hour"}))
    assert by_hour["2026-09-21T12:00:00Z"]["response"]["mean_s"] == 7200
    assert total(platform=FACEBOOK)["response"]["count"] == 0


def test_nobody_waits_in_what_an_agent_closed(world: World) -> None:
    path, headers = {"id": world.ids()["angry"]}, {"If-Match": "*"}
    closed = world.call("PATCH", "/conversations/{id}", path=path, body={"status": "closed"}, headers=headers)
    assert closed.body["waiting_since"] is None
    answer = {"kind": "message", "mode": "private", "direction": "out", "external_id": "a1", "thread_id": "t1",
              "author_id": "shop", "customer_id": "u1", "text": "By the way", "occurred_at": MS}  # fmt: skip
    world.tell(TELEGRAM, answer)
    assert world.get("/insights/response-times", query=DAY).body["total"]["response"]["count"] == 1


def test_topics_are_ranked_by_what_is_unusual(world: World) -> None:
    for day in (19, 20):
        _keep(world, _pulse(f"202609{day}14", delivery=30, outage=1))
        world.stores.pulses.close_hour(ACME, f"202609{day}14")
    _keep(world, _pulse("2026092113", delivery=10), _pulse("2026092114", delivery=31, outage=16))
    world.stores.pulses.close_hour(ACME, "2026092113")
    first, second = world.get("/insights/topics").body["data"]
    assert (first["term"], first["count"], first["usual"]) == ("outage", 16, 1.0)
    assert (second["term"], second["count"], second["usual"]) == ("delivery", 41, 30.0)
    assert first["burst"] > 10 > second["burst"]
    assert (first["negative_share"], first["platforms"], first["kind"]) == (0.5, [TELEGRAM], "phrase")
    assert world.get("/insights/topics", query={"limit": "1"}).body["data"] == [first]
    assert world.get("/insights/topics", query={"platform": FACEBOOK}).body["data"] == []
    assert world.get("/insights/topics", caller=authorizer(OTHER)).body["data"] == []


def test_what_one_or_two_people_said_is_no_topic(world: World) -> None:
    lonely = Term(PHRASE, 40, 0, frozenset({"a", "b"}))
    pulse = Pulse(f"telegram{ACME}", TELEGRAM, "2026092114", Tally(40), {}, {"secret word": lonely})
    _keep(world, pulse)
    assert world.get("/insights/topics").body["data"] == []
    world.stores.pulses.close_hour(ACME, "2026092114")
    assert world.get("/insights/topics").body["data"] == []


def test_alerts_are_listed_newest_first_with_their_numbers(world: World) -> None:
    post = world.hid(FACEBOOK, "item", "p1")
    for hour, subject in (("2026092113", None), ("2026092114", post)):
        signals = (AlertSignal("volume", 300, 5.0),)
        alert = Alert(f"facebook{ACME}", FACEBOOK, hour, subject, Tally(300, 290, 250), signals)
        assert not world.stores.alerts.raise_when_it_lasts(ACME, alert, MS)
        assert world.stores.alerts.raise_when_it_lasts(ACME, alert, MS + 300_000)
        assert not world.stores.alerts.raise_when_it_lasts(ACME, alert, MS + 600_000)
    first, second = world.get("/alerts").body["data"]
    assert (first["post_id"], second["post_id"]) == (post, None)
    assert first | {"id": ""} == {
        "id": "",
        "at": "2026-09-21T14:18:20.000Z",
        "hour": "2026-09-21T14:00:00Z",
        "severity": 10,
        "platform": FACEBOOK,
        "account_id": f"facebook{ACME}",
        "post_id": post,
        "conversation_id": None,
        "interactions": 300,
        "negative": 290,
        "people": 250,
        "signals": [{"name": "volume", "value": 300, "usual": 5.0, "severity": 10}],
        "brake": None,
        "brake_by": None,
        "acknowledged_by": None,
        "acknowledged_at": None,
        "note": None,
        "noted_by": None,
        "noted_at": None,
    }
    page = world.get("/alerts", query={"limit": "1"}).body
    rest = world.get("/alerts", query={"limit": "1", "cursor": page["next_cursor"]}).body
    assert [page["data"], rest["data"]] == [[first], [second]]
    assert world.get("/alerts", caller=authorizer(OTHER)).body["data"] == []
