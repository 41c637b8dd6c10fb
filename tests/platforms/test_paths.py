"""What leaves read alike: values at paths, files, figures, stars, pages of lists, and what becomes of an item.

Tests of: `platforms.reading.paths`, `platforms.reading.shown`, `platforms.paging`, `platforms.families.feed_entries`.
"""

import pytest

from model.errors import Malformed
from model.event import Event, Figures, Kind, Media, ReplyHandle
from model.http import Call, Delivery
from platforms.families.feed_entries import read_events
from platforms.frame import Frame, change, keep_handle
from platforms.paging import ask_page, find_link, list_rows
from platforms.reading.paths import id_at, obj_at, text_at, value_at
from platforms.reading.shown import read_figures, read_media, read_stars

THING = {"id": 7, "from": {"name": " ", "id": "a", "more": {}}, "sender": {"name": "Ann"}, "text": ["no"]}


def test_points_of_a_path_lead_into_objects_and_nowhere_else() -> None:
    assert value_at(THING, "from.id") == "a"
    assert value_at(THING, "id") == 7
    for path in ("from.id.more", "text.0", "nobody.name", "from.more.name", ""):
        assert value_at(THING, path) is None


def test_the_first_path_that_holds_something_counts() -> None:
    assert text_at(THING, "from.name", "sender.name") == "Ann"
    assert text_at(THING, "text", "id") is None
    assert id_at(THING, "from.more", "id", "from.id") == "7"
    assert obj_at(THING, "from.more", "text", "sender") == {"name": "Ann"}
    assert obj_at(THING, "nobody") == {}


def test_files_are_read_by_paths_and_unnamed_ones_have_the_usual_type() -> None:
    listed = [{"type": "image", "url": "u", "id": 1, "name": "n"}, {"image": {"url": "v"}}, "word"]
    assert read_media(listed, urls="url image.url", usual="file") == (
        Media("image", "u", "1", "n"),
        Media("file", "v"),
    )
    assert read_media(listed[:1], urls="", names="") == (Media("image", None, "1"),)
    assert read_media(None) == ()


def test_figures_and_stars_are_whole_numbers_or_none() -> None:
    told = {"likes": {"total": "3"}, "views": 1.5}
    assert read_figures(told, reactions="likes.total", views="views") == Figures(reactions=3)
    assert read_figures(told, views="views") is None
    assert [read_stars(value) for value in (1, "5", 0, 6, 4.5, True, None)] == [1, 5, *[None] * 5]


def test_a_page_is_asked_for_without_what_is_not_known() -> None:
    assert ask_page("https://a.example/l", {"n": 20, "after": None, "is": (1, 4)}, {"accept": "x"}) == Call(
        "GET", "https://a.example/l?n=20&is=1&is=4", {"accept": "x"}
    )


def test_rows_are_listed_or_stand_alone_and_an_error_is_neither() -> None:
    assert list_rows({"items": [{"id": 1}, 2]}, "items") == [{"id": 1}]
    assert list_rows({"id": 1}, "items", alone="id") == [{"id": 1}]
    for page in ({"error": "no"}, {"id": 1}):
        with pytest.raises(Malformed):
            list_rows(page, "items")


def test_a_link_is_found_by_its_relation() -> None:
    assert find_link([{"rel": "prev", "href": "a"}, {"rel": "next", "href": "b"}], "next") == "b"
    assert find_link("word", "next") is None


def test_an_item_begins_a_thread_unless_another_is_said() -> None:
    frame = Frame("us", dedupe_id="d")
    assert frame.item(Kind.POST, "1") == Event(Kind.POST, "us", "1", dedupe_id="d", thread_id="1")
    assert frame.item(Kind.COMMENT, "2", thread_id="1").thread_id == "1"
    like = frame.react("like", "1")
    assert (like.text, like.parent_id, like.thread_id, like.withdrawn) == ("like", "1", "1", False)
    assert frame.react(None, "1").withdrawn


def test_an_edit_without_a_time_keeps_that_of_the_item_and_a_deletion_has_none() -> None:
    event = Frame().item(Kind.POST, "1", text="words", occurred_at=5)
    assert change(event, None, 9) == event
    edits = [change(event, Kind.EDIT, at).occurred_at for at in (9, 0, None)]
    assert edits == [9, 0, 5]
    gone = change(event, Kind.DELETE, None)
    assert (gone.kind, gone.text, gone.occurred_at) == (Kind.DELETE, None, None)
    assert change(event, Kind.SHARE, None).kind is Kind.SHARE


def test_a_handle_keeps_what_is_told() -> None:
    assert keep_handle(thread="t", token=None) == ReplyHandle((("thread", "t"),))
    assert keep_handle(token="") is None


def test_a_feed_of_comments_is_told_by_its_links() -> None:
    feed = b"""<rss version="2.0"><channel><link>https://a.example/post/</link><item>
    <guid>c1</guid><link>https://a.example/post/#comment-1</link><title>By Ann</title></item></channel></rss>"""
    (event,) = read_events(Delivery("feeds", feed, {"content-type": "application/rss+xml"}, 0))
    assert (event.kind, event.external_id, event.thread_id) == (Kind.COMMENT, "c1", "https://a.example/post/")
