"""A pingback is taken from anybody, and nothing is made of it until the page that it names was seen to link.

Tests of: `platforms.wordpress.pingbacks`.
"""

from dataclasses import replace
from urllib.parse import urlencode

import pytest

from model.http import Request
from model.messages import Envelope
from platforms.registry import platform
from tests.ingest.test_fetch import FetchStep, answer
from tests.store.world import BRAND, ENDPOINT, NOW
from web.client import WebAnswer
from web.failures import WebFailed

pytestmark = pytest.mark.usefixtures("tables")

SITE, TARGET, SOURCE = "https://blog.example", "https://blog.example/a/", "https://far.example/post/"
LINKING = f'<p>See <a href="{TARGET}">this lamp</a></p>'
ENTRY = f'<div class="h-entry"><p class="e-content">A fine <a href="{TARGET}">lamp</a></p></div>'


def _call(target: str = TARGET) -> bytes:
    values = "".join(f"<param><value><string>{each}</string></value></param>" for each in (SOURCE, target))
    return (
        f"<methodCall><methodName>pingback.ping</methodName><params>{values}</params></methodCall>".encode()
    )


def _page(body: str, status: int = 200) -> WebAnswer:
    return replace(answer({}, status), body=body.encode(), url=SOURCE)


def _ping(world: FetchStep, target: str = TARGET, at: int = NOW) -> None:
    told = Envelope("wordpress", ENDPOINT, BRAND, at * 1000, body=_call(target), part="pingback")
    world.take(told.to_json())


def _shown(world: FetchStep) -> list[tuple[str, bool, str | None]]:
    """What is kept of it: its kind, whether it is taken away, and its words."""
    hid = world.intake.deliveries.name_hid(BRAND, "wordpress", "item", SITE, SOURCE)
    found = world.stores.feed.open_interactions(BRAND, [hid]).values()
    return [
        (each.shown_kind.value, each.deleted, each.content.text if each.content else None) for each in found
    ]


@pytest.fixture
def world() -> FetchStep:
    world = FetchStep()
    world.connect("wordpress", SITE)
    return world


@pytest.mark.parametrize(("body", "words"), [(LINKING, None), (ENTRY, "A fine lamp")])
def test_a_page_that_links_proves_its_pingback(world: FetchStep, body: str, words: str | None) -> None:
    _ping(world)
    assert (_shown(world), world.labels) == ([], []), "nothing is made of it yet"
    assert world.fetch(_page(body)) == 0
    (call,) = world.web.asked
    assert (call.method, call.url) == ("GET", SOURCE)
    assert "Authorization" not in call.headers, "whoever chose the address gets no token"
    world.give_back()
    assert _shown(world) == [("backlink", False, words)]
    assert world.parked() == []


@pytest.mark.parametrize("told", [_page("<p>no link</p>"), _page("", 410)])
def test_a_page_that_does_not_link_takes_away_what_it_proved_until_it_does(
    world: FetchStep, told: WebAnswer
) -> None:
    for number, (page, gone) in enumerate(((told, [True]), (_page(LINKING), [False]), (told, [True]))):
        _ping(world, at=NOW + 60 * number)
        world.fetch(page)
        world.give_back()
        assert [each for _, each, _ in _shown(world)] == gone


def test_who_names_another_site_is_not_heard(world: FetchStep) -> None:
    _ping(world, "https://other.example/a/")
    assert (world.fetches, world.parked(), _shown(world)) == ([], [], [])


def test_pingbacks_have_an_address_without_a_secret_where_nothing_else_is_taken() -> None:
    wordpress, secrets = platform("wordpress"), [{"token": "s3cret"}]
    for body, taken in (
        (_call(), True),
        (b'{"hook": "comment_post"}', False),
        (b"<x/>", False),
        (b"", False),
    ):
        request = replace(Request.of("POST", {}, {}, body), part="pingback")
        assert wordpress.verify(request, secrets, NOW) is taken
    assert not wordpress.verify(Request.of("POST", {}, {}, _call()), secrets, NOW), (
        "elsewhere the token is asked for"
    )


def test_whoever_pings_is_answered_in_their_protocol() -> None:
    told = platform("wordpress").receipt(Request.of("POST", {}, {}, _call()), lambda: ("", ""))
    assert told is not None
    assert (told.status, told.content_type) == (200, "text/xml")
    assert "<methodResponse><params>" in told.body.replace("\n", "")
    assert platform("wordpress").receipt(Request.of("POST", {}, {}, b"{}"), lambda: ("", "")) is None


def test_a_page_that_links_again_brings_its_mention_back() -> None:
    world = FetchStep()
    world.connect("webmention", "https://shop.example")
    form = urlencode({"source": SOURCE, "target": "https://shop.example/a"}).encode()
    linking = '<a href="https://shop.example/a">lamp</a>'
    for number, (page, gone) in enumerate(((linking, False), ("", True), (linking, False))):
        told = Envelope("webmention", ENDPOINT, BRAND, (NOW + 60 * number) * 1000, body=form)
        world.take(told.to_json())
        world.fetch(_page(page))
        world.give_back()
        assert world.item("webmention", SOURCE).deleted is gone


def test_a_strangers_server_sets_no_limit_and_no_silence_for_others(world: FetchStep) -> None:
    """Anybody may name a page: what its server says of limits, or its silence, keeps no other page from being seen."""
    _ping(world)
    used_up = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "80000"}
    assert world.fetch(replace(_page("<p>no link</p>"), headers=used_up)) == 0
    other = SOURCE.replace("far", "near")
    for source in (SOURCE, f"{SOURCE}2", other):
        body = _call().replace(SOURCE.encode(), source.encode())
        world.take(Envelope("wordpress", ENDPOINT, BRAND, NOW * 1000, body=body, part="pingback").to_json())
    assert world.fetch(WebFailed("too_slow", sent=True), replace(_page(LINKING), url=other)) == 2
    assert [each.url for each in world.web.asked[1:]] == [SOURCE, other], "a silent server is asked once"
