"""Webmention: a request makes nothing but a wish, and pages of strangers are read in linear time.

Tests of: `platforms.webmention.source_page`, `platforms.webmention.entries`.
"""

from urllib.parse import urlencode

import pytest

from model.errors import Malformed
from model.http import Delivery, Request
from platforms.registry import platform
from platforms.webmention.source_page import build_page
from tests.growth import BOUND, growth

WEBMENTION = platform("webmention")
RECORD = {"sites": "https://shop.example https://blog.example/ours"}
SOURCE, TARGET = "https://people.example/post", "https://shop.example/page"


def asked(source: str = SOURCE, target: str = TARGET) -> bytes:
    return urlencode({"source": source, "target": target}).encode()


def taken(body: bytes, **headers: str) -> bool:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return WEBMENTION.verify(Request.of("POST", told, {}, body), [RECORD], 0)


def test_only_pages_of_ours_are_mentioned() -> None:
    form = "application/x-www-form-urlencoded; charset=utf-8"
    assert taken(asked(), content_type=form)
    assert taken(asked(target="https://shop.example"))
    assert taken(asked(target="https://blog.example/ours/1"))
    for target in (
        "https://shop.example.evil.example/",
        "https://blog.example/theirs",
        "http://shop.example/",
    ):
        assert not taken(asked(target=target))
    assert not taken(asked(), content_type="application/json")


@pytest.mark.parametrize(
    "source", ["", "ftp://people.example/", "javascript:alert(1)", "https://", TARGET, "https://[x"]
)
def test_a_source_is_an_address_of_the_web(source: str) -> None:
    assert not taken(asked(source=source))
    with pytest.raises(Malformed):
        WEBMENTION.parse(Delivery("webmention", asked(source=source), {}, 0))


def test_a_request_is_a_wish_to_look_at_the_page_without_a_token() -> None:
    events = WEBMENTION.parse(Delivery("webmention", asked(), {}, 0))
    (want,) = WEBMENTION.list_wants(events)
    assert want.anonymous
    call = WEBMENTION.make_fetch(want.what, {"access_token": "ours"})
    assert (call.method, call.url) == ("GET", SOURCE)
    assert "ours" not in str(call)
    page = f'<a href="{TARGET}">x</a>'.encode()
    told = {**want.what, "status": 200}
    (event,) = WEBMENTION.read_delivery(Delivery("webmention", page, {}, 0, "page", fetched=told))
    assert (event.external_id, event.parent_id) == (SOURCE, TARGET)


HOSTILE = ["<div class='h-entry'>", "<a href='x'>", "<b></i>"]


@pytest.mark.parametrize("part", HOSTILE)
def test_a_hostile_page_is_read_in_linear_time(part: str) -> None:
    def read(page: str) -> None:
        told = {"source": SOURCE, "target": TARGET, "status": 200}
        WEBMENTION.parse(Delivery("webmention", page.encode(), {}, 0, "page", fetched=told))

    assert growth(read, lambda times: f'<a href="{TARGET}">x</a>' + part * times) < BOUND


def test_a_page_is_a_tree_of_bounded_depth() -> None:
    page = build_page("<div>" * 10_000 + "<p>deep<br>er</p>", SOURCE)
    assert sum(1 for _ in page.root.walk()) > 10_000
    assert page.root.collect_words() == "deep er"
