"""What payloads only point to: wanted by the intake, asked for by the fetch step, and kept like any delivery.

Tests of: `ingest.judging`, `ingest.wanting`, `platforms.families.meta_posts`, `platforms.fetching`,
`store.contacts.name_requests`.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from ingest.custody import Custody
from ingest.fetch import MOST_RECEIVES, Fetching
from ingest.intake import Intake
from ingest.wanting import find_profiles
from model.credentials import Credentials, Renewal
from model.event import Event, Kind, Person, Signal
from model.fetch_messages import FetchWanted
from model.http import Call, Result
from model.messages import Envelope
from store.brand.accounts import Account
from store.brand.leases import Leases
from store.brand.tokens import DEAD, Tokens
from store.contacts import keys as contact_keys
from store.contacts.mapping import PROFILE
from store.contacts.rows import IdentityRow
from store.dynamo.rows import OpsRow
from store.forgetting.erasing.leaver import Leaver
from store.forgetting.erasing.parked import ParkedNaming
from store.stores import Stores
from tests.fakes import FakeClock, FakeObjects, SendingSecrets
from tests.store.path import sqs_event
from tests.store.world import BRAND, ENDPOINT, NOW, Clock, connect, stores
from web.client import Limits, WebAnswer
from web.failures import WebFailed, WebRefused

pytestmark = pytest.mark.usefixtures("tables")

MS = NOW * 1000
USER, COMMENT, POST = "17841400000000077", "177", "183"
MENTION = {
    "object": "instagram",
    "entry": [{"id": USER, "time": NOW - 60, "changes": [
        {"field": "mentions", "value": {"comment_id": COMMENT, "media_id": POST}}]}],
}  # fmt: skip
TOLD = {
    "mentioned_comment": {
        "id": COMMENT, "text": "Look at this, @acme", "username": "mara.w", "timestamp": "2026-09-20T10:00:00+0000",
        "media": {"id": POST, "permalink": "https://www.instagram.com/p/Cx1/"},
    },
    "id": USER,
}  # fmt: skip
LINE = {
    "destination": "Uline",
    "events": [{"type": "message", "webhookEventId": "e1", "timestamp": MS - 1000, "replyToken": "r",
                "source": {"type": "user", "userId": "U77"}, "message": {"type": "text", "id": "m1", "text": "Hello"}}],
}  # fmt: skip


@dataclass
class Web:
    """Platforms that answer what they are told to; remembers what they were asked."""

    clock: FakeClock
    answers: list[WebAnswer | Exception] = field(default_factory=list)
    asked: list[Call] = field(default_factory=list)
    takes_s: float = 0.0

    def ask(self, call: Call, limits: Limits | None = None) -> WebAnswer:
        """As the client."""
        assert limits is not None
        self.asked.append(call)
        self.clock.advance(self.takes_s)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Queue:
    """A queue that is a list."""

    def __init__(self) -> None:
        self.bodies: list[str] = []

    def send(
        self, queue_url: str, body: str, *, group: str | None = None, seconds: float | None = None
    ) -> None:
        """As the real one."""
        del queue_url, group, seconds
        self.bodies.append(body)


class FetchStep:
    """Intake and fetch step around two queues."""

    def __init__(self) -> None:
        self.now = Clock()
        self.stores: Stores = stores(self.now)
        self.secrets, self.deliveries, self.claims = SendingSecrets(), Queue(), FakeObjects()
        self.fetches: list[str] = []
        self.labels: list[str] = []
        self.fake = FakeClock()
        self.web = Web(self.fake)
        self.stores.__dict__["tokens"] = Tokens(self.stores.vault, self.secrets, Leases(self.now), self.now)
        self.intake = Intake(
            self.stores,
            self.claims,
            self.labels.extend,
            self.labels.extend,
            clock=self.fake,
            fetch=self.fetches.extend,
        )
        self.fetching = Fetching(
            self.stores, Custody(self.deliveries, self.claims, "q"), self.web, clock=self.fake
        )

    def connect(self, platform: str, native_id: str) -> Account:
        """A connected account with a token."""
        account = connect(self.stores, platform, native_id)
        record = Credentials(BRAND, {"access_token": "EAAtoken"})
        self.stores.tokens.keep_consent(BRAND, platform, account.id, record, Renewal(Result.SENT))
        return account

    def tell(self, platform: str, payload: Mapping[str, Any]) -> None:
        """A webhook's delivery comes in."""
        self.take(Envelope(platform, ENDPOINT, BRAND, MS, body=json.dumps(payload).encode()).to_json())

    def take(self, *bodies: str) -> None:
        """The intake takes what is in the queue."""
        assert self.intake.take_deliveries(sqs_event(bodies)) == {"batchItemFailures": []}

    def fetch(self, *answers: WebAnswer | Exception, receives: int = 1, seconds: float = 58) -> int:
        """The fetch step takes what waits; returns how many messages come again."""
        self.web.answers = list(answers)
        event = sqs_event(self.fetches, receives)
        failed = {
            each["itemIdentifier"] for each in self.fetching.take_fetches(event, seconds)["batchItemFailures"]
        }
        self.fetches[:] = [each["body"] for each in event["Records"] if each["messageId"] in failed]
        return len(failed)

    def give_back(self) -> list[Envelope]:
        """What came back to `deliveries`, which the intake takes."""
        back, self.deliveries.bodies = self.deliveries.bodies, []
        self.take(*back)
        return [Envelope.from_json(each) for each in back]

    def item(self, platform: str, native_id: str) -> Any:
        """An interaction, opened."""
        hid = self.intake.deliveries.name_hid(BRAND, platform, "item", "", native_id)
        return self.stores.feed.open_interactions(BRAND, [hid])[hid]

    def parked(self) -> list[str]:
        """Why what is kept aside is kept."""
        return [each.reason for each in self.stores.parked.list_parked(BRAND, MS)]


def answer(value: Any, status: int = 200, **headers: str) -> WebAnswer:
    """A platform's answer in JSON."""
    return WebAnswer(status, headers, json.dumps(value).encode(), "https://platform.example/")


@pytest.fixture
def world() -> FetchStep:
    return FetchStep()


def test_a_mention_without_words_is_completed_and_keeps_its_date(world: FetchStep) -> None:
    world.connect("instagram", USER)
    world.tell("instagram", MENTION)
    bare = world.item("instagram", COMMENT)
    assert (bare.content.text, bare.author) == (None, None)
    (message,) = world.fetches
    assert set(json.loads(message)) == {"brand", "fetch"}, "a queue behind the first carries ids only"
    world.now.now += 3 * 86_400
    assert world.fetch(answer(TOLD)) == 0
    (call,) = world.web.asked
    assert call.url.startswith(
        f"https://graph.facebook.com/v23.0/{USER}?fields=mentioned_comment.comment_id%28177%29"
    )
    assert call.headers == {"Authorization": "Bearer EAAtoken"}
    (back,) = world.give_back()
    assert (back.source, back.received_at) == ("page", MS)
    whole = world.item("instagram", COMMENT)
    assert (whole.content.text, whole.received_at) == ("Look at this, @acme", MS)
    assert whole.author is not None
    assert whole.natives.permalink == "https://www.instagram.com/p/Cx1/"
    assert (world.parked(), world.fetches) == ([], []), "nothing is asked for again"


def test_a_name_is_asked_for_once_a_day_and_kept(world: FetchStep) -> None:
    world.connect("line", "Uline")
    world.tell("line", LINE)
    world.tell("line", {**LINE, "events": [{**LINE["events"][0], "webhookEventId": "e2"}]})  # type: ignore[dict-item]  # JSON
    assert len(world.fetches) == 1
    world.fetch(answer({"displayName": "Haruka", "userId": "U77"}))
    (call,) = world.web.asked
    assert (call.method, call.url) == ("GET", "https://api.line.me/v2/bot/profile/U77")
    world.give_back()
    person = world.item("line", "m1").author
    assert world.stores.profiles.read_profiles(BRAND, [person])[person]["name"] == "Haruka"
    world.now.now += 86_401
    world.tell("line", {**LINE, "events": [{**LINE["events"][0], "webhookEventId": "e3"}]})  # type: ignore[dict-item]  # JSON
    assert len(world.fetches) == 1


def test_the_name_of_somebody_who_was_erased_meanwhile_is_not_kept(world: FetchStep) -> None:
    world.connect("line", "Uline")
    world.tell("line", LINE)
    person = world.item("line", "m1").author
    world.fetch(answer({"displayName": "Haruka"}))
    IdentityRow.get(contact_keys.identity(BRAND, person), PROFILE).delete()
    world.give_back()
    assert not world.stores.profiles.read_profiles(BRAND, [person])


@pytest.mark.parametrize(
    "fetched", [None, {}, {"kind": "check"}, {"kind": "page", "source": "https://a.example"}]
)
def test_whoever_is_named_without_a_question_is_no_profile_and_crashes_nothing(
    fetched: dict[str, Any] | None,
) -> None:
    envelope = Envelope("line", ENDPOINT, BRAND, MS, fetched=fetched)
    named = Event(Kind.CONTROL, author=Person("U77", "Mara"), signal=Signal.NAMED)
    assert list(find_profiles([named], envelope)) == []


def test_what_waits_is_sealed_and_goes_with_the_person(world: FetchStep) -> None:
    """It lies with what is parked: an erasure finds it by the native id, and its day destroys its key."""
    world.connect("line", "Uline")
    world.tell("line", LINE)
    rows = [row for row in OpsRow.scan() if row.pk.startswith("parked#")]
    assert [b"U77" in bytes(row.sealed) for row in rows] == [False]
    eraser = ParkedNaming(world.stores.parked, world.claims, world.stores.now_ms)
    who = Leaver(BRAND, world.item("line", "m1").author, "line", MS, "t" * 32, words=("U77",))
    assert eraser.count_left(who) == 1


def test_a_dead_token_turns_the_account_red_and_what_waits_can_be_replayed(world: FetchStep) -> None:
    account = world.connect("instagram", USER)
    world.tell("instagram", MENTION)
    expired = {"error": {"message": "Error validating access token", "type": "OAuthException", "code": 190}}
    assert world.fetch(answer(expired, 400)) == 1
    assert world.stores.tokens.list_sending(BRAND)[account.id].state == DEAD
    assert world.fetch() == 0
    assert world.parked() == ["token_dead"]
    world.stores.tokens.keep_consent(
        BRAND, "instagram", account.id, Credentials(BRAND, {"access_token": "new"}), Renewal(Result.SENT)
    )
    (parked,) = world.stores.parked.list_parked(BRAND, MS)
    assert parked.message is not None
    world.take(parked.message)
    assert (world.fetch(answer(TOLD)), world.parked()) == (0, [])
    assert world.web.asked[-1].headers["Authorization"] == "Bearer new"


def test_a_slow_platform_delays_nobody(world: FetchStep) -> None:
    """It is asked once in a batch; the others are asked in the same one."""
    world.connect("instagram", USER)
    world.connect("line", "Uline")
    for number in range(4):
        entry = MENTION["entry"][0]
        changes = [{"field": "mentions", "value": {"comment_id": f"17{number}", "media_id": POST}}]
        world.tell("instagram", {**MENTION, "entry": [{**entry, "changes": changes}]})  # type: ignore[dict-item]  # JSON
    world.tell("line", LINE)
    world.web.takes_s = 10.0
    assert world.fetch(WebFailed("too_slow", sent=True), answer({"displayName": "Haruka"})) == 4
    assert [call.url.split("/")[2] for call in world.web.asked] == ["graph.facebook.com", "api.line.me"]
    assert len(world.deliveries.bodies) == 1


def test_a_limit_that_is_used_up_is_waited_for(world: FetchStep) -> None:
    world.connect("instagram", USER)
    world.tell("instagram", MENTION)
    assert world.fetch(answer({}, 429, **{"retry-after": "120"})) == 1
    assert world.fetch() == 1, "nobody is asked while it lasts"
    world.now.now += 121
    assert world.fetch(answer(TOLD)) == 0


@pytest.mark.parametrize("status", [500, 503, 408])
def test_a_platform_that_is_broken_is_asked_again_and_at_last_left(world: FetchStep, status: int) -> None:
    world.connect("instagram", USER)
    world.tell("instagram", MENTION)
    assert world.fetch(answer({}, status)) == 1
    world.now.now += 3600
    assert world.fetch(receives=MOST_RECEIVES + 1) == 0
    assert world.parked() == ["fetch_exhausted"]


def test_an_address_that_we_do_not_ask_is_left_at_once(world: FetchStep) -> None:
    world.connect("instagram", USER)
    world.tell("instagram", MENTION)
    assert world.fetch(WebRefused("address")) == 0
    assert world.parked() == ["fetch_refused_address"]


def test_without_time_nothing_is_begun(world: FetchStep) -> None:
    world.connect("line", "Uline")
    world.tell("line", LINE)
    assert world.fetch(seconds=5) == 1
    assert not world.web.asked


def test_what_is_gone_or_forgotten_is_no_work(world: FetchStep) -> None:
    world.fetches = [FetchWanted(BRAND, f"{MS}#gone").to_json(), "no message of ours"]
    assert world.fetch() == 1
    assert not world.web.asked


def test_a_large_answer_goes_by_claim_check(world: FetchStep) -> None:
    world.connect("instagram", USER)
    world.tell("instagram", MENTION)
    told = json.loads(json.dumps(TOLD))
    told["unasked"] = "Look! " * 60_000
    assert world.fetch(answer(told)) == 0
    (back,) = world.give_back()
    assert back.claim is not None
    assert world.item("instagram", COMMENT).content.text == "Look at this, @acme"


def test_a_name_that_is_not_told_is_left_until_tomorrow(world: FetchStep) -> None:
    world.connect("line", "Uline")
    world.tell("line", LINE)
    assert world.fetch(answer({"message": "no permission"}, 403)) == 0
    assert (world.parked(), world.fetches) == ([], [])


def test_without_a_token_no_name_is_asked_for(world: FetchStep) -> None:
    connect(world.stores, "line", "Uline")
    world.tell("line", LINE)
    assert (world.fetches, world.parked()) == ([], [])


PHOTO = {
    "object": "page",
    "entry": [{"id": "1001", "time": NOW - 60, "changes": [{"field": "feed", "value": {
        "item": "photo", "verb": "add", "post_id": "1001_77", "photo_id": "77", "created_time": NOW - 90,
        "from": {"id": "1001", "name": "Demo Page"}, "link": "https://scontent.example/77.jpg"}}]}],
}  # fmt: skip
SHOWN = {
    "id": "1001_77", "message": "Our new lamps", "from": {"id": "1001", "name": "Demo Page"},
    "permalink_url": "https://www.facebook.com/1001/posts/77", "created_time": "2026-09-21T14:11:50+0000",
}  # fmt: skip


def test_a_picture_gets_the_words_under_it(world: FetchStep) -> None:
    world.connect("facebook", "1001")
    world.tell("facebook", PHOTO)
    assert world.item("facebook", "1001_77").content.text is None
    assert world.fetch(answer(SHOWN)) == 0
    (call,) = world.web.asked
    assert (
        call.url
        == "https://graph.facebook.com/v23.0/1001_77?fields=id,message,from,permalink_url,created_time"
    )
    assert call.headers == {"Authorization": "Bearer EAAtoken"}
    world.give_back()
    whole = world.item("facebook", "1001_77")
    assert (whole.content.text, whole.kind, whole.received_at) == ("Our new lamps", "post", MS)
    assert whole.natives.permalink == "https://www.facebook.com/1001/posts/77"
    assert (world.parked(), world.fetches) == ([], [])


@pytest.mark.parametrize(
    "told", [answer({}, 404), answer({"id": "1001_77"}), answer({"error": {"code": 100}}, 400)]
)
def test_a_picture_without_words_stays_as_it_is(world: FetchStep, told: WebAnswer) -> None:
    world.connect("facebook", "1001")
    world.tell("facebook", PHOTO)
    world.fetch(told)
    world.give_back()
    assert world.item("facebook", "1001_77").content.text is None


SLACK = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "api_app_id": "A1", "event_time": NOW,
         "event": {"type": "message", "channel": "C1", "channel_type": "channel", "user": "U7", "text": "Hello",
                   "ts": f"{NOW}.000100"}}  # fmt: skip
TEAMS = {
    "type": "message", "id": "1760000000001", "timestamp": "2026-09-20T10:00:00Z", "text": "Hello",
    "serviceUrl": "https://smba.trafficmanager.net/emea/", "from": {"id": "29:bob"}, "recipient": {"id": "28:bot"},
    "conversation": {"id": "a:1x", "conversationType": "personal"},
}  # fmt: skip
NAMED: dict[str, tuple[str, Any, Any, str, str]] = {
    "slack": ("T1", SLACK, {"ok": True, "user": {"name": "mara", "real_name": "Mara"}}, "Mara", "/users.info?user=U7"),
    "teams": ("28:bot", TEAMS, {"id": "29:bob", "name": "Bob Stein"}, "Bob Stein",
              "/v3/conversations/a%3A1x/members/29%3Abob"),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_whoever_is_named_by_id_only_gets_a_name(world: FetchStep, name: str) -> None:
    native, payload, told, shown, asked = NAMED[name]
    world.connect(name, native)
    world.tell(name, payload)
    assert world.fetch(answer(told)) == 0
    (call,) = world.web.asked
    assert call.url.endswith(asked)
    world.give_back()
    rows = [row for row in IdentityRow.scan() if row.sk == PROFILE]
    people = [row.pk.rpartition("#")[2] for row in rows]
    names = world.stores.profiles.read_profiles(BRAND, people)
    assert [each["name"] for each in names.values() if each.get("name")] == [shown]


def test_a_review_that_a_notice_only_names_gets_its_words(world: FetchStep) -> None:
    world.connect("google_business", "accounts/1")
    review = "accounts/1/locations/2/reviews/r1"
    data = base64.b64encode(json.dumps({"type": "NEW_REVIEW", "review": review}).encode()).decode()
    world.tell(
        "google_business",
        {"message": {"data": data, "messageId": "1", "publishTime": "2026-09-20T10:00:00Z"}},
    )
    row = {"name": review, "reviewId": "r1", "reviewer": {"displayName": "Ann Berg"}, "starRating": "TWO",
           "comment": "Too slow.", "createTime": "2026-09-20T09:00:00Z"}  # fmt: skip
    assert world.fetch(answer(row)) == 0
    world.give_back()
    assert world.item("google_business", review).content.text == "Too slow."


def test_a_message_from_europe_is_looked_for_in_two_steps_and_no_third(world: FetchStep) -> None:
    world.connect("tiktok", "open-1")
    content = {"timestamp": MS - 60_000, "to_user": {"id": "open-1"}}
    world.tell(
        "tiktok",
        {"event": "im_receive_msg_eu", "user_openid": "open-1", "create_time": NOW, "content": content},
    )
    assert len(world.fetches) == 2
    listed = {"conversations": [{"conversation_id": "c1", "update_time": MS - 60_000}]}
    assert world.fetch(answer({"code": 0, "data": listed}), answer({"code": 0, "data": {}})) == 0
    world.give_back()
    (_,) = world.fetches
    row = {"message_id": "m1", "message_type": "TEXT", "text": {"body": "Hallo"}, "timestamp": MS - 60_000,
           "conversation_id": "c1", "from_user": {"id": "u1", "role": "PERSONAL_ACCOUNT"}}  # fmt: skip
    assert world.fetch(answer({"code": 0, "data": {"messages": [row]}})) == 0
    (back,) = world.give_back()
    assert (world.item("tiktok", "m1").content.text, back.received_at) == ("Hallo", MS)
    assert (world.fetches, world.parked()) == ([], [])
