"""The other side of every platform that is asked: how each tells of the same numbered comments, page by page.

A side gets the request, the numbers that exist by now (1 is the oldest) and how far pages are shifted: who shows the
newest first repeats so many of the page before. Shapes are those of the platforms' own documentation.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from tests.infra.servers import Answer, Asked
from tests.store.world import NOW

SIZE = 3
"""Comments on a page, where the platform's page is not larger by what we ask for."""
LINKEDIN_POST = "urn:li:activity:9"


@dataclass(frozen=True)
class Side:
    """How one platform is connected, and what it answers."""

    native: str
    answer: Callable[[Asked, Sequence[int], int], Answer]
    scheme: str = "Bearer"
    first: int = 8
    """Comments that exist before anybody asks."""
    idle: int = 1
    """Requests of a round in which nothing is new."""


def at(number: int) -> int:
    """When a comment was written, in epoch seconds."""
    return NOW - 60_000 + number * 400


def iso(number: int, zone: str = "Z") -> str:
    """The same as text."""
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at(number))) + zone


def said(number: int) -> str:
    """What a comment says."""
    return f"comment {number}"


def _newest_first(told: Sequence[int], page: str, shift: int) -> tuple[list[int], str | None]:
    """A page by its number, and the next one's; a shifted page begins with what the one before ended with."""
    start = int(page or 0) * SIZE
    rows = sorted(told, reverse=True)
    found = rows[max(0, start - (shift if start else 0)) : start + SIZE]
    return found, str(int(page or 0) + 1) if start + SIZE < len(rows) else None


def _reddit(asked: Asked, told: Sequence[int], shift: int) -> Answer:
    found, after = _newest_first(told, asked.query.get("after", ""), shift)
    rows = [{"kind": "t1", "data": {
        "name": f"t1_c{n}", "author": "mara", "author_fullname": "t2_m", "body": said(n), "parent_id": "t3_p",
        "link_id": "t3_p", "created_utc": at(n), "edited": False}} for n in found]  # fmt: skip
    return 200, {"kind": "Listing", "data": {"after": after, "children": rows}}


def _bluesky(asked: Asked, told: Sequence[int], shift: int) -> Answer:
    found, cursor = _newest_first(told, asked.query.get("cursor", ""), shift)
    rows = [{"uri": f"at://did:plc:m/app.bsky.feed.post/{n}", "cid": f"c{n}", "reason": "mention",
             "author": {"did": "did:plc:m", "handle": "mara.example"}, "indexedAt": iso(n),
             "record": {"$type": "app.bsky.feed.post", "text": said(n), "createdAt": iso(n)}}
            for n in found]  # fmt: skip
    return 200, {"notifications": rows} | ({"cursor": cursor} if cursor else {})


def _pinterest(asked: Asked, told: Sequence[int], shift: int) -> Answer:
    found, bookmark = _newest_first(told, asked.query.get("bookmark", ""), shift)
    rows = [{"id": f"{n}", "description": said(n), "created_at": iso(n), "board_owner": {"username": "mara"}}
            for n in found]  # fmt: skip
    return 200, {"items": rows, "bookmark": bookmark}


def _igloo(asked: Asked, told: Sequence[int], shift: int) -> Answer:
    start = int(asked.query["offset"])
    rows = sorted(told, reverse=True)[max(0, start - shift) : start + SIZE]
    found = [{"id": f"{n}", "objectType": "blog", "contentFull": said(n), "createdById": "m", "createdDate": iso(n),
              "createdByFullName": "Mara"} for n in rows]  # fmt: skip
    return 200, {"results": found, "numFound": len(told)}


def _youtube(asked: Asked, told: Sequence[int], shift: int) -> Answer:
    if asked.path.endswith("/playlistItems"):
        return 200, {"kind": "youtube#playlistItemListResponse", "items": []}
    found, token = _newest_first(told, asked.query.get("pageToken", ""), shift)
    rows = [{"id": f"{n}", "snippet": {"videoId": "v", "topLevelComment": {"id": f"{n}", "snippet": {
        "videoId": "v", "textDisplay": said(n), "publishedAt": iso(n), "updatedAt": iso(n),
        "authorDisplayName": "Mara", "authorChannelId": {"value": "UCm"}}}}} for n in found]  # fmt: skip
    return 200, {"items": rows} | ({"nextPageToken": token} if token else {})


def _yammer(asked: Asked, told: Sequence[int], shift: int) -> Answer:
    below = int(asked.query.get("older_than", "999999")) + shift
    left = [n for n in sorted(told, reverse=True) if n < below]
    rows = [{"id": n, "thread_id": n, "replied_to_id": None, "sender_id": 3, "body": {"plain": said(n)},
             "created_at": iso(n, " +0000").replace("-", "/").replace("T", " ")} for n in left[:SIZE]]  # fmt: skip
    return 200, {"messages": rows, "references": [], "meta": {"older_available": len(left) > SIZE}}


def _trustpilot(asked: Asked, told: Sequence[int], shift: int) -> Answer:
    found, page = _newest_first(told, asked.query.get("page", ""), shift)
    rows = [{"id": f"r{n}", "text": said(n), "stars": 4, "createdAt": iso(n), "consumer": {"id": "m", "name": "Mara"}}
            for n in found]  # fmt: skip
    href = f"https://api.trustpilot.com/v1/private/business-units/u1/reviews?page={page}"
    return 200, {"reviews": rows, "links": [{"rel": "next-page", "href": href}] if page else []}


def _google_business(asked: Asked, told: Sequence[int], shift: int) -> Answer:
    if (
        asked.path == "/v1/accounts/7/locations"
    ):  # three places; nobody reviewed the second, the third is closed
        more = {} if "pageToken" in asked.query else {"nextPageToken": "2"}
        named = ("locations/1", "locations/2") if more else ("locations/3", "locations/4")
        return 200, {"locations": [{"name": each} for each in named]} | more
    place = int(asked.path.split("/")[5])
    if place == 3:
        return 404, {}
    mine = [n for n in told if place == (1 if n % 2 else 4)]
    found, token = _newest_first(mine, asked.query.get("pageToken", ""), shift)
    rows = [{"name": f"accounts/7/locations/{place}/reviews/{n}", "reviewId": f"{n}", "comment": said(n),
             "starRating": "FOUR", "reviewer": {"displayName": "Mara"}, "createTime": iso(n), "updateTime": iso(n)}
            for n in found]  # fmt: skip
    return 200, ({"reviews": rows} if rows else {}) | ({"nextPageToken": token} if token else {})


def _threads(asked: Asked, told: Sequence[int], shift: int) -> Answer:
    owner = {"media_type": "TEXT_POST", "username": "shop", "timestamp": iso(1, "+0000")}
    if asked.path == "/v1.0/55/threads":
        assert int(asked.query["since"]) < NOW
        return 200, {
            "data": [owner | {"id": f"{post}", "has_replies": post != 902} for post in (901, 902, 903)]
        }
    place = asked.path.split("/")[2]
    mine = [n for n in told if place == ("55" if n % 3 == 0 else "901" if n % 3 == 1 else "903")]
    found, after = _newest_first(mine, asked.query.get("after", ""), shift)
    rows = [{"id": f"{n}", "text": said(n), "username": "mara", "timestamp": iso(n, "+0000"),
             "media_type": "TEXT_POST"} for n in found]  # fmt: skip
    return 200, {"data": rows, "paging": {"cursors": {"after": after}} if after else {}}


def _github(asked: Asked, told: Sequence[int], shift: int) -> Answer:
    wanted = asked.json()["variables"]
    words = wanted["words"].split()
    assert words[0] == "repo:shop/forum"
    since = next((each[len("updated:>=") :] for each in words if each.startswith("updated:")), "")
    root = wanted["type"]
    mine = [n for n in sorted(told) if (n % 2 == 0) == (root == "ISSUE") and iso(n) >= since]
    start = int(wanted["after"] or 0)
    rows = mine[max(0, start - shift) : start + SIZE]
    page = {"hasNextPage": start + SIZE < len(mine), "endCursor": f"{start + SIZE}"}
    return 200, {"data": {"search": {"pageInfo": page, "nodes": [_thread(root, n) for n in rows]}}}


def _thread(root: str, number: int) -> dict[str, Any]:
    """An opening without words, and the comment below it; at a discussion it is an answer to one."""
    common = {"createdAt": iso(number), "lastEditedAt": None, "url": f"https://github.com/shop/forum/{number}",
              "author": {"login": "mara", "databaseId": 3}}  # fmt: skip
    comment = common | {"id": f"N{number}", "databaseId": number, "body": said(number)}
    above = common | {
        "id": f"A{number}",
        "databaseId": 10_000 + number,
        "body": "",
        "replies": {"nodes": [comment]},
    }
    return common | {
        "__typename": root.title(), "id": f"T{number}", "databaseId": 50_000 + number, "body": "", "title": "",
        "repository": {"isPrivate": False}, "comments": {"nodes": [comment if root == "ISSUE" else above]},
    }  # fmt: skip


def _linkedin(asked: Asked, told: Sequence[int], shift: int) -> Answer:
    assert asked.headers["linkedin-version"]
    assert asked.query["organizationalEntity"] == "urn:li:organization:1"
    earliest = int(asked.query["timeRange"].removeprefix("(start:").partition(",")[0])
    found, page = _newest_first(
        [n for n in told if at(n) * 1000 >= earliest], asked.query.get("start", ""), shift
    )
    rows = [{"notificationId": n, "organizationalEntity": "urn:li:organization:1", "action": "COMMENT",
             "sourcePost": LINKEDIN_POST, "generatedActivity": f"urn:li:comment:({LINKEDIN_POST},{n})",
             "lastModifiedAt": at(n) * 1000, "decoratedGeneratedActivity": {"comment": {
                 "entity": f"urn:li:comment:({LINKEDIN_POST},{n})", "object": LINKEDIN_POST, "text": said(n),
                 "owner": "urn:li:person:m"}}} for n in found]  # fmt: skip
    here = f"{asked.path}?q=criteria&organizationalEntity=urn%3Ali%3Aorganization%3A1"
    href = f"{here}&timeRange={asked.query['timeRange']}&start={page}"
    return 200, {"elements": rows, "paging": {"links": [{"rel": "next", "href": href}] if page else []}}


def _mastodon(asked: Asked, told: Sequence[int], shift: int) -> Answer:
    newest = int(asked.query.get("min_id", "0"))
    rows = [n for n in sorted(told) if n > newest][:SIZE]
    account = {"id": "9", "username": "mara", "acct": "mara", "display_name": "Mara"}
    return 200, [{"id": f"{n}", "type": "mention", "created_at": iso(n), "account": account, "status": {
        "id": f"{n}", "created_at": iso(n), "content": f"<p>{said(n)}</p>", "account": account,
        "visibility": "public", "mentions": []}} for n in reversed(rows)]  # fmt: skip


def _discord(asked: Asked, told: Sequence[int], shift: int) -> Answer:
    assert asked.path == "/api/v10/channels/5/messages"
    after = int(asked.query.get("after", "0"))
    rows = [n for n in sorted(told) if n > after][:SIZE]
    return 200, [{"id": f"{n}", "channel_id": "5", "type": 0, "content": said(n), "timestamp": iso(n, "+00:00"),
                  "edited_timestamp": None, "author": {"id": "8", "username": "mara"}}
                 for n in reversed(rows)]  # fmt: skip


def _salesforce(asked: Asked, told: Sequence[int], shift: int) -> Answer:
    if asked.path.endswith("/query"):
        since = asked.query["q"].partition("LastModifiedDate > ")[2].partition(" ORDER")[0]
        start, earliest = 0, since
    else:
        told_start, _, earliest = unquote(asked.path).rpartition("/")[2].partition("@")
        start = int(told_start)
    mine = [n for n in sorted(told) if iso(n) > earliest]
    rows = [{"attributes": {"type": "Idea"}, "Id": f"087{n:012}", "Title": "", "Body": said(n), "CreatedById": "005",
             "CreatedDate": iso(n), "LastModifiedDate": iso(n)}
            for n in mine[max(0, start - shift) : start + SIZE]]  # fmt: skip
    done = start + SIZE >= len(mine)
    return 200, {"records": rows, "done": done} | ({} if done else {
        "nextRecordsUrl": f"/services/data/v62.0/query/{start + SIZE}@{earliest}"})  # fmt: skip


def _wordpress(asked: Asked, told: Sequence[int], shift: int) -> Answer:
    size, page = 100, int(asked.query["page"])
    mine = [n for n in sorted(told) if iso(n) > asked.query.get("after", "")]
    start = (page - 1) * size
    rows = mine[start : start + size]
    return 200, [{"id": n, "post": 5, "parent": 0, "author": 0, "author_name": "Mara", "date_gmt": iso(n, ""),
                  "content": {"rendered": f"<p>{said(n)}</p>"}, "status": "approved", "type": "comment"}
                 for n in rows]  # fmt: skip


def _feeds(asked: Asked, told: Sequence[int], shift: int) -> Answer:
    tag = f'"{len(told)}"'
    if asked.headers.get("if-none-match") == tag:
        return 304, b""
    rows = [
        {"id": f"{n}", "content_text": said(n), "date_published": iso(n)} for n in sorted(told, reverse=True)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": rows}
    return 200, json.dumps(feed).encode(), {"ETag": tag, "Content-Type": "application/feed+json"}


SIDES: dict[str, Side] = {
    "bluesky": Side("did:plc:shop", _bluesky),
    "discord": Side("channels/5", _discord, scheme="Bot"),
    "feeds": Side("http://blog.example/feed", _feeds),
    "github": Side("shop/forum", _github, idle=2),
    "google_business": Side("accounts/7", _google_business, idle=8),
    "igloo": Side("igloo.example/shop", _igloo),
    "linkedin": Side("urn:li:organization:1", _linkedin),
    "mastodon": Side("https://social.example", _mastodon),
    "pinterest": Side("shop", _pinterest),
    "reddit": Side("r/shopping", _reddit),
    "salesforce_ideas": Side("https://sales.example", _salesforce),
    "threads": Side("55", _threads, idle=4),
    "trustpilot": Side("u1", _trustpilot),
    "wordpress": Side("https://blog.example", _wordpress, first=102),
    "yammer": Side("77", _yammer),
    "youtube": Side("UCshop", _youtube, idle=3),
}
