"""History is announced over the API, its file is put where that says, and its import is followed.

Tests of: `respond.actions.imports`, `respond.shapes.import_job`.
"""

from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

import pytest

from model.file_form import FORMS
from model.import_job import ImportState
from respond.shapes.import_job import Form
from store.brand.brands import Brands
from tests.respond.desk import ask as ask_as
from tests.respond.world import ACME, TELEGRAM, Answer, World, authorizer

ask = partial(ask_as, caller="adam", headers={"Idempotency-Key": "import-1"})


def announce(world: World, **body: object) -> Answer:
    account = next(each for each in world.stores.accounts.list_accounts(ACME) if each.platform == TELEGRAM)
    return ask(world, "POST", "/imports", body={"account": account.id, "form": "jsonl", **body})


def test_an_import_is_announced_and_followed(world: World) -> None:
    made = announce(world, mapping={"text": "Body"}, own=["Us@Shop.example"], site="https://desk.example",
                    agents={"Ada@Shop.example": "adam"})  # fmt: skip
    assert made.status == 201, made.text
    job = world.stores.imports.find_import(ACME, made.body["import"]["id"])
    assert job is not None
    assert made.body["upload"]["method"] == "PUT"
    assert job.key in urlsplit(made.body["upload"]["url"]).path
    assert dict(job.told.mapping) == {"text": "Body"}
    assert "us@shop.example" in job.told.own
    assert job.told.agents["ada@shop.example"] == "adam"
    shown = ask(world, "GET", "/imports/{id}", job.id).body
    assert (shown["state"], shown["new"], shown["reasons"]) == ("waiting", 0, [])
    leased = world.stores.imports.lease_import(job, 60)
    assert leased is not None
    done = replace(
        leased, state=ImportState.DONE, new=5, refused={"no_id": 1, "note": 4}, ended_at=job.created_at
    )
    world.stores.imports.save_import(done, 0)
    (listed,) = ask(world, "GET", "/imports").body["data"]
    assert (listed["state"], listed["new"], listed["refused"]) == ("done", 5, 5)
    assert listed["reasons"] == [{"reason": "note", "count": 4}, {"reason": "no_id", "count": 1}]
    assert listed["ended_at"] == listed["created_at"]


def test_an_import_is_cancelled_once(world: World) -> None:
    made = announce(world).body["import"]["id"]
    ended = ask(world, "DELETE", "/imports/{id}", made)
    assert (ended.status, ended.body["state"]) == (200, "cancelled")
    assert ask(world, "DELETE", "/imports/{id}", made).body["code"] == "ended"
    assert ask(world, "DELETE", "/imports/{id}", "z" * 32).status == 404


def test_pages_of_imports_go_on_where_the_last_ended(world: World) -> None:
    ids = {announce(world).body["import"]["id"] for _ in range(3)}
    first = ask(world, "GET", "/imports", limit="2").body
    second = ask(world, "GET", "/imports", limit="2", cursor=first["next_cursor"]).body
    assert {each["id"] for each in (*first["data"], *second["data"])} == ids
    assert not second["has_more"]


@pytest.mark.parametrize(("body", "status", "code"), [
    ({"account": "acc_nobody"}, 404, "not_found"),
    ({"form": "export"}, 422, "unsupported"),
    ({"agents": {"x@shop.example": "nobody"}}, 422, "invalid"),
    ({"form": "pst"}, 422, "invalid"),
    ({"site": "http://desk.example"}, 422, "invalid"),
    ({"keep_days": 0.5}, 422, "bad_period"),
])  # fmt: skip
def test_what_cannot_be_imported_says_why(
    world: World, body: dict[str, object], status: int, code: str
) -> None:
    answer = announce(world, **body)
    assert (answer.status, answer.body["code"]) == (status, code)
    assert world.stores.imports.list_imports(ACME) == []


def test_a_period_is_chosen_with_the_import_and_not_by_a_dry_run(world: World) -> None:
    def kept() -> object:
        return next(each for each in Brands().list_brands() if each.id == ACME).shorter.get(TELEGRAM)

    announce(world, keep_days=20, dry_run=True)
    assert kept() is None
    announce(world, keep_days=20)
    assert kept() == {"interaction_days": 20}


def test_every_form_may_be_announced() -> None:
    assert set(FORMS) == set(Form.__args__)  # type: ignore[attr-defined]


def test_another_brand_sees_nothing_of_it(world: World) -> None:
    some_id = announce(world).body["import"]["id"]
    other = authorizer(brand="other", agent="adam")
    assert world.call("GET", "/imports/{id}", path={"id": some_id}, caller=other).status == 404
