"""F39, G13: two brands with the same customers; every id of one, asked for by every role of the other, is missing.

Who may call what is `respond.access`, and every cell of it is tested in `tests/respond/test_access.py`.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws

from infra.docs import schemas
from respond import api
from respond.routes.route import Route
from respond.routes.table import ROUTES
from store.contacts.segments import Segment
from tests.proof.expressions import Item
from tests.proof.tablefake import Key, TableFake, answering
from tests.respond.test_access import BODIES
from tests.respond.world import ACME, AGENTS, OTHER, Answer, World, authorizer
from tests.tables import create_queues, create_tables, make_client

LEAST_REQUESTS = 2_000
HID = re.compile(r"[a-z2-7]{32}")
BRANDS = (ACME, OTHER)
MISSING = "a" * 32

Rows = dict[str, dict[Key, Item]]


class Pair:
    """Both brands in one set of tables."""

    def __init__(self, fake: TableFake) -> None:
        self.fake = fake
        self.world = World()
        self.world.seed()
        rule = {"attribute": "positive", "at_least": 9}
        self.world.stores.segments.add_segment(Segment("vip", ACME, "Very important", rule))

    def rows(self, brand: str) -> Rows:
        """All rows of a brand."""
        return {
            name: {
                key: dict(row) for key, row in table.rows.items() if brand in re.split("[#|]", "#".join(key))
            }
            for name, table in self.fake.tables.items()
        }

    def ids(self, brand: str) -> list[str]:
        """Every id there is of a brand and not of the other: people, items, conversations, segments, accounts."""
        mine, theirs = (self._named(each) for each in (brand, _other(brand)))
        return sorted(mine - theirs)

    def _named(self, brand: str) -> set[str]:
        keys = [part for rows in self.rows(brand).values() for key in rows for part in key]
        found = {hid for key in keys for hid in HID.findall(key)}
        found |= {segment.id for segment in self.world.stores.segments.list_segments(brand)}
        return found | {account.id for account in self.world.stores.accounts.list_accounts(brand)}


def _other(brand: str) -> str:
    return OTHER if brand == ACME else ACME


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    with mock_aws(), answering(TableFake()) as fake, pytest.MonkeyPatch.context() as patch:
        create_tables(make_client("dynamodb"))
        create_queues(make_client("sqs"))
        made = Pair(fake)
        patch.setattr(api, "open_stores", lambda: made.world.stores)
        patch.setattr("respond.actions.media.functions.call_function", lambda *_: {"reason": "no_media"})
        yield made


def _ask(pair: Pair, route: Route, brand: str, agent: str, some_id: str | None, **more: Any) -> Answer:
    return pair.world.call(
        route.method,
        route.path,
        caller=authorizer(brand, agent),
        path=None if some_id is None else {"id": some_id},
        body=BODIES.get(route.key, {} if route.body is not None else None),
        headers={"If-Match": "*", "Content-Type": "application/json", "Idempotency-Key": "one"},
        **more,
    )


def _kept(rows: Rows) -> Rows:
    """Without the audit log and the counts of requests: being asked is no change."""
    asked = ("audit#", "rate#")
    return {
        name: {k: v for k, v in each.items() if not k[0].startswith(asked)} for name, each in rows.items()
    }


def _said(answer: Answer) -> tuple[int, str]:
    return answer.status, re.sub(r'"request_id": ?"[^"]*"', "", answer.text)


def _words(pair: Pair, brand: str) -> list[str]:
    """What would betray a brand in an answer to the other."""
    return [f"({brand})", f"telegram-{brand}", f"facebook-{brand}", *pair.ids(brand)]


def test_g13_every_id_in_every_route_and_role_is_as_missing_for_the_other_brand(
    pair: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: Counter[int] = Counter()
    before = {brand: _kept(pair.rows(brand)) for brand in BRANDS}
    for brand in BRANDS:
        # As it is, and as somebody would write it who knows how keys are built.
        foreign = [form for each in pair.ids(_other(brand)) for form in (each, f"{_other(brand)}#{each}")]
        for route in (each for each in ROUTES if "{id}" in each.path):
            for agent, role in AGENTS.items():
                nothing = _said(_ask(pair, route, brand, agent, MISSING))
                assert nothing[0] == (404 if role in route.roles else 403) or route.key not in BODIES
                assert nothing[0] in (403, 404, 422)
                for some_id in foreign:
                    answer = _ask(pair, route, brand, agent, some_id)
                    seen[answer.status] += 1
                    assert _said(answer) == nothing or (answer.status, route.ids != "") == (404, True)
    assert {brand: _kept(pair.rows(brand)) for brand in BRANDS} == before
    with capsys.disabled():
        sys.stdout.write(f"\n{seen.total()} requests: {dict(seen)}")
    assert seen.total() >= LEAST_REQUESTS
    assert seen[404] > seen.total() / 2


def test_g13_no_list_and_no_filter_shows_anything_of_the_other_brand(pair: Pair) -> None:
    for brand in BRANDS:
        betraying = _words(pair, _other(brand))
        for route in (each for each in ROUTES if each.method == "GET" and "{id}" not in each.path):
            for agent in AGENTS:
                answers = [_ask(pair, route, brand, agent, None)]
                for name in schemas.list_fields(route.query):
                    answers += [
                        _ask(pair, route, brand, agent, None, query={name: some_id})
                        for some_id in pair.ids(_other(brand))[:5]
                    ]
                for answer in answers:
                    assert answer.status in (200, 400, 403)
                    # A filter may be named in the answer that refuses it.
                    assert answer.status == 400 or not [word for word in betraying if word in answer.text]


def test_g13_the_own_brand_sees_its_own(pair: Pair) -> None:
    """Or the tests above would pass on an API that shows nothing to anybody."""
    for brand in BRANDS:
        ids, seen = pair.ids(brand), Counter[str]()
        for route in (each for each in ROUTES if "{id}" in each.path and each.method == "GET"):
            for some_id in ids:
                answer = _ask(pair, route, brand, "adam", some_id)
                assert answer.status in (200, 403, 404)
                if answer.status == 200:
                    seen[route.path] += 1
                    assert not [word for word in _words(pair, _other(brand)) if word in answer.text]
        assert len(seen) >= 4, seen


def test_f39_the_same_native_ids_are_no_shared_row(pair: Pair) -> None:
    for table, rows in pair.rows(ACME).items():
        assert not rows.keys() & pair.rows(OTHER)[table].keys()
    hids = [set(HID.findall(str(_kept(pair.rows(brand))))) for brand in BRANDS]
    assert min(map(len, hids)) > 10
    assert not hids[0] & hids[1]


def test_g13_a_cursor_of_one_brand_is_none_of_the_other(pair: Pair) -> None:
    for brand in BRANDS:
        first = pair.world.get("/conversations", caller=authorizer(brand), query={"limit": "1"})
        assert first.body["has_more"]
        cursor = first.body["next_cursor"]
        again = {"limit": "1", "cursor": cursor}
        assert pair.world.get("/conversations", caller=authorizer(brand), query=again).status == 200
        assert pair.world.get("/conversations", caller=authorizer(_other(brand)), query=again).status == 400
