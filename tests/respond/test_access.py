"""Every role at every route, each cell written out; scopes; and brands that never meet.

Tests of: `respond.actions.health`, `respond.actions.settings`, `respond.shapes.brand`, `store.brand.brand_settings`,
`store.brand.keys`, `respond.routes.route`.
"""

from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from model.brand_settings import Settings
from model.broadcast import Broadcast, BroadcastState, PublicPost, PublicText, RecipientState
from model.canned import Canned
from model.file_form import FileForm
from model.import_job import ImportJob
from model.messages import Envelope
from model.paper import Paper, PaperKind
from model.reply import Reply, ReplyState
from model.search_term import SearchTerm, make_term_id
from model.trends import Alert, AlertSignal, Tally
from model.upload import Upload
from respond.access import grant_scopes
from respond.action import Caller
from respond.routes.route import Route
from respond.routes.table import ROUTES
from store.brand.accounts import Account
from store.brand.agents import Token
from store.brand.saved_views import StoredView
from store.contacts.segments import Segment
from store.outbox.posts import PUBLIC_POSTS
from store.stores import Stores
from tests.respond.world import ACME, AGENTS, FACEBOOK, MS, OTHER, TELEGRAM, Answer, World, authorizer
from tests.store.world import FakeWrapping

MATRIX = {
    # route                                        agent  superv admin  dpo    service
    ("GET", "/conversations"): (True, True, True, False, True),
    ("GET", "/conversations/{id}"): (True, True, True, False, True),
    ("PATCH", "/conversations/{id}"): (True, True, True, False, True),
    ("PUT", "/conversations/{id}/read"): (True, True, True, False, True),
    ("PUT", "/conversations/{id}/presence"): (True, True, True, False, True),
    ("GET", "/updates"): (True, True, True, False, True),
    ("GET", "/platforms"): (True, True, True, False, True),
    ("POST", "/bulk-actions"): (True, True, True, False, True),
    ("PUT", "/conversations/{id}/tags"): (True, True, True, False, True),
    ("GET", "/conversations/counts"): (True, True, True, False, True),
    ("GET", "/views"): (True, True, True, False, True),
    ("POST", "/views"): (True, True, True, False, True),
    ("PATCH", "/views/{id}"): (True, True, True, False, True),
    ("DELETE", "/views/{id}"): (True, True, True, False, True),
    ("GET", "/conversations/{id}/interactions"): (True, True, True, False, True),
    ("GET", "/conversations/{id}/send-options"): (True, True, True, False, True),
    ("GET", "/conversations/{id}/replies"): (True, True, True, False, True),
    ("POST", "/conversations/{id}/replies"): (True, True, True, False, True),
    ("GET", "/replies/{id}"): (True, True, True, False, True),
    ("DELETE", "/replies/{id}"): (True, True, True, False, True),
    ("POST", "/replies/{id}/retry"): (True, True, True, False, True),
    ("POST", "/replies/{id}/edit"): (True, True, True, False, True),
    ("POST", "/replies/{id}/settlement"): (True, True, True, False, False),
    ("POST", "/interactions/{id}/deeds"): (True, True, True, False, True),
    ("POST", "/interactions"): (True, True, True, False, True),
    ("GET", "/conversations/{id}/notes"): (True, True, True, False, True),
    ("POST", "/conversations/{id}/notes"): (True, True, True, False, True),
    ("DELETE", "/notes/{id}"): (True, True, True, False, True),
    ("GET", "/mentions"): (True, True, True, False, True),
    ("GET", "/conversations/{id}/draft"): (True, True, True, False, True),
    ("PUT", "/conversations/{id}/draft"): (True, True, True, False, True),
    ("DELETE", "/conversations/{id}/draft"): (True, True, True, False, True),
    ("GET", "/conversations/{id}/drafts"): (True, True, True, False, True),
    ("POST", "/conversations/{id}/drafts"): (True, True, True, False, True),
    ("POST", "/drafts/{id}/approve"): (True, True, True, False, False),
    ("POST", "/drafts/{id}/reject"): (True, True, True, False, False),
    ("GET", "/approvals"): (True, True, True, False, True),
    ("GET", "/approval-rules"): (False, True, True, True, False),
    ("PUT", "/approval-rules"): (False, False, True, False, False),
    ("GET", "/sla"): (False, True, True, True, False),
    ("PUT", "/sla"): (False, False, True, False, False),
    ("GET", "/business-hours"): (False, True, True, True, False),
    ("PUT", "/business-hours"): (False, False, True, False, False),
    ("GET", "/broadcasts"): (True, True, True, False, True),
    ("POST", "/broadcasts"): (False, True, True, False, False),
    ("GET", "/broadcasts/{id}"): (True, True, True, False, True),
    ("PATCH", "/broadcasts/{id}"): (False, True, True, False, False),
    ("POST", "/broadcasts/{id}/dry-run"): (False, True, True, False, False),
    ("POST", "/broadcasts/{id}/approve"): (False, True, True, False, False),
    ("POST", "/broadcasts/{id}/pause"): (False, True, True, False, False),
    ("POST", "/broadcasts/{id}/resume"): (False, True, True, False, False),
    ("POST", "/broadcasts/{id}/cancel"): (False, True, True, False, False),
    ("GET", "/broadcasts/{id}/recipients"): (True, True, True, False, True),
    ("POST", "/broadcasts/{id}/settlement"): (False, True, True, False, False),
    ("GET", "/conversations/{id}/broadcasts"): (True, True, True, False, True),
    ("GET", "/canned"): (True, True, True, False, True),
    ("POST", "/canned"): (False, True, True, False, False),
    ("PATCH", "/canned/{id}"): (False, True, True, False, False),
    ("DELETE", "/canned/{id}"): (False, True, True, False, False),
    ("GET", "/conversations/{id}/canned"): (True, True, True, False, True),
    ("GET", "/macros"): (True, True, True, False, True),
    ("POST", "/macros"): (False, True, True, False, False),
    ("PATCH", "/macros/{id}"): (False, True, True, False, False),
    ("DELETE", "/macros/{id}"): (False, True, True, False, False),
    ("POST", "/macros/{id}/run"): (True, True, True, False, True),
    ("GET", "/posts"): (True, True, True, False, True),
    ("GET", "/posts/{id}"): (True, True, True, False, True),
    ("GET", "/posts/{id}/conversations"): (True, True, True, False, True),
    ("GET", "/groups"): (True, True, True, False, True),
    ("GET", "/groups/{id}/members"): (True, True, True, False, True),
    ("GET", "/interactions"): (True, True, True, False, True),
    ("GET", "/interactions/{id}"): (True, True, True, False, True),
    ("PATCH", "/interactions/{id}"): (True, True, True, False, True),
    ("POST", "/interactions/{id}/translation"): (True, True, True, False, True),
    ("GET", "/corrections"): (False, True, True, False, False),
    ("GET", "/insights/volume"): (True, True, True, True, True),
    ("GET", "/insights/sentiment"): (True, True, True, True, True),
    ("GET", "/insights/response-times"): (True, True, True, True, True),
    ("GET", "/insights/sla"): (True, True, True, True, True),
    ("GET", "/insights/csat"): (True, True, True, True, True),
    ("GET", "/insights/backlog"): (True, True, True, True, True),
    ("GET", "/insights/agents"): (False, True, True, False, False),
    ("GET", "/insights/topics"): (True, True, True, False, True),
    ("GET", "/alerts"): (True, True, True, False, True),
    ("PUT", "/alerts/{id}/brake"): (False, True, True, False, False),
    ("PUT", "/alerts/{id}/acknowledgement"): (True, True, True, False, True),
    ("GET", "/settings"): (False, True, True, True, False),
    ("PUT", "/settings"): (False, False, True, False, False),
    ("GET", "/contacts"): (True, True, True, True, True),
    ("GET", "/search"): (True, True, True, False, True),
    ("GET", "/contacts/{id}"): (True, True, True, True, True),
    ("PATCH", "/contacts/{id}"): (True, True, True, False, True),
    ("GET", "/contacts/{id}/history"): (True, True, True, True, True),
    ("GET", "/contacts/{id}/consents"): (True, True, True, True, True),
    ("POST", "/contacts/{id}/consents"): (True, True, True, False, True),
    ("GET", "/contacts/{id}/timeline"): (True, True, True, True, True),
    ("GET", "/segments"): (True, True, True, True, True),
    ("POST", "/segments"): (False, True, True, False, False),
    ("POST", "/segments/preview"): (False, True, True, False, False),
    ("GET", "/segments/vocabulary"): (True, True, True, True, True),
    ("GET", "/segments/{id}"): (True, True, True, True, True),
    ("PATCH", "/segments/{id}"): (False, True, True, False, False),
    ("DELETE", "/segments/{id}"): (False, True, True, False, False),
    ("GET", "/segments/{id}/members"): (True, True, True, True, True),
    ("GET", "/parked"): (False, True, True, False, False),
    ("POST", "/parked/replay"): (False, False, True, False, False),
    ("DELETE", "/parked/{id}"): (False, False, True, False, False),
    ("GET", "/me"): (True, True, True, True, True),
    ("PUT", "/me/preferences"): (True, True, True, True, True),
    ("GET", "/colleagues"): (True, True, True, False, True),
    ("GET", "/agents"): (False, True, True, True, False),
    ("POST", "/agents"): (False, False, True, False, False),
    ("GET", "/agents/{id}"): (False, True, True, True, False),
    ("PATCH", "/agents/{id}"): (False, False, True, False, False),
    ("GET", "/api-tokens"): (False, False, True, False, False),
    ("POST", "/api-tokens"): (False, False, True, False, False),
    ("DELETE", "/api-tokens/{id}"): (False, False, True, False, False),
    ("GET", "/terms"): (True, True, True, False, True),
    ("POST", "/terms"): (False, True, True, False, False),
    ("POST", "/terms/preview"): (False, True, True, False, False),
    ("PATCH", "/terms/{id}"): (False, True, True, False, False),
    ("DELETE", "/terms/{id}"): (False, True, True, False, False),
    ("GET", "/insights/share-of-voice"): (True, True, True, True, True),
    ("GET", "/accounts/{id}/templates"): (True, True, True, False, True),
    ("GET", "/interactions/{id}/media/{n}"): (True, True, True, True, True),
    ("POST", "/uploads"): (True, True, True, False, True),
    ("GET", "/uploads/{id}"): (True, True, True, False, True),
    ("PUT", "/uploads/{id}"): (True, True, True, False, True),
    ("GET", "/imports"): (False, True, True, False, False),
    ("POST", "/imports"): (False, False, True, False, False),
    ("GET", "/imports/{id}"): (False, True, True, False, False),
    ("DELETE", "/imports/{id}"): (False, False, True, False, False),
    ("GET", "/accounts"): (True, True, True, False, True),
    ("POST", "/accounts"): (False, False, True, False, False),
    ("GET", "/accounts/{id}"): (True, True, True, False, True),
    ("PATCH", "/accounts/{id}"): (False, False, True, False, False),
    ("DELETE", "/accounts/{id}"): (False, False, True, False, False),
    ("GET", "/accounts/{id}/health"): (True, True, True, False, True),
    ("POST", "/accounts/{id}/authorization"): (False, False, True, False, False),
    ("POST", "/accounts/{id}/test"): (False, False, True, False, False),
    ("POST", "/endpoints/{id}/secrets"): (False, False, True, False, False),
    ("GET", "/queues"): (False, True, True, False, False),
    ("POST", "/queues/{id}/replay"): (False, False, True, False, False),
    ("POST", "/privacy-tasks"): (False, False, False, True, False),
    ("GET", "/privacy-tasks/{id}"): (False, True, True, True, False),
    ("GET", "/privacy-tasks"): (False, True, True, True, False),
    ("POST", "/privacy-tasks/{id}/refusal"): (False, True, True, True, False),
    ("POST", "/privacy-tasks/{id}/approval"): (False, True, True, True, False),
    ("POST", "/privacy-tasks/{id}/extension"): (False, False, False, True, False),
    ("POST", "/people/search"): (False, False, False, True, False),
    ("GET", "/receipts"): (False, False, True, True, False),
    ("GET", "/audit"): (False, False, True, True, False),
    ("GET", "/holds"): (False, True, False, True, False),
    ("POST", "/holds"): (False, True, False, True, False),
    ("POST", "/holds/{id}/consent"): (False, True, False, True, False),
    ("DELETE", "/holds/{id}"): (False, True, False, True, False),
    ("GET", "/health"): (True, True, True, True, True),
}
TWO_PEOPLE = {key for key in MATRIX if key[1].startswith(("/privacy-tasks", "/holds", "/people"))}
"""What a good request means here depends on who asked before: tested for itself, here only who gets in."""
ORDINARY = [route for route in ROUTES if route.key not in TWO_PEOPLE]
GUARDED = [route for route in ROUTES if route.key in TWO_PEOPLE]
BODIES: dict[tuple[str, str], Any] = {
    ("POST", "/uploads"): {"type": "text/plain", "name": "a.txt", "bytes": 3, "data": "YWJj"},
    ("PUT", "/conversations/{id}/read"): {},
    ("POST", "/bulk-actions"): {"items": [{"id": "a" * 32}], "change": {"priority": "high"}},
    ("PUT", "/conversations/{id}/tags"): {"tags": ["vip"]},
    ("POST", "/views"): {"title": "Mine", "filters": {}},
    ("PATCH", "/views/{id}"): {"title": "Ours"},
    ("PUT", "/conversations/{id}/presence"): {"state": "typing"},
    ("PATCH", "/conversations/{id}"): {"priority": "urgent"},
    ("PATCH", "/interactions/{id}"): {"sentiment": "neutral"},
    ("POST", "/interactions/{id}/translation"): {"to": "de"},
    ("PUT", "/alerts/{id}/brake"): {"on": True},
    ("PUT", "/alerts/{id}/acknowledgement"): {"acknowledged": True, "note": "Seen"},
    ("PUT", "/settings"): {"comprehend_units": 10},
    ("PUT", "/me/preferences"): {"theme": "dark"},
    ("POST", "/segments"): {"title": "New", "rule": {"attribute": "unhappy", "is": True}},
    ("POST", "/accounts"): {"platform": "discourse"},
    ("PATCH", "/accounts/{id}"): {"title": "Ours"},
    ("POST", "/accounts/{id}/authorization"): {"tokens": {"access_token": "t0ken"}},
    ("POST", "/endpoints/{id}/secrets"): {},
    ("PATCH", "/contacts/{id}"): {"tags": ["vip"]},
    ("PATCH", "/segments/{id}"): {"title": "Writers"},
    ("POST", "/parked/replay"): {},
    ("POST", "/terms"): {"title": "Us", "query": "demo company", "accounts": ["searched"]},
    ("PUT", "/uploads/{id}"): {"part": 0, "data": "YWJj"},
    ("POST", "/terms/preview"): {"query": "demo company", "accounts": ["searched"]},
    ("PATCH", "/terms/{id}"): {"title": "Ours"},
    ("POST", "/imports"): {"account": "telegramacme", "form": "jsonl"},
    ("POST", "/interactions"): {"account": "telegramacme", "author": {"id": "7"}, "text": "Hello"},
    ("POST", "/conversations/{id}/replies"): {"text": "It comes tomorrow"},
    ("POST", "/replies/{id}/retry"): {},
    ("POST", "/replies/{id}/edit"): {"text": "It comes on Friday"},
    ("POST", "/interactions/{id}/deeds"): {"deed": "react"},
    ("POST", "/conversations/{id}/notes"): {"text": "Called them"},
    ("PUT", "/conversations/{id}/draft"): {"text": "It co"},
    ("POST", "/conversations/{id}/drafts"): {"text": "It comes tomorrow"},
    ("POST", "/drafts/{id}/approve"): {},
    ("POST", "/drafts/{id}/reject"): {},
    ("PUT", "/approval-rules"): {},
    ("PUT", "/sla"): {"high": {"first_answer": 30}},
    ("PUT", "/business-hours"): {"zone": "Europe/Berlin", "monday": [{"from": "09:00", "to": "17:00"}]},
    ("POST", "/contacts/{id}/consents"): {"purpose": "marketing", "given": False},
    ("POST", "/broadcasts"): {"title": "News", "segment": "writers", "account": "telegramacme", "text": "Hi"},
    ("PATCH", "/broadcasts/{id}"): {"title": "Late news"},
    ("POST", "/broadcasts/{id}/dry-run"): {},
    ("POST", "/broadcasts/{id}/settlement"): {"posted": True, "account": "telegramacme"},
    ("POST", "/replies/{id}/settlement"): {"posted": False},
    ("POST", "/canned"): {"title": "Hello", "text": "Hi {{name|there}}"},
    ("PATCH", "/canned/{id}"): {"title": "Hi"},
    ("POST", "/macros"): {"title": "Done", "tags": ["done"]},
    ("PATCH", "/macros/{id}"): {"title": "Done"},
    ("POST", "/macros/{id}/run"): {"conversations": ["a" * 32]},
    ("POST", "/agents"): {"role": "agent"},
    ("PATCH", "/agents/{id}"): {"scopes": []},
    ("POST", "/api-tokens"): {"agent": "bot", "title": "Reports"},
    ("POST", "/segments/preview"): {"rule": {"attribute": "unhappy", "is": True}},
}
OFFICER = next(agent for agent, role in AGENTS.items() if role == "dpo")
_numbers = count(1)
SUCCESS = {("POST", "/interactions"): 202,
           ("POST", "/segments"): 201, ("DELETE", "/segments/{id}"): 202, ("POST", "/accounts"): 201,
           ("POST", "/conversations/{id}/replies"): 202, ("POST", "/replies/{id}/retry"): 202,
           ("POST", "/replies/{id}/settlement"): 202,
           ("POST", "/replies/{id}/edit"): 202, ("POST", "/interactions/{id}/deeds"): 202,
           ("POST", "/conversations/{id}/notes"): 201, ("POST", "/conversations/{id}/drafts"): 201,
           ("POST", "/contacts/{id}/consents"): 202, ("POST", "/broadcasts"): 201, ("POST", "/canned"): 201,
           ("POST", "/macros"): 201, ("POST", "/views"): 201, ("POST", "/imports"): 201,
           ("POST", "/terms"): 201, ("POST", "/uploads"): 201,
           ("POST", "/agents"): 201, ("POST", "/api-tokens"): 201}  # fmt: skip


def ask(world: World, route: Route, caller: dict[str, str], brand: str = ACME) -> Answer:
    """A good request to a route, about something of `brand`."""
    ids = world.ids(brand)
    noun = route.path.split("/")[1]
    named = {"conversations": ids["angry"], "contacts": ids["mara"], "segments": "writers"}
    if route.key == ("DELETE", "/segments/{id}"):
        named["segments"] = _made(world, brand)
    if route.path.startswith(("/accounts/", "/endpoints")):
        named |= _connected(world, caller)
    named |= {"queues": "segments", "agents": "bot", "api-tokens": _token(world, brand)}
    if route.key == ("DELETE", "/parked/{id}"):
        named["parked"] = park(world, caller.get("brand") or ACME)
    if noun in ("notes", "drafts", "uploads") or route.path.endswith("/draft"):
        named |= _noted(world, caller, brand, route)
    if noun in ("canned", "macros", "views"):
        named |= _canned(world, caller.get("brand") or brand, caller)
    if noun in ("imports", "terms"):
        named["imports"] = _announced(world, brand)
        named["terms"] = _sought(world, caller.get("brand") or brand, route)
    if noun in ("alerts", "broadcasts"):
        named["alerts"] = _alarmed(world, caller.get("brand") or brand)
        named["broadcasts"] = _broadcast(world, caller.get("brand") or brand, route)
    if noun == "replies":
        named["replies"] = _written(world, caller.get("brand") or ACME, route)
    named |= {"privacy-tasks": "a" * 32, "holds": "a" * 32}
    named["interactions"] = world.hid(TELEGRAM, "item", "m1", brand)
    named["posts"] = world.hid(FACEBOOK, "item", "p1", brand)
    if noun == "groups":
        named["groups"] = _joined(world, brand)
    _let_translate(world, caller.get("brand") or brand, route)
    return world.call(
        route.method,
        route.path,
        caller=caller,
        path={"id": named[noun]} if "{id}" in route.path else None,
        body=_body(route, ids),
        query={"q": "mara"} if noun == "search" else None,
        headers={"If-Match": "*", "Content-Type": "application/json"} | _key(route),
    )


def _key(route: Route) -> dict[str, str]:
    return {"Idempotency-Key": f"of-the-matrix-{next(_numbers)}"} if route.idempotent else {}


def _written(world: World, brand: str, route: Route) -> str:
    """A reply that waits, or for who tries it again one that failed, for who changes it one that stands."""
    ids, at = world.ids(brand), world.stores.now_ms()
    states = {"retry": ReplyState.FAILED, "edit": ReplyState.SENT, "settlement": ReplyState.UNKNOWN}
    state = states.get(route.path.rpartition("/")[2], ReplyState.SCHEDULED)
    name = f"r{next(_numbers)}".translate(str.maketrans("0189", "abcd")).ljust(32, "a")
    reply = Reply(
        name, brand, TELEGRAM, f"{TELEGRAM}{brand}", ids["angry"],
        world.hid(TELEGRAM, "item", "m1", brand), ids["mara"], "private", "message", "ann", at, at + 1_000, state,
        "Soon", native_id="t1:5",
    )  # fmt: skip
    world.stores.outbox.add_reply(reply)
    return name


def _joined(world: World, brand: str) -> str:
    """Somebody joins a group; its id."""
    world.tell(
        FACEBOOK, {"kind": "join", "thread_id": "g1", "author_id": "u3", "occurred_at": MS}, brand=brand
    )
    return world.hid(FACEBOOK, "item", "g1", brand)


def _let_translate(world: World, brand: str, route: Route) -> None:
    """Lets texts be translated for who asks for that: unless told, none is."""
    if route.path.endswith("/translation"):
        world.stores.settings.keep_settings(brand, Settings(translation_characters=100_000), "adam", MS)


def _noted(world: World, caller: dict[str, str], brand: str, route: Route) -> dict[str, str]:
    """A note, a draft of the caller's own and one that was proposed, for who deletes or decides."""
    brand, at = caller.get("brand") or brand, world.stores.now_ms()
    ids, made = world.ids(brand), {"notes": PaperKind.NOTE, "drafts": PaperKind.CANDIDATE}
    if route.method != "PUT" and route.path.endswith("/draft"):
        world.call("PUT", route.path, path={"id": ids["angry"]}, caller=caller, body={"text": "It"})
    found = {}
    for noun, kind in made.items():
        name = f"p{next(_numbers):09d}".translate(str.maketrans("0189", "abcd")).ljust(32, "a")
        paper = Paper(
            name, brand, kind, TELEGRAM, f"{TELEGRAM}{brand}", ids["angry"], ids["mara"],
            caller.get("agent") or "ann" if kind is PaperKind.NOTE else "nobody", at, at, "Soon", "private",
        )  # fmt: skip
        world.stores.papers.keep_paper(paper)
        found[noun] = name
    return found | {"uploads": _uploaded(world, caller, brand)}


def _uploaded(world: World, caller: dict[str, str], brand: str) -> str:
    """A file of the caller's own that is to be sent."""
    brand, agent = caller.get("brand") or brand, caller.get("agent") or "ann"
    name = f"u{next(_numbers):09d}".translate(str.maketrans("0189", "abcd")).ljust(32, "a")
    account, at = f"{TELEGRAM}{brand}", world.stores.now_ms()
    upload = Upload(name, brand, TELEGRAM, account, "", agent, "text/plain", 3, "a.txt", at)
    world.stores.uploads.add_upload(upload)
    return name


def _alarmed(world: World, brand: str) -> str:
    """An alert of many who wrote in an hour."""
    alert = Alert(f"telegram{brand}", TELEGRAM, "2026092114", None, Tally(300, 290, 250),
                  (AlertSignal("volume", 300, 5.0),))  # fmt: skip
    for at in (MS, MS + 300_000):
        world.stores.alerts.raise_when_it_lasts(brand, alert, at)
    return f"{alert.hour}-{alert.subject}"


def _broadcast(world: World, brand: str, route: Route) -> str:
    """A broadcast of somebody else's in the state that the route needs."""
    name = f"b{next(_numbers):09d}".translate(str.maketrans("0189", "abcd")).ljust(32, "a")
    states = {"pause": BroadcastState.RUNNING, "resume": BroadcastState.PAUSED}
    state = states.get(route.path.rpartition("/")[2], BroadcastState.DRAFT)
    at, account = world.stores.now_ms(), f"{TELEGRAM}{brand}"
    made = Broadcast(name, brand, TELEGRAM, account, "writers", "News", "Hi", at, "nobody", state=state)
    if route.path.endswith("/settlement"):
        made = replace(made, posts=(PublicText(TELEGRAM, account, "Hi"),))
        PUBLIC_POSTS.keep_post(
            PublicPost(brand, name, account, TELEGRAM, at, RecipientState.UNKNOWN, attempts=1, attempt_at=at)
        )
    world.stores.broadcasts.keep_broadcast(made)
    return name


def _canned(world: World, brand: str, caller: dict[str, str]) -> dict[str, str]:
    """A canned reply, a macro and a view of the caller's own, for who changes or deletes them."""
    name = f"c{next(_numbers):09d}".translate(str.maketrans("0189", "abcd")).ljust(32, "a")
    world.stores.canned.keep_text(Canned(name, brand, "Hello", "Hi"))
    world.stores.macros.keep_text(Canned(name, brand, "Done", tags=("done",)))
    world.stores.saved_views.keep_view(StoredView(name, brand, caller.get("agent") or "adam", "Mine", {}))
    return {"canned": name, "macros": name, "views": name}


def _made(world: World, brand: str) -> str:
    """A segment of its own, for who deletes it."""
    made = Segment(f"gone{next(_numbers)}", brand, "Gone", {"attribute": "negative", "at_least": 99})
    world.stores.segments.add_segment(made)
    return made.id


def _body(route: Route, ids: dict[str, str]) -> Any:
    body = BODIES.get(route.key)
    made = {
        "/uploads": {"conversation": ids["angry"]},
        "/accounts": {"native_id": f"forum{next(_numbers)}"},
        "/agents": {"id": f"agent{next(_numbers)}"},
    }
    return body | made.get(route.path, {}) if body else body


def _sought(world: World, brand: str, route: Route) -> str:
    """A term that is looked for, through an account that can."""
    account = Account("searched", brand, "mastodon", "e9", f"{brand}.example")
    if account.id not in {each.id for each in world.stores.accounts.list_accounts(brand)}:
        world.stores.accounts.connect_account(account)
    term = SearchTerm(make_term_id("own", "a" * 32), brand, "Us", "demo", (account.id,), created_by="adam")
    known = world.stores.terms.find_term(brand, term.id)
    if "{id}" in route.path and known is None:
        world.stores.terms.keep_term(term)
    return term.id


def _announced(world: World, brand: str) -> str:
    """An import whose file is waited for, another each time: one that was cancelled has ended."""
    number = "".join(chr(ord("a") + int(digit)) for digit in str(next(_numbers)))
    told, some_id = FileForm(TELEGRAM, "jsonl"), number.rjust(32, "z")
    job = ImportJob(some_id, brand, f"telegram{brand}", "e", told, False, world.stores.now_ms(), "adam")
    world.stores.imports.add_import(job)
    return some_id


def _connected(world: World, caller: dict[str, str]) -> dict[str, str]:
    """An account that was connected just now, for it may be disconnected: by the caller's brand, if there is one."""
    brand = caller.get("brand") or ACME
    body = {"platform": "discourse", "native_id": f"forum{next(_numbers)}"}
    made = world.call("POST", "/accounts", body=body, caller=authorizer(brand)).body
    return {"accounts": made["id"], "endpoints": made["endpoint"]}


def park(world: World, brand: str, reason: str = "bad_json", accounts: tuple[str, ...] = ()) -> str:
    """Parks a delivery and returns its id as the API shows it."""
    envelope = Envelope("slack", "e" * 32, brand, world.stores.now_ms() - next(_numbers), body=b"{")
    world.stores.parked.park_delivery(envelope, reason, world.stores.now_ms(), accounts)
    return f"{envelope.received_at:013d}" + _name_of(world, brand, envelope)


def _name_of(world: World, brand: str, envelope: Envelope) -> str:
    known = world.stores.parked.list_parked(brand, world.stores.now_ms())
    return next(each.id[13:] for each in known if each.received_at == envelope.received_at).replace("#", "-")


def _token(world: World, brand: str) -> str:
    token = Token("a" * 16, brand, "bot", b"", expires_at=2**31)
    world.stores.agents.keep_token(token)
    return token.id


def test_the_matrix_is_complete() -> None:
    assert set(MATRIX) == {route.key for route in ROUTES}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_role_may_do_what_the_matrix_says_and_nothing_else(shared: World, route: Route) -> None:
    for (agent, role), allowed in zip(AGENTS.items(), MATRIX[route.key], strict=True):
        answer = ask(shared, route, authorizer(agent=agent))
        if allowed and route in GUARDED:
            assert answer.status in (200, 400, 404, 422), (role, answer.text)
        else:
            wanted = SUCCESS.get(route.key, 200) if allowed else 403
            assert answer.status == wanted, (role, answer.text)
        if not allowed:
            assert answer.body["code"] == "forbidden"


@pytest.mark.parametrize("route", ORDINARY, ids=lambda route: f"{route.method} {route.path}")
def test_a_token_without_the_scope_is_refused_whatever_its_role(shared: World, route: Route) -> None:
    scope = route.scope
    if not scope:
        assert ask(shared, route, {}).status == (200 if route.action.public else 401)
        return
    others = grant_scopes("admin") - {scope}
    answer = ask(shared, route, authorizer() | {"scopes": " ".join(others)})
    assert (answer.status, answer.body["code"]) == (403, "scope_missing")
    alone = ask(shared, route, authorizer() | {"scopes": scope})
    assert alone.status == SUCCESS.get(route.key, 200)


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: f"{route.method} {route.path}")
def test_a_guarded_route_needs_its_scope_too(shared: World, route: Route) -> None:
    scope = route.scope
    officer = authorizer(agent=OFFICER)
    refused = ask(shared, route, officer | {"scopes": " ".join(grant_scopes("dpo") - {scope})})
    assert (refused.status, refused.body["code"]) == (403, "scope_missing")
    assert ask(shared, route, officer | {"scopes": scope}).status != 403


@pytest.mark.parametrize(
    "context",
    [{}, {"brand": ACME}, {"brand": ACME, "agent": "adam"}, {"brand": "", "agent": "a", "role": "admin"}],
)
def test_without_a_whole_context_there_is_no_answer(shared: World, context: dict[str, str]) -> None:
    for route in ROUTES:
        if not route.action.public:
            answer = ask(shared, route, context)
            assert (answer.status, answer.body["code"]) == (401, "unauthorized")


def test_an_unknown_role_may_nothing_even_with_scopes(shared: World) -> None:
    everything = " ".join(grant_scopes("admin"))
    for route in ROUTES:
        if not route.action.public:
            answer = ask(shared, route, authorizer(role="owner") | {"scopes": everything})
            assert answer.status == 403


def test_a_scope_that_the_role_has_not_is_worth_nothing(shared: World) -> None:
    route = next(route for route in ROUTES if route.key == ("POST", "/segments"))
    answer = ask(shared, route, authorizer(agent="ann") | {"scopes": "segments:write"})
    assert answer.status == 403


def test_a_role_s_scopes_are_the_most_a_context_can_give() -> None:
    caller = Caller.from_context(
        authorizer(agent="ann") | {"scopes": "segments:write segments:read made:up"}, Stores(FakeWrapping())
    )
    assert caller.scopes == {"segments:read"}


def test_a_foreign_id_answers_as_a_missing_one_in_every_route(shared: World) -> None:
    foreign = {**shared.ids(OTHER), "segment": "club", "missing": "a" * 32}
    asked, noted = 0, len(shared.audit())
    for route in ROUTES:
        if "{id}" not in route.path:
            continue
        caller = authorizer(agent=OFFICER) if route in GUARDED else authorizer()
        for some_id in foreign.values():
            answer = shared.call(
                route.method,
                route.path,
                caller=caller,
                path={"id": some_id},
                body=BODIES.get(route.key),
                headers={"If-Match": "*"} | _key(route),
            )
            asked += 1
            assert answer.status == 404
            assert answer.body["detail"] == "There is no such thing."
    assert asked == len(foreign) * sum("{id}" in route.path for route in ROUTES) >= 64
    assert len(shared.audit()) == noted


def test_what_one_brand_is_shown_holds_nothing_of_the_other(shared: World) -> None:
    foreign = [*shared.ids(OTHER).values(), f"({OTHER})", "club", f"telegram-{OTHER}", f"facebook{OTHER}"]
    seen = ""
    for route in ORDINARY:
        answer = ask(shared, route, authorizer())
        assert answer.status < 300
        assert not [word for word in foreign if word in answer.text], route.path
        seen += answer.text
    assert f"({ACME})" in seen


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_no_request_can_name_a_brand(shared: World, route: Route) -> None:
    some_id = "writers" if "segments" in route.path else shared.ids()["angry"]
    some_id = _token(shared, ACME) if "tokens" in route.path else some_id
    some_id = "1" * 13 + "-" + "a" * 8 if "parked" in route.path else some_id
    some_id = "segments" if "queues" in route.path else some_id
    some_id = _alarmed(shared, ACME) if "alerts" in route.path else some_id
    some_id = "own_" + "a" * 32 if "terms" in route.path else some_id
    path = {"id": some_id} if "{id}" in route.path else None
    caller = authorizer(agent=OFFICER) if route in GUARDED else authorizer()
    by_query = shared.call(
        route.method, route.path, caller=caller, path=path, query={"brand": OTHER}, body={}
    )
    assert (by_query.status, by_query.body["code"]) == (400, "unknown_filter")
    if route.body is not None:
        by_body = shared.call(
            route.method,
            route.path,
            caller=caller,
            path=path,
            body={"brand": OTHER},
            headers={"If-Match": "*"},
        )
        assert by_body.status == 422


def test_changing_under_one_brand_leaves_the_other_alone(shared: World) -> None:
    for route in ROUTES:
        ask(shared, route, authorizer())
    other = shared.ids(OTHER)["angry"]
    head = shared.stores.conversations.read_conversations(OTHER, [other])[other]
    assert head.priority == 3
    assert {each.id for each in shared.stores.segments.list_segments(OTHER)} == {
        "unsatisfied",
        "writers",
        "club",
    }
    assert len(shared.stores.accounts.list_accounts(OTHER)) == 2
