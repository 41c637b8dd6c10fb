"""A storm from outside: signed posts of every platform, repeated and in any order, with poisons among them.

Workers are killed in the midst of it, and once everything is restarted. In the end all is as if every post had come
once, in order, on a quiet day; what is parked are the poisons. `make soak` blows 8,000 posts, `make test` 300.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from random import Random
from typing import Any, cast

import pytest
from moto.sqs.models import Queue

from aws import objects, queues, secrets, settings
from infra.simulate.post import sign_letter
from infra.simulate.story import Story, Verb
from infra.simulate.teller import Letter
from infra.simulate.tellers import NAMES, list_worded, teller
from ingest.intake import Intake
from model.conversation import Conversation
from model.endpoint import Endpoint
from model.event import Direction
from model.http import Request
from model.interaction import Interaction
from model.messages import Envelope
from model.policy import rule_for
from platforms import registry
from platforms.base import Platform
from segment.sentiment import MISSING_RECEIVES
from store.brand.accounts import Account
from store.dynamo.rows import CoreRow
from store.interactions.feed import Feed
from store.interactions.rows import FeedRow
from tests.fakes import make_endpoint_id
from tests.platforms.proofs import PROOFS
from tests.proof.attacked import Bewitched
from tests.proof.hooks import Killed, hooked
from tests.proof.plant import Plant, _in_queue, plant, taken
from tests.store.path import sqs_event
from tests.store.world import BRAND, NOW

ENDPOINTS = {name: make_endpoint_id(bytes([number + 1]) * 16) for number, name in enumerate(NAMES)}
REPEATED = 0.3
DEATHS = 0.002
"""The chance of a kill at every call a worker makes: one batch in ten or so."""
PARSE_S = 0.5
ENDLESS, UNREADABLE, DEADLY = 4, 3, 3
BATCH = 10
"""As many as one request to a queue brings."""
DAYS = ("20260920", "20260921")


class Works(Plant):
    """Every function, behind the platforms as they are; one that is killed leaves its messages in the queue."""

    def cold(self) -> None:
        """See `Plant`."""
        super().cold()
        self.intake = Intake(
            self.stores, objects, self._to(settings.queue_sentiment), self._to(settings.queue_privacy),
            _bewitched, acknowledge=lambda messages: queues.delete(settings.queue_deliveries(), messages),
            parse_s=PARSE_S, clock=self.clock,
        )  # fmt: skip

    def _to(self, url: Callable[[], str]) -> Callable[[list[str]], None]:
        return lambda bodies: queues.send_many(url(), bodies)


def _bewitched(name: str) -> Platform:
    return Bewitched(registry.platform(name), endless=b"endless poison")


@dataclass
class Posts:
    """What is posted: letters of all platforms in the order in which they were written, and the poisons."""

    letters: list[Letter]
    poisons: list[Letter]
    deadly: list[str] = field(default_factory=list)
    """Native ids of what ends whoever stores it."""
    traceless: list[Letter] = field(default_factory=list)
    """The deletions among the letters where the terms allow no trace: nothing may stand against what comes late."""


def _posts(number: int) -> Posts:
    worded = list_worded()  # what only points to something waits to be fetched
    each = number // len(worded) + 1
    letters: list[Letter] = []
    traceless: list[Letter] = []
    for name in worded:
        demo = teller(name)
        told = demo(demo.demo_account, demo.demo_self_ids)
        beats = Story(f"storm {name}", (NOW - 43_200) * 1000, demo.stage).beats()
        for beat in islice(beats, min(each, number - len(letters))):
            letters.append(told.tell(beat))
            if beat.verb is Verb.REMOVE and not rule_for(name).residue:
                traceless.append(letters[-1])
    poisons = [
        _poison({"type": "message.created", "data": {"id": f"e{n}", "text": "endless poison"}})
        for n in range(ENDLESS)
    ]
    poisons += [Letter("standard_webhooks", b"{" * (n + 1)) for n in range(UNREADABLE)]
    deadly = [f"deadly{n}" for n in range(DEADLY)]
    poisons += [_poison({"type": "message.created", "data": {
        "id": native, "text": "whoever stores this ends", "thread": native,
    }}) for native in deadly]  # fmt: skip
    return Posts(letters, poisons, deadly, traceless)


def _poison(payload: dict[str, Any]) -> Letter:
    return Letter("standard_webhooks", json.dumps(payload).encode())


COUNTED_EACH_TIME = (
    "approximate_number_of_messages",
    "approximate_number_of_messages_delayed",
    "approximate_number_of_messages_not_visible",
)


@pytest.fixture
def works(monkeypatch: pytest.MonkeyPatch) -> Iterator[Works]:
    """With an endpoint and an account for every platform."""
    for name in COUNTED_EACH_TIME:  # moto counts all that waits at every message: thousands would take hours
        monkeypatch.setattr(Queue, name, 0)
    with plant(Works) as made:
        for name, endpoint in ENDPOINTS.items():
            demo = teller(name)
            secrets.create(name, endpoint, Endpoint(BRAND, PROOFS[name].golden.secrets))
            made.stores.accounts.connect_account(
                Account(
                    name.ljust(32, "y"), BRAND, name, endpoint, demo.demo_account, self_ids=demo.demo_self_ids
                )
            )
        made.found()
        made.cold()
        yield cast("Works", made)


def _post(made: Works, letter: Letter) -> None:
    """As a platform does it."""
    signed = sign_letter(letter, PROOFS[letter.platform].golden.secrets, int(made.clock.wall()))
    request = Request.of(letter.method, signed.headers, signed.query, signed.body, letter.part)
    answer = made.webhook.answer(letter.platform, ENDPOINTS[letter.platform], request)
    assert 200 <= answer.status < 300, letter.platform


def _work(made: Works, chance: Random | None = None, deaths: Counter[str] | None = None) -> None:
    """Have one worker take a batch of deliveries; with a `chance` it may be killed at any of its calls."""
    if not _waiting():  # asked of an empty queue, the stand-in takes its time
        return
    messages = queues.receive(settings.queue_deliveries())
    event = sqs_event([message.body for message in messages])
    for record, message in zip(event["Records"], messages, strict=True):
        record |= {"messageId": message.id, "receiptHandle": message.receipt}
        record["attributes"]["ApproximateReceiveCount"] = str(message.receives)

    def hook(_number: int, name: str) -> None:
        if chance is not None and deaths is not None and chance.random() < DEATHS:
            deaths[name.partition(" ")[0]] += 1
            raise Killed

    try:
        with hooked(hook):
            failed = set(made.stored(event))
    except Killed:
        made.cold()
        return
    queues.delete(settings.queue_deliveries(), [each for each in messages if each.id not in failed])


def _label(made: Works) -> None:
    for url, work in (
        (settings.queue_sentiment(), made.labelled),
        (settings.queue_segments(), made.assigned),
    ):
        for event in taken(url):
            failed = set(work(event))
            again = [each for each in event["Records"] if each["messageId"] in failed]
            for record in again:  # a row is missing where the terms allow no trace of what was deleted
                record["attributes"]["ApproximateReceiveCount"] = str(MISSING_RECEIVES)
            assert not again or work({"Records": again}) == []


def _waiting() -> int:
    return len(_in_queue("deliveries"))


OF_THE_ORDER: dict[str, Any] = {
    "rev": 0, "listed_at": 0, "first_at": 0, "last_at": 0, "last_in_at": 0, "last_out_at": 0, "last_item": None,
}  # fmt: skip
"""What a head keeps of the order in which things came: our own post opens no conversation and counts only in one that
is there already, and what was deleted is no longer the newest only where it never was.
"""


@dataclass(frozen=True)
class Left:
    """What is there in the end, opened; heads without `OF_THE_ORDER`, and of conversations that are not empty."""

    items: Mapping[str, Interaction]
    heads: Mapping[str, Conversation]
    people: Mapping[str, tuple[Any, ...]]
    counted: list[Mapping[str, Any]]


def _left(made: Works) -> Left:
    made.cold()
    with made.fake.exact():
        stores = made.stores
        heads = [row.pk.rsplit("#", 1)[1] for row in CoreRow.scan() if row.pk.startswith("conversation#")]
        people = [row.pk.rsplit("#", 1)[1] for row in CoreRow.scan()
                  if row.pk.startswith("identity#") and row.sk == "#"]  # fmt: skip
        read = stores.contacts.read_contacts(BRAND, people, consistent=True)
        profiles = stores.profiles.read_profiles(BRAND, people)
        found = {
            key: stores.conversations.read_conversations(BRAND, [key], consistent=True)[key] for key in heads
        }
        items = stores.feed.open_rows(BRAND, list(FeedRow.scan()))
        lively = {
            item.conversation for item in items.values() if item.direction is Direction.IN and item.shown
        }
        return Left(
            items,
            {key: replace(head, **OF_THE_ORDER) for key, head in found.items() if key in lively},
            {person: (contact.facts, contact.segments, profiles[person]) for person, contact in read.items()},
            [row for day in DAYS for row in sorted(stores.rollups.read_counts(BRAND, day), key=repr)],
        )


def _calm(made: Works, posts: Posts) -> Left:
    """Each once and in order, and nobody dies."""
    for start in range(0, len(posts.letters), BATCH):
        for letter in posts.letters[start : start + BATCH]:
            _post(made, letter)
        _work(made)
    while _waiting():
        _work(made)
    _label(made)
    left = _left(made)
    made.reset()
    return left


def _storm(made: Works, posts: Posts, number: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """Blow it; what there was."""
    chance, deaths = Random(number), Counter[str]()
    shop = teller("standard_webhooks").demo_account
    hid = partial(made.intake.deliveries.name_hid, BRAND, "standard_webhooks", "item", shop)
    deadly = {hid(native) for native in posts.deadly}
    whole = Feed.fold_interactions

    def fold_in(self: Feed, brand: str, arrived: Any) -> Any:
        arrived = list(arrived)
        if deadly & {item.id for item in arrived}:
            deaths["poison"] += 1
            raise Killed
        return whole(self, brand, arrived)

    monkeypatch.setattr(Feed, "fold_interactions", fold_in)
    letters = [*posts.letters, *chance.choices(posts.letters, k=int(len(posts.letters) * REPEATED))]
    chance.shuffle(letters)
    for poison in posts.poisons:
        letters.insert(chance.randrange(len(letters)), poison)
    restart = len(letters) // 2
    for done, letter in enumerate(letters):
        _post(made, letter)
        if done == restart:
            made.cold()
        if done % BATCH == BATCH - 1:
            _work(made, chance, deaths)
    for _ in range(1000):
        if not _waiting():
            break
        _work(made, chance, deaths)
    assert not _waiting()
    return f"{len(letters)} posts, killed {dict(deaths)}"


def _poisons(made: Works, posts: Posts) -> None:
    """Exactly they are parked; whoever died three times by bad luck is played again, as an operator would."""
    made.cold()
    parked = list(made.stores.parked.list_parked(BRAND, int(made.clock.wall() * 1000)))
    bodies = {letter.body for letter in posts.poisons}
    reasons: Counter[str] = Counter()
    for each in parked:
        envelope = Envelope.from_json(each.message or "")
        if envelope.body in bodies:
            reasons[each.reason] += 1
        else:
            assert each.reason == "exhausted"
            queues.send(settings.queue_deliveries(), replace(envelope, alone=True).to_json())
    assert reasons == {"too_slow": ENDLESS, "bad_json": UNREADABLE, "exhausted": DEADLY}
    while _waiting():
        _work(made)


def _tell_deletions_again(made: Works, posts: Posts) -> None:
    """Where the terms allow no trace, what comes after its deletion stays until that is told after it."""
    for letter in posts.traceless:
        _post(made, letter)
    while _waiting():
        _work(made)


def _blow(
    made: Works, number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    posts = _posts(number)
    calm = _calm(made, posts)
    told = _storm(made, posts, number, monkeypatch)
    _poisons(made, posts)
    _tell_deletions_again(made, posts)
    _label(made)
    left = _left(made)
    with capsys.disabled():
        sys.stdout.write(f"\n{told}; {len(left.items)} interactions, {len(left.people)} people ")
    assert left.items.keys() == calm.items.keys()
    assert left.items == calm.items
    assert left.people == calm.people
    assert left.counted == calm.counted
    assert left.heads == calm.heads


def test_a_storm_of_three_hundred_signed_posts_ends_exact(
    works: Works, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _blow(works, 300, monkeypatch, capsys)


@pytest.mark.soak
def test_a_storm_of_eight_thousand_signed_posts_ends_exact(
    works: Works, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _blow(works, 8000, monkeypatch, capsys)
