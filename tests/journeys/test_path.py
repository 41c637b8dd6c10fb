"""From a signed request over HTTP to what an agent reads: sealed, scored, segmented, and counted exactly."""

import base64
import hashlib
import hmac
import json
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from infra.cli.agent_api import AgentApi, Refused
from infra.cli.connecting import Row
from infra.simulate.fresh import secrets_for
from infra.simulate.mail import Posting, stream
from infra.simulate.post import request, send, sign_letter
from infra.simulate.story import Verb
from infra.simulate.teller import Letter, iso
from infra.simulate.tellers import NAMES, list_worded, teller
from infra.simulate.texts import PEOPLE
from infra.simulate.withheld import LABEL, MODE, NAME, PERMALINK, TEXT, list_withheld
from model import endpoint_id
from model.conversation import HIGH
from model.event import Direction, Event, Kind
from model.http import Delivery, lower_names
from model.policy import rule_for
from platforms import registry
from tests.journeys.letters import ANGRY, HAPPY, Pen
from tests.journeys.world import RunningStack
from tests.platforms.proofs import PROOFS

pytestmark = pytest.mark.e2e

WORDED = list_worded()
SEED, MANY = 20, 15 * len(WORDED)
"""Enough for each platform to tell stories of more than one mood."""
CHANGES = (Kind.EDIT, Kind.DELETE)


@pytest.fixture(scope="module")
def accounts(world: RunningStack) -> dict[str, Row]:
    """An account of every platform that nobody else writes to."""
    made = {}
    for name in WORDED:
        native = "https://told.journey.example" if name == "discourse" else "7000000000000001"
        own = ("-1007000000000001",) if name == "telegram" else teller(name).demo_self_ids
        made[name] = world.connected(name, native, self_ids=own)
    return made


@pytest.fixture(scope="module")
def told(world: RunningStack, accounts: dict[str, Row]) -> list[Posting]:
    """Deliveries to each of them, some repeated, some out of order, all accepted."""
    start = int(time.time() * 1000) - 3_600_000
    postings = list(islice(stream(accounts.values(), SEED, start), MANY))
    assert {letter.platform for letter, _ in postings} == set(WORDED)
    assert all(200 <= world.posted(*posting).status < 300 for posting in postings)
    world.quiet()
    return postings


def events_of(postings: list[Posting], row: Row) -> list[Event]:
    """What the deliveries of one account say, repetitions left out."""
    bodies = {letter.body: letter for letter, to in postings if to is row}
    return [event for letter in bodies.values() for event in parsed(letter, row)]


def parsed(letter: Letter, row: Mapping[str, Any]) -> list[Event]:
    signed = sign_letter(letter, row["secrets"], 0)
    headers = lower_names(signed.headers)
    delivery = Delivery(letter.platform, signed.body, headers, 0, self_ids=tuple(row["self_ids"]))
    found = registry.platform(letter.platform).parse(delivery)
    return [event.settled(delivery.self_ids) for event in found]


def interaction_of(event: Event) -> object:
    """What identifies the interaction that an event is about."""
    if event.external_id is not None:
        return event.external_id
    return (event.kind, event.parent_id, event.author_id)


@pytest.mark.parametrize("platform", WORDED)
def test_everything_told_is_stored_once(
    world: RunningStack, accounts: dict[str, Row], told: list[Posting], platform: str
) -> None:
    row = accounts[platform]
    events = events_of(told, row)
    wanted = {interaction_of(event) for event in events} - traceless(events, platform)
    assert len(wanted) > 3
    assert len(world.rows_of(row)) == len(wanted)


@pytest.mark.parametrize("platform", WORDED)
def test_what_people_wrote_is_read_through_the_api(
    world: RunningStack, accounts: dict[str, Row], told: list[Posting], platform: str
) -> None:
    row = accounts[platform]
    events = events_of(told, row)
    gone = traceless(events, platform)
    written = {item: words for item, words in last_words(events).items() if item not in gone}
    wanted = Counter(written.values())
    shown = world.until(lambda: settled(world, row, len(written)))
    assert Counter(item["text"] for item in shown if item["direction"] == "in") == wanted
    assert all(item["deleted"] is (item["text"] is None) for item in shown)
    scored = [item for item in shown if not item["deleted"]]
    assert {item["sentiment"]["label"] for item in scored} <= {"negative", "neutral", "positive", "unknown"}
    if rule_for(platform).derive:
        assert {item["sentiment"]["label"] for item in scored} & {"negative", "positive"}
    # LINE and Messenger tell ids only, and Instagram does so in private.
    named = {event.author_id for event in events if event.author_name}
    if {event.author_id for event in events if event.direction is Direction.IN} <= named:
        assert all(item["author"]["name"] for item in shown if item["direction"] == "in")


@pytest.mark.parametrize("platform", WORDED)
def test_a_delivery_shows_all_but_what_its_platform_withholds(
    world: RunningStack, accounts: dict[str, Row], told: list[Posting], platform: str
) -> None:
    del told
    shown = [
        item
        for item in world.interactions(accounts[platform])
        if item["direction"] == "in" and not item["deleted"] and item["kind"] not in ("reaction", "join")
    ]
    assert shown
    seen = {
        NAME: any((item["author"] or {}).get("name") for item in shown),
        TEXT: all(item["text"] for item in shown),
        MODE: all(item["mode"] in ("public", "private") for item in shown),
        PERMALINK: any(item["permalink"] for item in shown),
        LABEL: any(item["sentiment"] and item["sentiment"]["label"] != "unknown" for item in shown),
    }
    assert {term for term, is_there in seen.items() if not is_there} == set(list_withheld(platform))


def traceless(events: list[Event], platform: str) -> set[object]:
    """What was deleted at a platform whose terms allow no trace of it: no row is left."""
    gone = {interaction_of(event) for event in events if event.kind is Kind.DELETE}
    return set() if rule_for(platform).residue else gone


def last_words(events: list[Event]) -> dict[object, str | None]:
    """What each thing that a person wrote says in the end; None when it was deleted."""
    theirs = [e for e in events if e.direction is Direction.IN and e.kind is not Kind.REACTION]
    words = {interaction_of(event): event.text for event in theirs if event.kind not in CHANGES}
    for kind in CHANGES:
        words |= {interaction_of(e): e.text for e in theirs if e.kind is kind and interaction_of(e) in words}
    return words


def settled(world: RunningStack, row: Row, least: int) -> list[dict[str, Any]]:
    """The interactions of an account once there are enough and each was analysed; until then none."""
    shown = world.interactions(row)
    finished = all(item["deleted"] or item["sentiment"] for item in shown)
    theirs = [item for item in shown if item["direction"] == "in"]
    return shown if finished and len(theirs) >= least else []


def test_an_angry_private_message_is_urgent_and_its_author_unsatisfied(world: RunningStack) -> None:
    row = world.demo("telegram")
    pen = Pen(row)
    assert world.posted(pen.letter(pen.item(ANGRY)), row).status == 200
    head = world.until(lambda: raised(world, row, pen))
    assert head["mode"] == "private"
    assert head["reasons"]
    assert head["last_interaction"]["sentiment"]["label"] == "negative"
    contact = world.until(lambda: segmented(world, head["customer"]["id"]))
    assert contact["name"].startswith("Canary")
    assert [each["id"] for each in contact["segments"]] == ["unsatisfied"]
    assert contact["segments"][0]["evidence"]["values"] == {"unhappy": True}
    members = world.api.every("segments", "unsatisfied", "members", limit=100)
    assert contact["id"] in [member["contact"]["id"] for member in members]


def test_a_thankful_message_takes_them_out_of_the_segment_again(world: RunningStack) -> None:
    row = world.demo("slack")
    pen = Pen(row)
    world.posted(pen.letter(pen.item(ANGRY)), row)
    head = world.until(lambda: raised(world, row, pen))
    world.until(lambda: segmented(world, head["customer"]["id"]))
    world.posted(pen.letter(pen.item(HAPPY)), row)
    world.until(lambda: not world.api.get("contacts", head["customer"]["id"])["segments"])
    timeline = world.api.get("contacts", head["customer"]["id"], "timeline")["data"]
    assert [item["sentiment"]["label"] for item in timeline] == ["positive", "negative"]


def raised(world: RunningStack, row: Row, pen: Pen) -> dict[str, Any]:
    """The conversation whose last words carry the pen's mark, once its priority is high; until then nothing."""
    for head in world.conversations(row):
        last = head["last_interaction"] or {}
        if pen.mark in (last.get("snippet") or "") and head["priority"] >= HIGH:
            return head
    return {}


def segmented(world: RunningStack, contact: str) -> dict[str, Any]:
    """The contact, once they are in a segment; until then nothing."""
    found = world.api.get("contacts", contact)
    return found if found["segments"] else {}


def marked(world: RunningStack, row: Row, pen: Pen) -> list[dict[str, Any]]:
    """The analysed interactions that carry the pen's mark."""
    shown = world.interactions(row)
    return [item for item in shown if pen.mark in (item["text"] or "") and item["sentiment"]]


def test_the_same_delivery_fifty_times_is_one_interaction(world: RunningStack) -> None:
    row = world.connected("discourse", "https://fifty.journey.example")
    pen = Pen(row)
    letter = pen.letter(pen.item(ANGRY, private=False))
    with ThreadPoolExecutor(8) as senders:
        statuses = list(senders.map(lambda _: world.posted(letter, row).status, range(50)))
    assert statuses == [200] * 50
    (item,) = world.until(lambda: marked(world, row, pen))
    world.quiet()
    assert len(world.rows_of(row)) == 1
    contact = world.api.get("contacts", item["author"]["id"])
    assert contact["facts"]["interactions"] == 1
    assert contact["facts"]["negative"] == 1


def test_whoever_looks_the_demo_s_actor_up_is_led_to_its_inbox(world: RunningStack) -> None:
    def look_up(path: str) -> Any:
        with urlopen(f"{world.deployed.webhook_url}{path}", timeout=30) as found:  # noqa: S310 - the stack's own address
            return json.loads(found.read())

    row = world.demo("activitypub")
    base, _, name = row["account"].rpartition("/actors/")
    host = urlsplit(base).netloc
    (link,) = look_up(f"/.well-known/webfinger?resource=acct:{name}@{host}")["links"]
    actor = look_up(link["href"].removeprefix(base))
    assert (actor["id"], actor["publicKey"]["owner"]) == (row["account"], row["account"])
    assert actor["inbox"].partition("/webhooks/")[2] == row["webhook_url"].partition("/webhooks/")[2]
    assert look_up(f"/actors/{name}/outbox")["totalItems"] == 0


ASKED_FOR_THEIR_KEY = {"activitypub", "email"}
"""Whoever signs with a key that nobody knows is taken as unproven and asked for it: tests/ingest/test_proving.py."""


def test_forged_deliveries_are_401_and_leave_nothing(world: RunningStack) -> None:
    world.quiet()
    before = sizes(world)
    refused = {platform: forged(world, platform) for platform in NAMES}
    assert {platform: statuses for platform, statuses in refused.items() if set(statuses) != {401}} == {}
    world.quiet()
    assert sizes(world) == before


def forged(world: RunningStack, platform: str) -> list[int]:
    """What is answered to somebody who does not know the secret, has none, or adds to what was signed."""
    row, pen = world.demo(platform), Pen(world.demo(platform))
    letter = pen.letter(pen.item(ANGRY, private=False))
    forger = {**row, "secrets": secrets_for(platform)}
    plain = request("POST", row["webhook_url"], {"content-type": "application/json"}, letter.body)
    statuses = (
        [plain.status] if platform in ASKED_FOR_THEIR_KEY else [send(letter, forger).status, plain.status]
    )
    if PROOFS[platform].body_covered:
        signed = sign_letter(letter, row["secrets"], int(time.time())).headers
        signed = {name: value for name, value in signed.items() if name != "host"}
        statuses.append(request("POST", row["webhook_url"], signed, letter.body + b" ").status)
    return statuses


def sizes(world: RunningStack) -> dict[str, int]:
    """How much lies in each store, audit notes left out: reading writes those."""
    tables = ("TableCore", "TableFeed", "TableOps", "TableKeys")
    counted = {
        table: sum(not item["pk"]["S"].startswith("audit#") for item in world.scanned(table))
        for table in tables
    }
    return counted | {"bucket": len(objects(world))}


def objects(world: RunningStack) -> list[str]:
    bucket = world.deployed.outputs["BucketFallback"]
    listed = world.deployed.client("s3").list_objects_v2(Bucket=bucket)
    return [entry["Key"] for entry in listed.get("Contents", [])]


@pytest.mark.parametrize("platform", ["slack", "standard_webhooks"])
def test_an_old_signature_is_refused(world: RunningStack, platform: str) -> None:
    row = world.demo(platform)
    pen = Pen(row)
    letter = pen.letter(pen.item(ANGRY))
    assert send(letter, row, now=int(time.time()) - 600).status == 401


def test_authentic_but_unreadable_is_parked_and_can_be_replayed(world: RunningStack) -> None:
    row = world.demo("facebook")
    canary = f"canary{time.time_ns()}"
    assert (
        world.posted(Letter("facebook", b'{"object": "page", "entry": [' + canary.encode()), row).status
        == 200
    )
    parked = world.until(lambda: parked_rows(world))
    assert len(parked) == 1
    assert (parked[0]["platform"], parked[0]["readable"]) == ("facebook", True)
    assert canary not in world.rapport("parked", "list").stdout
    done = world.rapport("parked", "replay", "--platform", "facebook")
    assert (done.returncode, done.stdout) == (0, "replayed 1, past their time 0\n"), done.stderr
    world.quiet()
    again = parked_rows(world)
    assert [each["id"] for each in again] == [parked[0]["id"]]
    assert again[0]["parked_at"] >= parked[0]["parked_at"]


def parked_rows(world: RunningStack) -> list[dict[str, Any]]:
    done = world.rapport("parked", "list", "--json")
    assert done.returncode == 0, done.stderr
    # What others wait for, such as a page that could not be fetched, is parked beside it.
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return [row for row in rows if row["platform"] == "facebook"]


def test_a_body_too_large_for_a_queue_arrives_all_the_same(world: RunningStack) -> None:
    row = world.connected("slack", "T0JOURNEYBIG")
    pen = Pen(row)
    letter = pen.letter(pen.item(HAPPY))
    padded = {**json.loads(letter.body), "padding": "x" * 400_000}
    assert world.posted(replace(letter, body=json.dumps(padded).encode()), row).status == 200
    (item,) = world.until(lambda: marked(world, row, pen))
    assert item["sentiment"]["label"] == "positive"
    world.until(lambda: not [key for key in objects(world) if key.startswith("claims/")])


def test_an_edit_replaces_words_and_their_score(world: RunningStack) -> None:
    row = world.connected("standard_webhooks")
    pen = Pen(row)
    item = pen.item(ANGRY)
    world.posted(pen.letter(item), row)
    (before,) = world.until(lambda: marked(world, row, pen))
    assert before["sentiment"]["label"] == "negative"
    world.posted(pen.letter(item, Verb.EDIT, HAPPY), row)
    (after,) = world.until(lambda: [i for i in marked(world, row, pen) if i["text"] != before["text"]])
    assert (after["id"], after["sentiment"]["label"]) == (before["id"], "positive")
    assert len(world.rows_of(row)) == 1


def test_an_edit_or_deletion_may_come_first(world: RunningStack) -> None:
    row = world.connected("standard_webhooks")
    pen = Pen(row)
    edited, deleted = pen.item(ANGRY), pen.item(ANGRY)
    added = [pen.letter(edited), pen.letter(deleted)]
    world.posted(pen.letter(edited, Verb.EDIT, HAPPY), row)
    world.posted(pen.letter(deleted, Verb.REMOVE, ""), row)
    world.quiet()
    for letter in added:
        world.posted(letter, row)
    (shown,) = world.until(lambda: marked(world, row, pen))
    world.quiet()
    assert shown["text"].startswith("Thank you")
    assert marked(world, row, pen) == [shown]
    assert len(world.rows_of(row)) == 2


def test_what_is_deleted_is_gone_but_for_its_place(world: RunningStack) -> None:
    row = world.connected("facebook", "103000000000777")
    pen = Pen(row)
    item = pen.item(ANGRY, private=False)
    world.posted(pen.letter(item), row)
    world.until(lambda: marked(world, row, pen))
    world.posted(pen.letter(item, Verb.REMOVE, ""), row)
    (shown,) = world.until(lambda: [i for i in world.interactions(row) if i["deleted"]])
    assert (shown["text"], shown["media"], shown["sentiment"]) == (None, [], None)


def test_a_reaction_is_withdrawn(world: RunningStack) -> None:
    row = world.connected("slack", "T0JOURNEYREACT")
    pen = Pen(row)
    item = pen.item(HAPPY, private=False)
    for letter in (pen.letter(item), pen.letter(item, Verb.REACT), pen.letter(item, Verb.UNREACT)):
        world.posted(letter, row)

    def reaction() -> list[dict[str, Any]]:
        return [r for r in world.rows_of(row) if r.get("kind") == {"S": "reaction"} and "deleted_order" in r]

    (withdrawn,) = world.until(reaction)
    assert withdrawn["deleted_order"]["S"] > withdrawn.get("restored_order", {"S": ""})["S"]
    assert len(world.rows_of(row)) == 2


def test_nothing_readable_lies_in_tables_or_logs(world: RunningStack, told: list[Posting]) -> None:
    row = world.demo("x")
    pen = Pen(row)
    world.posted(pen.letter(pen.item(ANGRY)), row)
    world.until(lambda: marked(world, row, pen))
    world.quiet()
    planted = [
        pen.mark,
        pen.person.name,
        pen.person.handle,
        str(2_800_000_000_000_000_000 + pen.person.number),
    ]
    planted += [person.handle for person in PEOPLE] + [person.name for person in PEOPLE]
    planted += [event.text for each in told for event in parsed(*each) if event.text and len(event.text) > 15]
    tables = ("TableCore", "TableFeed", "TableOps", "TableKeys")
    stored = b"\n".join(raw(item) for table in tables for item in world.scanned(table))
    assert len(stored) > 10_000
    assert [text for text in planted if text.encode() in stored] == []
    logged = logs(world)
    assert '"_aws"' in logged
    assert [text for text in planted if text in logged] == []


def raw(value: Any) -> bytes:
    """The bytes of everything in a row."""
    if isinstance(value, dict):
        return b"\n".join(raw(part) for pair in value.items() for part in pair)
    if isinstance(value, (list, set)):
        return b"\n".join(raw(part) for part in value)
    return value if isinstance(value, bytes) else str(value).encode()


def logs(world: RunningStack) -> str:
    """All that the functions logged."""
    client = world.deployed.client("logs")
    groups = client.describe_log_groups(logGroupNamePrefix="/rapport/")["logGroups"]
    events = [
        event["message"]
        for group in groups
        for page in client.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"])
        for event in page["events"]
    ]
    return "\n".join(events)


def test_handshakes_are_answered_over_http(world: RunningStack) -> None:
    facebook = world.demo("facebook")
    query = {"hub.mode": "subscribe", "hub.challenge": "424242"}
    good = {**query, "hub.verify_token": facebook["secrets"]["verify_token"]}
    assert send(Letter("facebook", method="GET", query=good), facebook).body == "424242"
    bad = {**query, "hub.verify_token": "guessed"}
    assert send(Letter("facebook", method="GET", query=bad), facebook).status == 403

    x = world.demo("x")
    said = send(Letter("x", method="GET", query={"crc_token": "abc-def"}), x)
    proof = hmac.new(x["secrets"]["consumer_secret"].encode(), b"abc-def", hashlib.sha256).digest()
    assert json.loads(said.body) == {"response_token": f"sha256={base64.b64encode(proof).decode()}"}

    slack = world.demo("slack")
    challenge = Letter("slack", b'{"type": "url_verification", "challenge": "3eZbrw1aB"}')
    assert send(challenge, slack).body == "3eZbrw1aB"
    assert send(challenge, {**slack, "secrets": {"signing_secret": "guessed"}}).status == 401


def test_a_handshake_signs_no_delivery(world: RunningStack) -> None:
    x = world.demo("x")
    revocation = json.dumps({"user_event": {"revoke": {"source": {"user_id": x["account"]}}}})
    assert send(Letter("x", method="GET", query={"crc_token": revocation}), x).status == 400
    proof = json.loads(send(Letter("x", method="GET", query={"crc_token": "abc-def"}), x).body)[
        "response_token"
    ]
    headers = {"x-twitter-webhooks-signature": proof}
    assert request("POST", x["webhook_url"], headers, b"abc-def").status == 401


def test_callbacks_have_an_address_each(world: RunningStack) -> None:
    """Meta's deletion and removal carry the same signed shape."""
    facebook = world.demo("facebook")
    said = {"user_id": "7", "algorithm": "HMAC-SHA256", "issued_at": int(time.time())}
    encoded = base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=")
    key = facebook["secrets"]["app_secret"].encode()
    signature = base64.urlsafe_b64encode(hmac.new(key, encoded, hashlib.sha256).digest()).rstrip(b"=")
    body, url = b"signed_request=" + signature + b"." + encoded, facebook["webhook_url"]
    form = {"content-type": "application/x-www-form-urlencoded"}
    answered = request("POST", f"{url}/data-deletion", form, body)
    assert (answered.status, set(json.loads(answered.body))) == (200, {"url", "confirmation_code"})
    assert request("POST", f"{url}/deauthorization", form, body).status == 200
    assert request("POST", url, form, body).status == 401
    assert request("POST", f"{url}/elsewhere", form, body).status == 404


def test_what_is_no_endpoint_is_404(world: RunningStack) -> None:
    row = world.demo("slack")
    base, endpoint = row["webhook_url"].rsplit("/", 1)
    hooks = world.content["webhook_url"]
    absent = endpoint_id.new(b"no such endpoint", bytes(32))
    for url in (
        f"{base}/{absent}",
        f"{base}/short",
        f"{hooks}/webhooks/x/{endpoint}",
        f"{hooks}/webhooks/gong/{endpoint}",
    ):
        assert request("POST", url, {}, b"{}").status == 404, url


def test_nobody_reads_without_a_token(world: RunningStack) -> None:
    for token in ("rpt_aaaaaaaaaaaaaaaa_" + "A" * 43, "nonsense-nonsense-nonsense"):
        with pytest.raises(Refused) as refused:
            AgentApi(world.api.url, token).get("conversations")
        assert refused.value.status in (401, 403)


def test_a_segment_of_ones_own_fills_by_its_rule(world: RunningStack) -> None:
    row = world.demo("standard_webhooks")
    segment = f"happy-{time.time_ns()}"
    rule = {
        "all": [
            {"attribute": "platform", "is": "standard_webhooks"},
            {"attribute": "positive", "at_least": 1},
        ]
    }
    world.api.post("segments", body={"id": segment, "title": "Happy", "rule": rule})
    pen = Pen(row)

    def member() -> list[str]:
        # Rules are remembered for a minute: write until one is read with the new rule.
        world.posted(pen.letter(pen.item(HAPPY)), row)
        time.sleep(5)
        found = world.api.every("segments", segment, "members", limit=100)
        return [each["contact"]["name"] for each in found if pen.mark in (each["contact"]["name"] or "")]

    assert world.until(member, idle_s=100) == [pen.person.name]


def test_times_of_the_payload_are_kept(world: RunningStack) -> None:
    row = world.connected("standard_webhooks")
    pen = Pen(row)
    item = replace(pen.item(HAPPY), at=1_700_000_000_000)
    world.posted(pen.letter(item), row)
    (shown,) = world.until(lambda: marked(world, row, pen))
    assert shown["occurred_at"] == iso(1_700_000_000_000)
