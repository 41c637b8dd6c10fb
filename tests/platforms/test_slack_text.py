"""What an agent sees of a Slack message is in its text or in described media, said once and read in linear time."""

import json
import sys
from time import process_time
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.event import Event, Kind, Mode
from model.http import Delivery
from platforms.registry import platform

Json = dict[str, Any]


def mrkdwn(words: str) -> Json:
    return {"type": "mrkdwn", "text": words}


def plain(words: str) -> Json:
    return {"type": "plain_text", "text": words, "emoji": True}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def section(*elements: Json, kind: str = "rich_text_section", **more: Any) -> Json:
    return {"type": kind, "elements": list(elements), **more}


def said(words: str) -> Json:
    return {"type": "text", "text": words}


def parse(event: Json, prefix: bytes = b"", **envelope: Any) -> list[Event]:
    """The events of a message in a public channel, as an event callback brings it."""
    inner = {
        "type": "message",
        "user": "U0ANNA",
        "ts": "1760000000.000100",
        "channel": "C0HELP",
        "channel_type": "channel",
        **event,
    }
    whole = {"type": "event_callback", "team_id": "T0TEAM", "event_id": "Ev1", "event": inner, **envelope}
    return platform("slack").parse(Delivery("slack", prefix + json.dumps(whole).encode(), {}, 0))


def only(event: Json, **envelope: Any) -> Event:
    (found,) = parse(event, **envelope)
    return found


BLOCKS: dict[str, tuple[list[Json], str]] = {
    "section": ([{"type": "section", "text": mrkdwn("Two &lt; three")}], "Two < three"),
    "fields": ([{"type": "section", "fields": [mrkdwn("*Order*"), mrkdwn("4711")]}], "*Order*\n4711"),
    "header, context and divider": (
        [{"type": "header", "text": plain("Return")}, {"type": "divider"},
         {"type": "context", "elements": [{"type": "image", "image_url": "https://e.example/i.png",
                                           "alt_text": "a lamp"}, mrkdwn("from the shop")]}],
        "Return\na lamp\nfrom the shop",
    ),
    "buttons by label": (
        [{"type": "actions", "elements": [{"type": "button", "text": plain("Refund"), "value": "hidden-1",
                                           "confirm": {"title": plain("Really?")}},
                                          {"type": "static_select", "placeholder": plain("Reason"),
                                           "options": [{"text": plain("not shown yet"), "value": "x"}]}]}],
        "Refund\nReason",
    ),
    "choices": (
        [{"type": "section", "text": mrkdwn("Size?"),
          "accessory": {"type": "radio_buttons", "initial_option": {"text": plain("M"), "value": "m"},
                        "options": [{"text": plain("M"), "value": "m"}, {"text": plain("L"), "value": "l"}]}}],
        "Size?\nM\nL",
    ),
    "input": (
        [{"type": "input", "label": plain("Your wish"), "hint": plain("short"),
          "element": {"type": "plain_text_input", "initial_value": "a green one"}}],
        "Your wish\nshort\na green one",
    ),
    "picture with a title": (
        [{"type": "image", "title": plain("Torn zip"), "alt_text": "zip", "image_url": "https://e.example/z.png"}],
        "Torn zip",
    ),
    "video": (
        [{"type": "video", "title": plain("How to"), "description": plain("in a minute"), "author_name": "Bo",
          "video_url": "https://e.example/v", "thumbnail_url": "https://e.example/t.png", "alt_text": "v"}],
        "How to\nBo\nin a minute",
    ),
    "markdown": ([{"type": "markdown", "text": "**Urgent** & late"}], "**Urgent** & late"),
    "table": (
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "Lamp"}, rich(section(said("2 pieces")))]]}],
        "Lamp\n2 pieces",
    ),
    "card": (
        [{"type": "card", "title": mrkdwn("Order 7"), "subtitle": mrkdwn("late"), "body": mrkdwn("by a week"),
          "actions": [{"type": "button", "text": plain("Open")}]}],
        "Order 7\nlate\nby a week\nOpen",
    ),
    "plan": (
        [{"type": "plan", "title": "Repair", "tasks": [{"type": "task_card", "title": "Ask for a photo",
                                                        "output": rich(section(said("done")))}]}],
        "Repair\nAsk for a photo\ndone",
    ),
    "container": (
        [{"type": "container", "title": plain("Ticket"), "child_blocks": [{"type": "section",
                                                                         "text": plain("no light")}]}],
        "Ticket\nno light",
    ),
    "a kind nobody knows yet": ([{"type": "hologram", "caption": mrkdwn("seen all the same")}], "seen all the same"),
    "rich text of every kind": (
        [rich(section(said("Hi "), {"type": "user", "user_id": "U0BO"}, said(", see "),
                      {"type": "link", "url": "https://e.example/a", "text": "this"}, said(" and "),
                      {"type": "link", "url": "https://e.example/b"}, said(" "), {"type": "emoji", "name": "wave",
                                                                             "skin_tone": 2}),
              section({"type": "channel", "channel_id": "C0HELP"}, {"type": "usergroup", "usergroup_id": "S1"},
                      {"type": "broadcast", "range": "here"}, {"type": "color", "value": "#aabbcc"},
                      {"type": "date", "timestamp": 1720710212, "format": "{date}", "fallback": "11 July"}))],
        ("Hi <@U0BO>, see <https://e.example/a|this> and https://e.example/b :wave::skin-tone-2:\n"
         "<#C0HELP><!subteam^S1><!here>#aabbcc11 July"),
    ),
    "lists, quotes and code": (
        [rich(section(section(said("screws")), section(said("manual")), kind="rich_text_list", style="bullet"),
              section(section(said("third")), kind="rich_text_list", style="ordered", offset=2, indent=1),
              section(said("you wrote"), kind="rich_text_quote"),
              section(said("exit 1"), kind="rich_text_preformatted"))],
        "• screws\n• manual\n    3. third\nyou wrote\nexit 1",
    ),
    "nothing in a part that is not known": (
        [rich(section(said("Hello"), section(kind="new_kind", text=" you"), {"type": "new_kind", "elements": 7}))],
        "Hello you",
    ),
    "only a line": ([{"type": "divider"}], "[divider]"),
}  # fmt: skip


@pytest.mark.parametrize(("blocks", "words"), BLOCKS.values(), ids=BLOCKS.keys())
def test_blocks_are_read(blocks: list[Json], words: str) -> None:
    assert only({"blocks": blocks, "text": ""}).text == words
    assert only({"attachments": [{"blocks": blocks, "fallback": "[no preview available]"}]}).text in (
        words, "[attachment]",
    )  # fmt: skip


ATTACHMENTS: dict[str, tuple[Json, str]] = {
    "all parts": (
        {"pretext": "New", "author_name": "Form", "title": "Order &amp; more", "text": "Broken",
         "fields": [{"title": "No", "value": "7"}], "actions": [{"type": "button", "text": "Take", "value": "x"}],
         "footer": "Shop", "fallback": "ignored"},
        "New\nForm\nOrder & more\nBroken\nNo\n7\nTake\nShop",
    ),
    "fallback alone": ({"fallback": "A plain summary", "color": "f00"}, "A plain summary"),
    "useless fallback": ({"fallback": "This content can't be displayed."}, "[attachment]"),
}  # fmt: skip


@pytest.mark.parametrize(("attachment", "words"), ATTACHMENTS.values(), ids=ATTACHMENTS.keys())
def test_attachments_are_read(attachment: Json, words: str) -> None:
    assert (
        only({"subtype": "bot_message", "bot_id": "B1", "text": "", "attachments": [attachment]}).text
        == words
    )


REPEATS: dict[str, tuple[str, list[Json], str]] = {
    "same words": ("I am *late*", [rich(section(said("I am "), said("late")))], "I am *late*"),
    "tokens with labels": (
        "see <#C0HELP|help> <!date^17^{date}|May 1>",
        [rich(section(said("see "), {"type": "channel", "channel_id": "C0HELP"}, said(" "),
                      {"type": "date", "timestamp": 17, "format": "{date}", "fallback": "May 1"}))],
        "see <#C0HELP|help> <!date^17^{date}|May 1>",
    ),
    "escapes": ("a &amp;lt; b", [rich(section(said("a &lt; b")))], "a &lt; b"),
    "blocks say more": ("Order 7", [{"type": "section", "text": mrkdwn("Order 7 is late")}], "Order 7 is late"),
    "both say something": ("New", [{"type": "section", "text": mrkdwn("Lamp broke")}], "New\nLamp broke"),
    "a part of a word is no repetition": ("November", [{"type": "header", "text": plain("No")}], "November\nNo"),
    "nothing but pictures": ("👍", [rich(section({"type": "emoji", "name": "tada"}))], "👍\n:tada:"),
}  # fmt: skip


@pytest.mark.parametrize(("written", "blocks", "words"), REPEATS.values(), ids=REPEATS.keys())
def test_words_are_said_once(written: str, blocks: list[Json], words: str) -> None:
    assert only({"text": written, "blocks": blocks}).text == words


SHARED = {"is_msg_unfurl": True, "from_url": "https://t.slack.com/archives/C1/p1", "author_name": "Bo",
          "text": "The pump fails",
          "message_blocks": [{"message": {"blocks": [rich(section(said("x")))]}}]}  # fmt: skip


def test_a_shared_message_is_not_the_writers_words() -> None:
    found = only({"text": "please look", "attachments": [SHARED]})
    assert found.text == "please look"
    assert [(m.type, m.url, m.name) for m in found.media] == [
        ("message", SHARED["from_url"], "The pump fails")
    ]
    assert only({"text": "", "attachments": [SHARED]}).text == "Bo\nThe pump fails"
    blocks_alone = {"is_share": True, "from_url": "u", "message_blocks": SHARED["message_blocks"]}
    assert only({"text": "", "attachments": [blocks_alone]}).text == "x"


def test_what_a_clip_or_a_mail_says_is_read() -> None:
    clip = {"id": "F1", "mimetype": "audio/mp4", "transcription": {"preview": {"content": "call me back"}}}
    mail = {"id": "F2", "mode": "email", "filetype": "email", "subject": "Bill", "plain_text": "Where is it?"}
    assert only({"subtype": "file_share", "text": "", "files": [clip]}).text == "call me back"
    assert only({"subtype": "file_share", "text": "", "files": [mail]}).text == "Bill\nWhere is it?"
    assert only({"subtype": "file_share", "text": "here", "files": [mail]}).text == "here"


def changed(message: Json, before: Json) -> Json:
    same = {"ts": "1760000000.000100", "user": "U0ANNA"}
    return {"subtype": "message_changed", "ts": "1760000100.000100", "text": None,
            "message": {**same, **message}, "previous_message": {**same, **before}}  # fmt: skip


def test_an_edit_of_blocks_alone_is_an_edit() -> None:
    old, new = ([{"type": "section", "text": mrkdwn(words)}] for words in ("open", "closed"))
    found = only(changed({"text": "Ticket 5", "blocks": new}, {"text": "Ticket 5", "blocks": old}))
    assert (found.kind, found.text, found.occurred_at) == (Kind.EDIT, "closed", 1760000100000)
    assert parse(changed({"text": "Ticket 5", "blocks": old}, {"text": "Ticket 5", "blocks": old})) == []


def test_a_preview_or_a_count_of_replies_is_no_edit() -> None:
    assert parse(changed({"text": "https://e.example", "attachments": [{"from_url": "u", "title": "Page"}]},
                         {"text": "https://e.example"})) == []  # fmt: skip
    assert parse(changed({"text": "Hi", "reply_count": 3}, {"text": "Hi"})) == []
    assert parse(changed({"text": "Hi"}, {"text": "Hi", "files": [{"id": "F1"}]}))[0].media == ()


def test_a_notice_of_replies_is_no_message() -> None:
    notice = {
        "user": None,
        "message": {"user": "U0BO", "text": "First", "ts": "1759000000.000100", "reply_count": 2},
    }
    assert parse(notice) == []
    assert parse({**notice, "subtype": "message_replied"}) == []


@pytest.mark.parametrize("subtype", [None, "thread_broadcast"])
def test_a_reply_for_everybody_in_its_older_shape(subtype: str | None) -> None:
    inner = {"user": "U0BO", "text": "works again", "subtype": "thread_broadcast", "ts": "1760000050.000100",
             "thread_ts": "1759000000.000100", "root": {"user": "U0ANNA", "text": "down"}}  # fmt: skip
    found = only({"subtype": subtype, "user": None, "message": inner})
    assert (found.external_id, found.author_id, found.text, found.parent_id) == (
        "C0HELP:1760000050.000100", "U0BO", "works again", "C0HELP:1759000000.000100",
    )  # fmt: skip


PLACES = [
    ({"channel_type": "channel"}, Mode.PUBLIC), ({"channel_type": "group"}, Mode.PRIVATE),
    ({"channel_type": "mpim"}, Mode.PRIVATE), ({"channel": "G0OLD"}, Mode.PRIVATE), ({"channel": "D0BO"}, Mode.PRIVATE),
    ({"channel": "D0BO", "channel_type": "app_home"}, Mode.PRIVATE), ({"channel_type": None}, Mode.PRIVATE),
]  # fmt: skip


@pytest.mark.parametrize(("place", "mode"), PLACES)
def test_what_is_private_is_private(place: Json, mode: Mode) -> None:
    assert only({"text": "hi", **place}).mode is mode
    assert only({"type": "app_mention", "text": "hi", **place}).mode is mode


def test_a_group_message_is_one_conversation_and_a_private_channel_has_threads() -> None:
    assert only({"text": "hi", "channel_type": "mpim"}).conversation_id == "C0HELP"
    assert only({"text": "hi", "channel_type": "group"}).conversation_id is None


def test_a_byte_order_mark_is_skipped() -> None:
    assert parse({"text": "hi"}, prefix=b"\xef\xbb\xbf")[0].text == "hi"


GRID: list[tuple[Json, Json, str]] = [
    ({"team_id": None, "authorizations": [{"team_id": "T1", "enterprise_id": "E1"}]}, {}, "T1"),
    ({"team_id": None, "enterprise_id": "E1", "authorizations": [{"team_id": None, "enterprise_id": "E1"}]},
     {"team": "T2"}, "T2"),
    ({"team_id": None, "context_team_id": "T3", "enterprise_id": "E1"}, {}, "T3"),
    ({"team_id": None, "authorizations": [{"team_id": None, "enterprise_id": "E1"}]}, {}, "E1"),
]  # fmt: skip


@pytest.mark.parametrize(("envelope", "event", "team"), GRID)
def test_an_app_of_a_whole_organisation_finds_its_account(envelope: Json, event: Json, team: str) -> None:
    found = only({"text": "hi", **event}, **envelope)
    assert (found.account_id, found.scope) == (team, team)


def form(payload: Json) -> list[Event]:
    body = urlencode({"payload": json.dumps(payload)}).encode()
    return platform("slack").parse(Delivery("slack", body, {"x-slack-request-timestamp": "1760000000"}, 0))


PRESSED = {"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1", "username": "anna"}, "trigger_id": "9.1",
           "channel": {"id": "C1", "name": "help"}, "message": {"ts": "17.01", "thread_ts": "16.01"}}  # fmt: skip


def test_a_button_is_shown_by_its_label() -> None:
    (found,) = form(
        {**PRESSED, "actions": [{"type": "button", "text": plain("Refund me"), "value": "secret"}]}
    )
    assert (found.kind, found.text, found.parent_id, found.thread_id) == (
        Kind.MESSAGE, "Refund me", "C1:17.01", "C1:16.01",
    )  # fmt: skip
    chosen = {
        "type": "static_select",
        "placeholder": plain("Why"),
        "selected_option": {"text": plain("Late")},
    }
    assert form({**PRESSED, "actions": [chosen]})[0].text == "Late"
    older = {"name": "menu", "type": "select", "selected_options": [{"text": "Red", "value": "r"}]}
    assert form({**PRESSED, "type": "interactive_message", "actions": [older]})[0].text == "Red"
    assert (
        form({**PRESSED, "channel": {"id": "C1", "name": "privategroup"}, "actions": [older]})[0].mode
        is Mode.PRIVATE
    )


def test_a_form_is_shown_as_it_was_filled() -> None:
    values = {"b1": {"a": {"type": "plain_text_input", "value": "My lamp"}},
              "b2": {"a": {"type": "static_select", "selected_option": {"text": plain("Broken")}}}}  # fmt: skip
    view = {"title": plain("Complaint"), "state": {"values": values}}
    (found,) = form({"type": "view_submission", "user": {"id": "U1"}, "team": {"id": "T1"}, "view": view})
    assert (found.text, found.mode, found.thread_id) == ("Complaint\nMy lamp\nBroken", Mode.PRIVATE, "U1")
    assert form({"type": "view_closed", "user": {"id": "U1"}, "view": view}) == []


# Properties

WORDS = st.text(min_size=1, max_size=12).filter(lambda words: bool(words.strip()))
TEXTS = WORDS.map(mrkdwn) | WORDS.map(plain)
RICH = st.recursive(
    WORDS.map(said) | WORDS.map(lambda url: {"type": "link", "url": url}),
    lambda inner: st.builds(
        lambda kind, parts: {"type": kind, "elements": parts},
        st.sampled_from(["rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=5,
).map(rich)
BLOCK = st.one_of(
    st.builds(
        lambda kind, words: {"type": kind, "text": words},
        st.sampled_from(["section", "header", "alert"]),
        TEXTS,
    ),
    st.builds(lambda words: {"type": "section", "fields": words}, st.lists(TEXTS, min_size=1, max_size=3)),
    st.builds(lambda words: {"type": "context", "elements": words}, st.lists(TEXTS, min_size=1, max_size=3)),
    st.builds(lambda words: {"type": "actions", "elements": [{"type": "button", "text": words}]}, TEXTS),
    st.builds(lambda words: {"type": "image", "alt_text": words, "image_url": "https://e.example"}, WORDS),
    st.builds(lambda words: {"type": "markdown", "text": words}, WORDS),
    RICH,
)
ATTACHMENT = st.one_of(
    st.dictionaries(st.sampled_from(["pretext", "title", "text", "footer", "fallback"]), WORDS, min_size=1),
    st.builds(lambda block: {"blocks": [block]}, BLOCK),
    st.builds(lambda words: {"from_url": words}, WORDS),
    st.builds(lambda words: {"fields": [{"value": words}]}, WORDS),
)  # fmt: skip
MESSAGE = st.one_of(
    st.builds(lambda words: {"text": words}, WORDS),
    st.builds(lambda blocks: {"text": "", "blocks": blocks}, st.lists(BLOCK, min_size=1, max_size=3)),
    st.builds(lambda parts: {"attachments": parts}, st.lists(ATTACHMENT, min_size=1, max_size=3)),
)


@settings(max_examples=300, deadline=None)
@given(message=MESSAGE)
def test_no_message_with_a_visible_word_is_empty(message: Json) -> None:
    found = only(message)
    assert found.text or found.media


def steps(event: Json) -> int:
    """How many lines of our code run for it: what it costs, on any machine."""
    count = 0

    def trace(frame: Any, what: str, arg: object) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        parse(event)
    finally:
        sys.settrace(before)
    return count


GROWING = {
    "elements": lambda n: {"blocks": [rich(section(*[said("a")] * n))]},
    "blocks": lambda n: {"text": "a b", "blocks": [{"type": "section", "text": mrkdwn("a")}] * n},
    "attachments": lambda n: {"text": "a", "attachments": [{"text": "a", "from_url": "u"}] * n},
}


@pytest.mark.parametrize("grow", GROWING.values(), ids=GROWING.keys())
def test_steps_grow_with_the_size(grow: Any) -> None:
    one, two = steps(grow(200)), steps(grow(400))
    assert two < 2.2 * one


OPENINGS = ["<@U1|", "<!date^1^", "<#C1|", "*_", "<@U1|a>", " ", "&lt;"]


def seconds(event: Json) -> float:
    spent = []
    for _ in range(3):
        begun = process_time()
        parse(event)
        spent.append(process_time() - begun)
    return min(spent)


@pytest.mark.parametrize("opening", OPENINGS)
def test_no_text_takes_more_than_its_length(opening: str) -> None:
    """Eight times the length: eight times the time, and sixty-four times where something is read again and again."""

    def event(n: int) -> Json:
        return {"text": opening * n + "x", "blocks": [{"type": "section", "text": mrkdwn(opening * n + "y")}]}

    assert seconds(event(16_000)) < 30 * seconds(event(2_000)) + 0.05
