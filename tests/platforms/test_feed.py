"""Feeds that somebody made to harm: nothing is opened, fetched, expanded or read again and again.

Tests of: `platforms.families.feed`, `platforms.reading.html_tree`, `platforms.reading.table`.
"""

import json
from collections.abc import Callable
from functools import partial

import pytest

from model.errors import Malformed
from platforms.families.feed import MOST_BYTES, MOST_TAGS, make_absolute, read_feed
from platforms.reading.html_tree import TreeBounds, read_tree
from platforms.reading.table import MOST_ROWS, read_rows
from tests.growth import BOUND, growth

URL = "https://feed.example/feed"
BOUNDS = TreeBounds(deep=100, elements=200_000)
ITEM = "<item><guid>1</guid><title>{}</title></item>"
RSS = '<rss version="2.0"><channel><title>x</title>{}</channel></rss>'
BOMB = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + RSS.format(ITEM.format("&b;"))
FILE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + RSS.format(ITEM.format("&x;"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("bomb", [BOMB, FILE, BOMB.replace("ENTITY", "entity")])
def test_whoever_declares_entities_is_refused(bomb: str, encoding: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_feed(bomb.encode(encoding), URL)
    assert refused.value.code == "entities"


def test_a_document_type_that_declares_nothing_is_none_of_them() -> None:
    body = '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">' + RSS.format(ITEM.format("fine"))
    assert [each.title for each in read_feed(body.encode(), URL).entries] == ["fine"]


@pytest.mark.parametrize(
    "body", [b"/etc/hostname", b"http://127.0.0.1:9/", b"file:///etc/hostname", b"feed:x"]
)
def test_a_body_that_looks_like_an_address_is_a_body(body: bytes) -> None:
    with pytest.raises(Malformed) as refused:
        read_feed(body, URL)
    assert refused.value.code == "no_feed"


def test_what_is_too_much_is_refused() -> None:
    for body, code in (
        (b" " * (MOST_BYTES + 1), "too_large"),
        (RSS.format("<a/>" * (MOST_TAGS + 1)).encode(), "too_many"),
        (
            b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 100 + b"]" * 100 + b"}",
            "too_deep",
        ),
    ):
        with pytest.raises(Malformed) as refused:
            read_feed(body, URL)
        assert refused.value.code == code


HOSTILE: dict[str, Callable[[int], str]] = {
    "nested": lambda n: RSS.format("<a>" * n + "</a>" * n),
    "bases": lambda n: RSS.format('<a xml:base="b/">' * n),
    "quotes": lambda n: RSS.format('<a b="' * n),
    "links": lambda n: RSS.format(
        ITEM.format("x").replace("</item>", "<link>http://a/</link>" * n + "</item>")
    ),
    "words": lambda n: RSS.format(f"<item><description>{'&lt;a href=x&gt;' * n}</description></item>"),
    "authors": lambda n: RSS.format(f"<item><author>{'a@(' * n}</author></item>"),
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_feed_is_read_in_linear_time(hostile: str) -> None:
    def read(body: bytes) -> None:
        read_feed(body, URL)

    assert growth(read, lambda number: HOSTILE[hostile](1 + number // 4).encode()) < BOUND


def test_only_links_of_the_web_are_links() -> None:
    assert make_absolute("javascript:alert(1)", URL) is None
    assert make_absolute("//[", URL) is None
    assert make_absolute("/a b", "https://x.example/y") == "https://x.example/a b"
    assert (
        make_absolute("https://www.google.com/url?q=1&url=https://p.example/1", None) == "https://p.example/1"
    )
    assert make_absolute("https://www.google.com/url?url=javascript:x", None) is None
    assert make_absolute(7, URL) is None


def test_deep_and_hostile_pages_come_to_an_end() -> None:
    with pytest.raises(Malformed, match="too_deep"):
        read_tree("<div>" * 101, BOUNDS)
    for piece in ("</p>", "<!--", "<", "<br>", "&lt;", "<a href='"):
        assert growth(partial(read_tree, bounds=BOUNDS), lambda number, piece=piece: piece * number) < BOUND  # type: ignore[misc]


def test_a_table_is_read_by_its_first_line() -> None:
    rows = list(read_rows(b'\xef\xbb\xbfId,Name\n1,"a\nb"\n2\n3,c,d\n', frozenset({"Id"})))
    assert rows[:2] == [{"Id": "1", "Name": "a\nb"}, {"Id": "2", "Name": ""}]
    assert rows[2]["Name"] == "c"
    for body, code in (
        (b"a,b\n1,2\n", "wrong_shape"),
        (b"Id\n\xff\n", "bad_encoding"),
        (b'Id\n"a"b\n', "bad_csv"),
        (b"Id\n" + b"1\n" * (MOST_ROWS + 1), "too_many"),
    ):
        with pytest.raises(Malformed) as refused:
            list(read_rows(body, frozenset({"Id"})))
        assert refused.value.code == code
    assert json.dumps(rows)


def test_a_name_with_a_blank_of_another_kind_in_it_is_no_feed() -> None:
    """Found by the search: the library's reader stumbles over it."""
    body = b'<?xml version="1.0"?><r:RDF xmlns:r="h\xc2\xa0ttp://www.w3.org/1999/"><r:x/></r:RDF>'
    with pytest.raises(Malformed, match="bad_feed"):
        read_feed(body, URL)
