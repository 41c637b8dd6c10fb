"""Two brands with the same customers writing the same things, and the API in front of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from model.messages import Envelope
from platforms.base import Platform
from respond.access import grant_scopes
from respond.api import app
from store.brand import keys as brand_keys
from store.brand.accounts import Account
from store.brand.agents import Agent
from store.brand.rates import Rates
from store.contacts.segments import Segment
from store.dynamo.rows import OpsRow
from store.outbox.uploads import Uploads
from store.stores import Stores
from tests.fakes import FakeObjects
from tests.store.path import Path, Spoken
from tests.store.world import NOW, Clock, FakeWrapping

ACME, OTHER = "acme", "other"
MS = NOW * 1000
TELEGRAM, FACEBOOK = "telegram", "facebook"
AGENTS = {"ann": "agent", "sue": "supervisor", "adam": "admin", "dora": "dpo", "bot": "service"}

ANGRY = {
    "kind": "message", "mode": "private", "external_id": "m1", "thread_id": "t1", "author_id": "u1",
    "author_name": "Mara Field", "author_handle": "mara", "text": "This is bad.\n\nWhere is my parcel?",
    "occurred_at": MS - 60_000, "language": "en",
}  # fmt: skip
HAPPY = {
    "kind": "message", "mode": "private", "external_id": "m2", "thread_id": "t2", "author_id": "u2",
    "author_name": "Tom Hill", "text": "All good, thanks", "occurred_at": MS - 50_000,
}  # fmt: skip
ANSWER = {
    "kind": "message", "mode": "private", "direction": "out", "external_id": "m3", "thread_id": "t2",
    "author_id": "shop", "customer_id": "u2", "text": "You are welcome", "occurred_at": MS - 40_000,
}  # fmt: skip
COMMENT = {
    "kind": "comment", "external_id": "c1", "parent_id": "p1", "thread_id": "p1", "conversation_id": "c1",
    "author_id": "u3", "author_name": "Ida West", "text": "Do you ship to Norway?", "occurred_at": MS - 30_000,
    "media": [{"type": "image/png", "url": "https://media.example/1", "id": "native-media-id", "name": "a.png"}],
}  # fmt: skip
REPLY = COMMENT | {
    "external_id": "c2", "parent_id": "c1", "author_id": "u4", "author_name": "Ben East", "text": "They do",
    "occurred_at": MS - 20_000, "media": [],
}  # fmt: skip


class BrandPath(Path):
    """The path of one brand, with a made-up platform under any platform's name."""

    def __init__(self, stores: Stores, brand: str) -> None:
        super().__init__(stores)
        self.brand = brand
        self.intake.deliveries._platform = _speaking

    def tell(self, platform: str, *records: Mapping[str, Any]) -> None:
        """Deliver events as from this platform, and have them labelled and assigned."""
        envelope = Envelope(
            platform, f"{platform}-{self.brand}", self.brand, MS, body=json.dumps(records).encode()
        )
        read = self.intake.deliveries.read_delivery(envelope)
        assert read is not None
        self.intake.keeping.keep_deliveries([read])
        self.run()

    def hid(self, platform: str, realm: str, native_id: str) -> str:
        """The id of an item, a person or a thread."""
        return self.intake.deliveries.name_hid(self.brand, platform, realm, "", native_id)


def _speaking(name: str) -> Platform:
    made: Platform = type("Named", (Spoken,), {"name": name})()
    return made


def _of(brand: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """The same words with the brand's name in them, so that a leak can be told."""
    return {**record, "text": f"{record['text']} ({brand})"}


@dataclass
class Answer:
    """What the API answered."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def body(self) -> Any:
        """The JSON."""
        return json.loads(self.text)


@dataclass
class World:
    """The API over both brands' data."""

    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.stores = Stores(FakeWrapping(), self.clock)
        self.bucket = FakeObjects()
        self.stores.uploads = Uploads(self.stores.vault, self.bucket)
        # Each request comes in a minute of its own: what is too much is tested in test_limits.py.
        self.stores.rates = Rates(count(0, 60).__next__)
        self.paths = {brand: BrandPath(self.stores, brand) for brand in (ACME, OTHER)}

    def seed(self) -> None:
        """Write everything the tests begin with."""
        for brand in self.paths:
            self._found(brand)
        club = Segment("club", OTHER, "Club", {"attribute": "negative", "at_least": 9})
        self.stores.segments.add_segment(club)

    def _found(self, brand: str) -> None:
        self.stores.create_brand(brand)
        for agent, role in AGENTS.items():
            self.stores.agents.keep_agent(Agent(agent, brand, role))
        for platform in (TELEGRAM, FACEBOOK):
            account = Account(f"{platform}{brand}", brand, platform, f"{platform}-{brand}", "shop")
            self.stores.accounts.connect_account(account)
        rule = {"attribute": "interactions", "at_least": 1}
        self.stores.segments.add_segment(Segment("writers", brand, "Writers", rule, created_at=MS))
        self.paths[brand].tell(TELEGRAM, *(_of(brand, record) for record in (ANGRY, HAPPY, ANSWER)))
        self.paths[brand].tell(FACEBOOK, *(_of(brand, record) for record in (COMMENT, REPLY)))

    def tell(self, platform: str, *records: Mapping[str, Any], brand: str = ACME) -> None:
        """See `BrandPath.tell`."""
        self.paths[brand].tell(platform, *records)

    def hid(self, platform: str, realm: str, native_id: str, brand: str = ACME) -> str:
        """See `BrandPath.hid`."""
        return self.paths[brand].hid(platform, realm, native_id)

    def ids(self, brand: str = ACME) -> dict[str, str]:
        """The ids a test names most."""
        return {
            "angry": self.hid(TELEGRAM, "thread", "t1", brand),
            "happy": self.hid(TELEGRAM, "thread", "t2", brand),
            "comment": self.hid(FACEBOOK, "item", "c1", brand),
            "mara": self.hid(TELEGRAM, "person", "u1", brand),
            "tom": self.hid(TELEGRAM, "person", "u2", brand),
            "ida": self.hid(FACEBOOK, "person", "u3", brand),
        }

    def audit(self, brand: str = ACME) -> list[dict[str, Any]]:
        """The audit log of the day; entries of one millisecond come in any order."""
        day = datetime.fromtimestamp(self.clock(), UTC).strftime("%Y%m%d")
        return [row.entry for row in OpsRow.query(brand_keys.audit(brand, day))]

    def get(self, resource: str, **more: Any) -> Answer:
        """GET as the brand's admin, unless told otherwise."""
        return self.call("GET", resource, **more)

    def list_names(self, **query: Any) -> list[str]:
        """The conversations of a list, each by the name that tests give it, else by its id."""
        answer = self.get("/conversations", query=query)
        assert answer.status == 200, answer.text
        names = {hid: name for name, hid in self.ids().items()}
        return [names.get(row["id"], row["id"]) for row in answer.body["data"]]

    def call(self, method: str, resource: str, **more: Any) -> Answer:
        """One request as API Gateway hands it over; see `event`."""
        answer = app(event(method, resource, **more), None)
        return Answer(answer["statusCode"], answer["headers"], answer["body"])


def authorizer(brand: str = ACME, agent: str = "adam", role: str | None = None) -> dict[str, str]:
    """The context the authorizer gives for an agent."""
    role = role or AGENTS[agent]
    return {"brand": brand, "agent": agent, "role": role, "scopes": " ".join(sorted(grant_scopes(role)))}


def _name_path(resource: str, path: Mapping[str, str] | None) -> dict[str, str] | None:
    """What the path names; where several things have one id, the first unless told."""
    if path is None:
        return None
    return ({"n": "0"} if "{n}" in resource else {}) | dict(path)


def event(
    method: str,
    resource: str,
    *,
    caller: Mapping[str, str] | None = None,
    path: Mapping[str, str] | None = None,
    query: Mapping[str, str | list[str]] | None = None,
    body: Any = None,
    headers: Mapping[str, str] | None = None,
    raw: str | None = None,
    encoded: bool = False,
) -> dict[str, Any]:
    """A request of a REST API with proxy integration; `raw` is a body that is not JSON of ours."""
    given = {name: value if isinstance(value, list) else [value] for name, value in (query or {}).items()}
    text = raw if raw is not None else None if body is None else json.dumps(body)
    context = {"resourcePath": resource, "httpMethod": method, "requestId": "req-1"}
    return {
        "resource": resource,
        "path": resource,
        "httpMethod": method,
        "headers": {"Host": "api.example", **(headers or {})},
        "multiValueHeaders": {},
        "queryStringParameters": {name: values[-1] for name, values in given.items()} or None,
        "multiValueQueryStringParameters": given or None,
        "pathParameters": _name_path(resource, path),
        "stageVariables": None,
        "requestContext": {**context, "authorizer": dict(authorizer() if caller is None else caller)},
        "body": text,
        "isBase64Encoded": encoded,
    }
