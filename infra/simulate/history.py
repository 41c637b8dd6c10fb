"""Tells what is older than this installation, or is asked for: a feed, an archive of Google+, an export of Chatwoot.

All invented; the shapes are those that `platforms.feeds`, `platforms.google_plus` and `ingest.helpdesks` cite.
"""

import io
import json
import zipfile
from typing import Any
from xml.sax.saxutils import escape

from infra.simulate.teller import iso
from infra.simulate.texts import PEOPLE, Person

FEED_HOST, FEED_PATH = "feed.simulated.example", "/atom.xml"
FEED_URL = f"https://{FEED_HOST}{FEED_PATH}"
FEED_TYPE = "application/atom+xml"
PLUS_OWNER = "110000000000000000001"
HELPDESK_SITE = "https://helpdesk.simulated.example"
TERM = "Demo Company"
MINUTE_MS = 60_000
ZIP_TIME = (2019, 3, 1, 12, 0, 0)

NEWS = (
    (
        "A kettle that lasts",
        "Three years with the kettle of Demo Company, and it still looks new. Great work.",
    ),
    ("Lamps compared", "Of five desk lamps the one by Demo Company flickers after a week. Disappointing."),
    ("Where to buy tents", "Does anybody know whether Demo Company ships tents to Norway?"),
)
PLUS_POSTS = (
    (
        "2013-05-06 09:15:00+0200",
        "Our <b>headset</b> is here. Who wants to try it?",
        "Wonderful sound, thank you!",
    ),
    ("2015-11-20 18:40:00+0100", "We move: new workshop,<br>same people.", "Does the old shop stay open?"),
    ("2019-02-28 12:00:00+0100", "Google+ closes. Thank you for six years.", "I will miss this community."),
)


def write_feed(now_ms: int) -> bytes:
    """Returns an Atom feed of three entries that were written within the last hours."""
    entries = "".join(
        f'<entry><id>{FEED_URL}#{number}</id><link rel="alternate" href="https://{FEED_HOST}/posts/{number}"/>'
        f"<title>{escape(title)}</title><content>{escape(text)}</content>"
        f"<author><name>{escape(PEOPLE[number].name)}</name></author>"
        f"<published>{iso(now_ms - 45 * MINUTE_MS * number)}</published></entry>"
        for number, (title, text) in enumerate(NEWS, 1)
    )
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Things that last</title>{entries}</feed>'.encode()
    )


def make_takeout() -> bytes:
    """Returns a Google+ archive: a zip of posts as JSON, one as HTML, and a picture's note that holds no post."""
    folder = "Takeout/Google+ Stream/Posts"
    files = {
        f"{folder}/{at[:10].replace('-', '')} - Post.json": json.dumps(_write_post(number)).encode()
        for number, (at, _, _) in enumerate(PLUS_POSTS)
    }
    files[f"{folder}/20140101 - Happy new year.html"] = _write_page().encode()
    files["Takeout/Google+ Stream/Photos/1.jpg.json"] = b'{"title": "1.jpg"}'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name, ZIP_TIME), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _write_post(number: int) -> dict[str, Any]:
    at, words, answer = PLUS_POSTS[number]
    native = f"users/{PLUS_OWNER}/posts/Demo{number}"
    fan, liker = PEOPLE[number + 4], PEOPLE[number + 8]
    return {
        "url": f"https://plus.google.com/{PLUS_OWNER}/posts/Demo{number}",
        "creationTime": at,
        "author": {"displayName": "Demo Company", "resourceName": f"users/{PLUS_OWNER}"},
        "content": words,
        "resourceName": native,
        "postAcl": {"visibleToStandardAcl": {"circles": [{"type": "CIRCLE_TYPE_PUBLIC"}]}},
        "comments": [
            {
                "creationTime": at.replace(":00:00", ":20:00"),
                "author": _name(fan),
                "content": answer,
                "postUrl": f"https://plus.google.com/{PLUS_OWNER}/posts/Demo{number}",
                "resourceName": f"{native}/comments/C{number}",
            }
        ],
        "plusOnes": [{"plusOner": _name(liker)}],
    }


def _name(person: Person) -> dict[str, str]:
    return {"displayName": person.name, "resourceName": f"users/1200000000000000{person.number}"}


def _write_page() -> str:
    author = f'<a href="https://plus.google.com/{PLUS_OWNER}" class="author">Demo Company</a>'
    link = f'<a href="https://plus.google.com/{PLUS_OWNER}/posts/NewYear">2014-01-01 10:00:00+0100</a>'
    return (
        f'<html><body><div>{author} - {link}</div><div class="main-content">Happy new year</div>'
        '<div class="visibility">Shared with: Public</div></body></html>'
    )


NOTED = "Asked the warehouse, they look today."
"""What an agent noted beside each conversation."""


def write_chatwoot(now_ms: int) -> bytes:
    """Returns a page of conversations as Chatwoot's API tells them: one that is open, one that was resolved."""
    now_s = now_ms // 1000
    conversations = [
        _converse(41, "open", now_s - 2 * 86_400, PEOPLE[20],
                  ("My tent has no poles, what now?", "We are looking into it.", "Any news? I leave on Friday.")),
        _converse(38, "resolved", now_s - 40 * 86_400, PEOPLE[21],
                  ("How long is the guarantee of the kettle?", "Three years.", "Great, thank you!")),
    ]  # fmt: skip
    return json.dumps({"data": {"meta": {"all_count": 2}, "payload": conversations}}).encode()


def _converse(number: int, status: str, at_s: int, customer: Person, said: tuple[str, ...]) -> dict[str, Any]:
    contact = {"id": customer.number, "name": customer.name, "email": f"{customer.handle}@mail.example"}
    agent = {"id": 7, "name": "Kim Example", "type": "user"}
    return {
        "id": number,
        "account_id": 1,
        "status": status,
        "labels": ["parts"],
        "meta": {"sender": contact},
        "messages": [_note(number, at_s, agent), *_say(number, at_s, contact, agent, said)],
    }


def _note(number: int, at_s: int, agent: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": 10 * number + 9,
        "account_id": 1,
        "conversation_id": number,
        "content": NOTED,
        "message_type": 1,
        "private": True,
        "created_at": at_s + 60,
        "sender": agent,
    }


def _say(
    number: int, at_s: int, contact: dict[str, Any], agent: dict[str, Any], said: tuple[str, ...]
) -> list[dict[str, Any]]:
    return [
        {
            "id": 10 * number + turn,
            "account_id": 1,
            "conversation_id": number,
            "content": words,
            "message_type": turn % 2,
            "private": False,
            "created_at": at_s + 600 * turn,
            "sender": agent if turn % 2 else {**contact, "type": "contact"},
        }
        for turn, words in enumerate(said)
    ]
