"""Where platforms show what we keep: of each, an item and an account as its own samples tell them."""

import re
from dataclasses import replace

import pytest

from ingest.arrival import make_arrival
from ingest.limits import keep_address
from model.interaction import Interaction
from platforms.links import link_account, link_item, link_unless_named, shorten_id
from platforms.registry import names, platform
from tests.platforms.cases import Case, cases

NOW = 1_790_000_000_000
PAGES = {
    ("discourse", "post_created"): r"https://[^/]+/p/\d+",
    ("discourse", "topic_created"): r"https://[^/]+/t/\d+",
    ("facebook", "post_by_visitor"): r"https://www\.facebook\.com/\d+_\d+",
    ("facebook", "comment_top_level"): r"https://www\.facebook\.com/\d+_\d+\?comment_id=\d+",
    ("github", "answer"): r"https://github\.com/.+",
    ("linkedin", "answer"): r"https://www\.linkedin\.com/feed/update/urn:li:activity:\d+",
    ("mastodon", "answer"): r"https://s\.example/@ann/\d+",
    ("slack", "message_reply"): r"https://app\.slack\.com/client/T\w+/C\w+/thread/C\w+-[\d.]+",
    ("telegram", "channel_post"): r"https://t\.me/(c/\d+|[A-Za-z]\w+)/\d+",
    ("threads", "reply"): r"https://www\.threads\.(com|net)/.+",
    ("trustpilot", "created"): r"https://www\.trustpilot\.com/reviews/\w+",
    ("vanilla", "comment"): r"https://forum\.example/discussion/comment/\d+#Comment_\d+",
    ("wordpress", "json_comment"): r"https://blog\.example/a/#comment-\d+",
    ("x", "activity_post_reply"): r"https://x\.com/i/web/status/\d+",
}
"""A sample of each platform that has pages for items, and how its address looks."""

PROFILES = {
    "bluesky": (("did:plc:abc",), "https://bsky.app/profile/did:plc:abc"),
    "discourse": (("https://forum.example",), "https://forum.example"),
    "facebook": (("7001",), "https://www.facebook.com/7001"),
    "github": (("demo/community", "1"), "https://github.com/demo/community"),
    "instagram": (("1784", "acme.shop"), "https://www.instagram.com/acme.shop/"),
    "line": (("U1", "@acme"), "https://line.me/R/ti/p/@acme"),
    "linkedin": (("urn:li:organization:12",), "https://www.linkedin.com/company/12"),
    "mastodon": (("acme@social.example", "1"), "https://social.example/@acme"),
    "messenger": (("7001",), "https://m.me/7001"),
    "slack": (("T1", "U1"), "https://app.slack.com/client/T1"),
    "standard_webhooks": (("shop",), None),
    "telegram": (("77", "-1009", "@acme_bot"), "https://t.me/acme_bot"),
    "threads": (("55", "acme"), "https://www.threads.com/@acme"),
    "tiktok": (("-000abc", "@acme"), "https://www.tiktok.com/@acme"),
    "viber": (("bot",), None),
    "whatsapp": (("111",), None),
    "wordpress": (("https://blog.example", "1"), "https://blog.example"),
    "x": (("12",), "https://x.com/i/user/12"),
}


def _items(name: str, case: Case) -> list[Interaction]:
    own = case.self_ids or ("https://forum.example",)
    delivery = replace(case.delivery(name, NOW), self_ids=own)
    arrivals = [
        make_arrival(each, "acme", name, "acc", frozenset(case.self_ids), NOW, lambda *parts: "/".join(parts))
        for each in platform(name).read_delivery(delivery)
    ]
    return [each.interaction for each in arrivals if each is not None]


@pytest.mark.parametrize(("name", "sample"), PAGES)
def test_an_item_is_shown_where_its_platform_has_a_page_for_it(name: str, sample: str) -> None:
    found = [link_item(item) for case in cases(name) if case.name == sample for item in _items(name, case)]
    assert found
    assert all(link and re.fullmatch(PAGES[name, sample], link) for link in found), found


@pytest.mark.parametrize("name", names())
def test_no_address_leads_elsewhere_than_to_a_page(name: str) -> None:
    links = [link_item(item) for case in cases(name) for item in _items(name, case)]
    assert all(link is None or keep_address(link) == link for link in links), links


@pytest.mark.parametrize("name", PROFILES)
def test_an_account_is_shown_where_its_ids_lead(name: str) -> None:
    ids, shown = PROFILES[name]
    assert link_account(name, ids) == shown


@pytest.mark.parametrize("sample", ["account_message", "activity_like_of_ours", "activity_message_received"])
def test_a_private_message_on_x_and_a_like_have_no_page(sample: str) -> None:
    (case,) = (each for each in cases("x") if each.name == sample)
    items = _items("x", case)
    assert items
    assert [link_item(item) for item in items] == [None] * len(items)


def test_what_was_deleted_or_is_of_a_platform_gone_is_shown_nowhere() -> None:
    (case,) = (each for each in cases("facebook") if each.name == "comment_removed")
    assert [link_item(item) for item in _items("facebook", case)] == [None]
    assert link_item(Interaction("i", "acme", "gone", "acc")) is None


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        'https://a.example/"><script>',
        "https://a b.example",
        "ftp://a.example",
        "https://a/" + "x" * 1001,
    ],
)
def test_an_address_that_a_browser_would_run_is_not_kept(address: str) -> None:
    assert keep_address(address) is None


def test_the_copy_for_a_person_has_no_address_that_names_somebody_else() -> None:
    (case,) = (each for each in cases("facebook") if each.name == "comment_top_level")
    (item,) = _items("facebook", case)
    assert link_unless_named(item, []) == link_item(item) is not None
    assert link_unless_named(item, [str(item.natives.external_id).rpartition("_")[2]]) is None


@pytest.mark.parametrize(
    ("name", "native", "shown"),
    [
        ("activitypub", "https://people.example/users/ann", "ann@people.example"),
        ("activitypub", "https://people.example/@ann", "ann@people.example"),
        ("activitypub", "https://lemmy.example/u/ann", "ann@lemmy.example"),
        ("activitypub", "https://peers.example/actors/7", "peers.example/actors/7"),
        ("activitystreams", "https://people.example/users/ann", "ann@people.example"),
        ("email", "ann@people.example", "ann@people.example"),
        ("line", "U4af4980629aabbccddeeff0011223344", "U4af498…3344"),
        ("linkedin", "urn:li:person:Xy_12", "Xy_12"),
        ("teams", "29:1Abc", "1Abc"),
        ("telegram", "1234567890", "1234567890"),
        ("webmention", "https://ann.example/", "ann.example"),
        ("webmention", "http://[", "//["),
        ("wechat", "oLVPpjqs9BhvzwPj5A-vTYAX3GLc", "oLVPpjq…3GLc"),
    ],
)
def test_who_has_no_name_is_told_apart_by_a_short_form_of_the_id(name: str, native: str, shown: str) -> None:
    assert shorten_id(name, native) == shown


@pytest.mark.parametrize(("name", "native"), [("gone", "u1"), ("line", ""), ("None", "")])
def test_of_whom_nothing_is_known_there_is_no_short_form(name: str, native: str) -> None:
    assert shorten_id(name, native) is None


@pytest.mark.parametrize("name", names())
def test_every_id_of_a_sample_has_a_short_form(name: str) -> None:
    people = [
        who.id
        for case in cases(name)
        for event in platform(name).read_delivery(case.delivery(name, NOW))
        for who in (event.author, event.answered, *event.mentioned)
        if who and who.id
    ]
    shown = [shorten_id(name, native) for native in people]
    assert all(each and len(each) <= 300 for each in shown)
