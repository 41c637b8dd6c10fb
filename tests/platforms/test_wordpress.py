"""WordPress: forms, XML and feeds of comments that are not as they should be, and pages of comments."""

import json

import pytest

from model.errors import Malformed
from model.event import Event
from model.http import Delivery
from platforms.registry import platform

FEED = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><link>{page}</link><item>
<title>By: Ann</title><link>https://blog.example/2026/a/#comment-7</link><dc:creator>Ann</dc:creator>
<pubDate>Sun, 12 May 2024 18:03:11 +0000</pubDate><guid isPermaLink="false">https://blog.example/?p=8#comment-7</guid>
<content:encoded><![CDATA[<p>Nice &#8211; really</p>]]></content:encoded></item></channel></rss>"""


def page(body: bytes) -> list[Event]:
    return platform("wordpress").parse_poll(Delivery("wordpress", body, {}, 0, source="page"))[0]


@pytest.mark.parametrize(
    ("channel", "thread"),
    [
        ("https://blog.example/2026/a/", "https://blog.example/2026/a/"),
        ("https://blog.example/", "https://blog.example/2026/a/"),
    ],
)
def test_a_feed_of_comments_stands_below_its_post(channel: str, thread: str) -> None:
    (event,) = page(FEED.format(page=channel).encode())
    assert (event.external_id, event.text) == ("https://blog.example/?p=8#comment-7", "Nice – really")
    assert (event.thread_id, event.parent_id, event.author_name) == (thread, thread, "Ann")
    assert event.occurred_at == 1_715_536_991_000


def test_a_list_of_comments_may_be_empty() -> None:
    assert page(b"[]") == []
    rows = [
        {"id": 3, "post": 2, "author_name": "Ann", "content": {"rendered": "<p>Hi</p>"}, "status": "approved"}
    ]
    assert [each.external_id for each in page(json.dumps(rows).encode())] == ["comment:3"]


@pytest.mark.parametrize(
    "body",
    [
        b"a=b",
        b"hook=\xff&a=b",
        b"&".join([b"a=b"] * 600),
        b"<methodCall><methodName>pingback.ping</methodName></methodCall>",
        (
            b"<methodCall><methodName>pingback.ping</methodName><params><param><value>javascript:1</value></param>"
            b"<param><value>https://blog.example/</value></param></params></methodCall>"
        ),
    ],
)
def test_what_is_no_hook_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        platform("wordpress").parse(Delivery("wordpress", body, {}, 0))
