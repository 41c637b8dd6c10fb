"""An actor of ours: shown to whoever looks it up, written to by whoever found it, and gone with its account.

Tests of: `model.public_name`, `platforms.activitypub.documents`, `respond.actions.public_presence`,
`store.brand.public_names`.
"""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from aws import secrets, sending_secrets
from ingest.webhook import Webhook
from model.http import Request
from model.messages import Envelope
from model.want import UNPROVEN
from platforms import registry
from respond.documents import PublicDocuments, handler
from store.brand.public_names import PublicNames
from tests.fakes import FakeClock, FakeObjects, FakeQueues
from tests.ingest.test_proving import NOTE, THEIRS
from tests.respond.world import ACME, OTHER, World, authorizer
from tests.store.world import NOW
from tests.template.enforcing import as_function

BASE = "https://hooks.example"
ACTOR = f"{BASE}/actors/acme_shop"
NEW: dict[str, Any] = {"platform": "activitypub", "native_id": ACTOR, "title": "Acme & Co", "secrets": {}}


def connect(world: World, **more: Any) -> Any:
    """Connects an actor."""
    return world.call("POST", "/accounts", body=NEW, **more)


def show(path: str, resource: str = "") -> tuple[int, dict[str, str], Any]:
    """What the function answers to somebody outside."""
    _, _, rest = path.partition("/actors/")
    name, _, collection = rest.partition("/")
    event: dict[str, Any] = {
        "requestContext": {"http": {"method": "GET", "path": path}},
        "rawPath": path,
        "rawQueryString": f"resource={resource}" if resource else "",
        "headers": {"accept": "application/activity+json"},
        "pathParameters": {"name": name, "collection": collection} if name else {},
    }
    said = handler(event, None)
    body = said["body"]
    return said["statusCode"], said["headers"], json.loads(body) if body else None


def test_whoever_knows_the_handle_finds_the_actor_and_writes_to_it(world: World) -> None:
    """The whole way of a server that signs: handle, actor, inbox; and the webhook takes what it sends."""
    account = connect(world).body
    with as_function("Documents") as asked:
        status, headers, found = show("/.well-known/webfinger", "acct:acme_shop@hooks.example")
        assert (status, headers["content-type"], found["subject"]) == (
            200, "application/jrd+json", "acct:acme_shop@hooks.example")  # fmt: skip
        (link,) = found["links"]
        assert (link["rel"], link["href"]) == ("self", ACTOR)
        status, headers, actor = show(link["href"].removeprefix(BASE))
    assert asked == {("Query", "core", "public")}
    assert (status, headers["content-type"]) == (200, "application/activity+json")
    assert (actor["id"], actor["name"], actor["preferredUsername"]) == (ACTOR, "Acme & Co", "acme_shop")
    assert actor["inbox"] == account["webhook_url"]
    assert actor["publicKey"]["owner"] == ACTOR

    clock, queues = FakeClock(NOW), FakeQueues()
    webhook = Webhook(secrets=secrets, queues=queues, objects=FakeObjects(), clock=clock, queue_url="q")
    note = {**NOTE, "tag": [{"type": "Mention", "href": actor["id"]}]}
    body = json.dumps(note).encode()
    signed = registry.platform("activitypub").sign(body, THEIRS, NOW)
    request = Request.of("POST", signed.headers, {}, body)
    _, _, platform, endpoint = actor["inbox"].removeprefix("https://").split("/")
    assert webhook.answer(platform, endpoint, request).status == 202
    (envelope,) = map(Envelope.from_json, queues.bodies["q"])
    assert (envelope.source, envelope.brand) == (UNPROVEN, ACME)


def test_the_private_key_lies_where_accounts_send_from_and_signs_for_the_public_one(world: World) -> None:
    answer = connect(world)
    kept = sending_secrets.read_credentials("activitypub", answer.body["id"])
    assert kept is not None
    shown = show("/actors/acme_shop")[2]["publicKey"]
    assert kept.values["key_id"] == shown["id"]
    private = load_pem_private_key(kept.values["private_key"].encode(), None)
    assert isinstance(private, RSAPrivateKey)
    public = load_pem_public_key(shown["publicKeyPem"].encode())
    assert private.public_key() == public
    assert "PRIVATE" not in answer.text + json.dumps(show("/actors/acme_shop")[2])
    record = secrets.read_endpoint("activitypub", answer.body["endpoint"])
    assert record is not None
    assert record.current == {}, "the webhook cannot read what the account signs with"


def test_no_token_takes_the_place_of_the_key_that_the_actor_signs_with(world: World) -> None:
    some_id = connect(world).body["id"]
    before = sending_secrets.read_credentials("activitypub", some_id)
    answer = world.call(
        "POST",
        "/accounts/{id}/authorization",
        path={"id": some_id},
        body={"tokens": {"access_token": "t0ken"}},
    )
    assert (answer.status, answer.body["code"]) == (409, "signs_itself")
    assert sending_secrets.read_credentials("activitypub", some_id) == before


def test_lists_of_the_actor_are_empty_and_others_are_not_there(world: World) -> None:
    connect(world)
    for which in ("outbox", "followers", "following"):
        status, _, shown = show(f"/actors/acme_shop/{which}")
        assert (status, shown["type"]) == (200, "OrderedCollection")
        assert shown.get("totalItems") == (None if which == "followers" else 0), "who follows is not told"
        assert shown["id"] == show("/actors/acme_shop")[2][which]
    assert show("/actors/acme_shop/inbox")[0] == 404


@pytest.mark.parametrize(
    "resource",
    ["acct:nobody@hooks.example", "acct:acme_shop@other.example", "acct:@@", f"{BASE}/actors/", f"{ACTOR}/x",
     "https://evil.example/actors/acme_shop", "acct:acme_shop", "%00"],
)  # fmt: skip
def test_nobody_else_is_found(world: World, resource: str) -> None:
    connect(world)
    assert show("/.well-known/webfinger", resource)[0] == 404


def test_an_actor_is_found_by_its_address_and_in_any_case_and_a_question_needs_a_resource(
    world: World,
) -> None:
    connect(world)
    assert show("/.well-known/webfinger", ACTOR)[0] == 200
    assert show("/.well-known/webfinger", "acct:Acme_Shop@HOOKS.example")[0] == 200
    assert show("/.well-known/webfinger")[0] == 400
    assert [show(f"/actors/{name}")[0] for name in ("nobody", "Acme_Shop", "x" * 99)] == [404, 404, 404]


def test_a_name_belongs_to_one_account_until_it_is_disconnected(world: World) -> None:
    account = connect(world).body
    refused = connect(world, caller=authorizer(OTHER))
    assert (refused.status, refused.body["code"]) == (409, "name_taken")
    key = show("/actors/acme_shop")[2]["publicKey"]["publicKeyPem"]
    got = world.get("/accounts/{id}", path={"id": account["id"]})
    renamed = world.call(
        "PATCH", "/accounts/{id}", path={"id": account["id"]}, body={"title": "Acme"},
        headers={"If-Match": got.headers["ETag"]},
    )  # fmt: skip
    assert renamed.status == 200
    shown = show("/actors/acme_shop")[2]
    assert (shown["name"], shown["publicKey"]["publicKeyPem"]) == ("Acme", key), "a key outlives a title"
    world.call("DELETE", "/accounts/{id}", path={"id": account["id"]}, query={"data": "keep"})
    assert show("/actors/acme_shop")[0] == 404
    assert connect(world, caller=authorizer(OTHER)).status == 201


def test_an_actor_elsewhere_is_not_shown_here_and_gets_no_key(world: World) -> None:
    body = world.call("POST", "/accounts", body={**NEW, "native_id": "https://shop.example/actors/acme"}).body
    assert sending_secrets.read_credentials("activitypub", body["id"]) is None
    assert PublicDocuments(PublicNames().find_name, BASE).show_actor("acme").status == 404
