"""What is due soon or overdue is listed in that order, and of each broken promise an alert tells once.

Tests of: `segment.promises`, `store.conversations.promises`.
"""

from typing import Any

from segment.promises import PromiseWatch
from tests.respond.desk import ask
from tests.respond.world import ACME, ANGRY, ANSWER, MS, TELEGRAM, World


def test_what_is_due_is_listed_in_order_and_told_once(world: World) -> None:
    ask(
        world,
        "PUT",
        "/sla",
        caller="adam",
        body={"normal": {"first_answer": 20}, "high": {"first_answer": 60}},
    )
    threads = {name: world.hid(TELEGRAM, "thread", name) for name in ("soon", "over", "late", "fresh")}
    for name, minutes_ago in {"soon": 16, "over": 45, "late": 70, "fresh": 2}.items():
        told = {"external_id": f"x{name}", "thread_id": name, "author_id": name, "text": "Hello",
                "occurred_at": MS - minutes_ago * 60_000}  # fmt: skip
        world.tell(TELEGRAM, ANGRY | told)
        wanted = {"priority": "high" if name == "late" else "normal", "assignee": "ann"}
        kept = ask(world, "PATCH", "/conversations/{id}", threads[name], wanted, headers={"If-Match": "*"})
        assert kept.status == 200
    cursor = ask(world, "GET", "/updates").body["cursor"]
    world.clock.now += 2  # whoever writes believes for a second that nobody follows
    watch = PromiseWatch(world.stores)

    def listed(**query: Any) -> list[str]:
        found = ask(world, "GET", "/conversations", **query).body
        return [name for each in found["data"] for name in threads if threads[name] == each["id"]]

    assert listed(sla="missed") == []
    assert watch.watch_promises(ACME, lambda: True) == 2
    assert watch.watch_promises(ACME, lambda: True) == 0, "each of them once"
    assert listed(sort="sla", sla=["missed", "soon"]) == ["over", "late", "soon"]
    assert listed(sla=["missed", "soon"]) == ["late", "soon", "over"], (
        "by priority and latest activity, unless told"
    )
    assert listed(sort="sla", sla="missed", assignee="ann") == ["over", "late"]
    assert listed(view="sla_soon", assignee="sue") == []
    several = {"sla": ["missed", "soon"], "assignee": ["ann", "none"]}
    for statuses in (["open", "pending"], ["pending", "snoozed", "open"], ["closed", "open"]):
        assert listed(sort="sla", status=statuses, **several) == ["over", "late", "soon"]
    assert listed(sort="sla", status=["snoozed", "closed"], **several) == []
    counted = ask(world, "GET", "/conversations/counts", view="sla_soon").body
    assert counted == {"sla_soon": {"count": 3, "exact": True}}
    first = ask(world, "GET", "/conversations", sort="sla", limit="2").body
    assert [each["id"] for each in first["data"]] == [threads["over"], threads["late"]]
    rest, ids = first, [each["id"] for each in first["data"]]
    while rest["has_more"]:
        rest = ask(world, "GET", "/conversations", sort="sla", limit="2", cursor=rest["next_cursor"]).body
        ids += [each["id"] for each in rest["data"]]
    whole = {each["id"] for each in ask(world, "GET", "/conversations").body["data"]}
    assert (ids[2], len(ids), set(ids)) == (threads["soon"], len(whole), whole), "all of them, once"
    more: dict[str, Any] = {}
    among = list[str]()
    while not among or more:
        every = ask(
            world, "GET", "/conversations", sort="sla", limit="2", status=["open", "closed"], **more
        ).body
        among += [each["id"] for each in every["data"]]
        more = {"cursor": every["next_cursor"]} if every["has_more"] else {}
    assert among == ids

    alerts = {each["conversation_id"]: each for each in ask(world, "GET", "/alerts").body["data"]}
    assert alerts.keys() == {threads["over"], threads["late"]}
    over = alerts[threads["over"]]
    assert [(each["name"], each["value"], each["usual"]) for each in over["signals"]] == [
        ("first_answer", 45, 20)
    ]
    notices = ask(world, "GET", "/updates", after=cursor).body["notices"]
    assert {each["conversation"] for each in notices if each["kind"] == "overdue"} == alerts.keys()
    seen = ask(world, "PUT", "/alerts/{id}/acknowledgement", over["id"], {"acknowledged": True}).body
    assert seen["acknowledged_by"] == "ann"
    assert ask(world, "PUT", "/alerts/{id}/brake", over["id"], {"on": True}, caller="sue").status == 422

    world.tell(TELEGRAM, ANSWER | {"external_id": "x9", "thread_id": "over", "occurred_at": MS - 60_000})
    assert listed(sort="sla", sla="missed") == ["late"], "heads are looked at, whatever the list says"
    watch.watch_promises(ACME, lambda: True)
    assert world.stores.promises.list_promised(ACME).keys() == {threads["late"], threads["soon"]}
    ask(world, "PUT", "/sla", caller="adam", body={})
    watch.watch_promises(ACME, lambda: True)
    assert world.stores.promises.list_promised(ACME) == {}


def test_a_list_that_nobody_finishes_goes_on_in_the_next_run(world: World) -> None:
    ask(world, "PUT", "/sla", caller="adam", body={"normal": {"first_answer": 1}})
    watch = PromiseWatch(world.stores)
    assert watch.watch_promises(ACME, lambda: False) == 0
    assert world.stores.promises.list_promised(ACME) == {}
    world.clock.now += 3600
    told = watch.watch_promises(ACME, lambda: True)
    assert told == len(world.stores.promises.list_promised(ACME)) > 0
    world.clock.now += 2 * 86_400
    assert watch.watch_promises(ACME, lambda: True) == 0
    assert len(world.stores.promises.list_promised(ACME)) == told, "what is overdue stays listed"
