"""What a person writes, as each platform would deliver it: in public, in private, with a picture, about others.

A delivery holds as much as the platform puts into one; the payloads are our own, in the documented shapes.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from infra.cli.connecting import Row
from infra.simulate.teller import Letter, iso
from tests.journeys.persons import Person

Json = dict[str, Any]


def life(who: Person, row: Row) -> list[Letter]:
    """Everything they do of their own: all words that come from the platform are in it."""
    return _VOICES[who.platform](row).life(who)


def mention(by: Person, of: Person, row: Row, nth: int = 4, at: int | None = None) -> list[Letter]:
    """`by` tags `of` and writes their name: their `nth` thing."""
    return _VOICES[by.platform](row).mention(by, of, nth, by.at + 5000 if at is None else at)


def more(who: Person, nth: int, at: int, row: Row) -> list[Letter]:
    """Another public word of theirs, now."""
    return _VOICES[who.platform](row).more(who, nth, at)


def deletion_request(who: Person, app_secret: str, at_s: int) -> bytes:
    """The body of Meta's data deletion callback."""
    payload = {"user_id": who.native_id, "algorithm": "HMAC-SHA256", "issued_at": at_s}
    encoded = base64.urlsafe_b64encode(json.dumps(payload).encode()).rstrip(b"=")
    proof = hmac.new(app_secret.encode(), encoded, hashlib.sha256).digest()
    return b"signed_request=" + base64.urlsafe_b64encode(proof).rstrip(b"=") + b"." + encoded


def public(who: Person) -> str:
    """A complaint that every platform can carry."""
    return f"Terrible, {who.words['public']}, write to {who.words['mail']}"


def post(who: Person) -> str:
    """What stands beside the picture."""
    return f"Bad: {who.words['post']} see {who.words['url']} or call {who.words['phone']}"


def private(who: Person) -> str:
    """For the company only."""
    return f"Angry: {who.words['private']}"


def about(by: Person, of: Person, tag: str = "") -> str:
    """The name, the handle and the id, in somebody else's words."""
    return f"{by.words['public']} thanks {tag or '@' + of.handle} alias {of.words['name']} ({of.native_id})"


class Voice:
    """One platform's way of telling; `row` is the account it is told to."""

    platform = ""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.account = str(row["account"])

    def letter(self, payload: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Letter:
        """JSON as most write it."""
        return Letter(self.platform, json.dumps(payload, ensure_ascii=False).encode(), headers or {})

    def life(self, who: Person) -> list[Letter]:
        """See `life` of this module."""
        raise NotImplementedError

    def mention(self, by: Person, of: Person, nth: int, at: int) -> list[Letter]:
        """See `mention` of this module."""
        raise NotImplementedError

    def more(self, who: Person, nth: int, at: int) -> list[Letter]:
        """See `more` of this module."""
        raise NotImplementedError


class Facebook(Voice):
    """A Page: comments, a photo of a visitor's, a review."""

    platform = "facebook"

    def life(self, who: Person) -> list[Letter]:
        photo = {"item": "photo", "verb": "add", "post_id": f"{who.native_id}_{who.item(2)}", "message": post(who),
                 "link": who.words["media"], "photo_id": str(who.item(3))}  # fmt: skip
        review = {"item": "rating", "verb": "add", "rating": 1, "open_graph_story_id": str(who.item(4)),
                  "reviewer_id": who.native_id, "reviewer_name": who.words["name"],
                  "review_text": f"Bad {who.words['review']}"}  # fmt: skip
        said = self._comment(who, 1, public(who), who.at)
        return [self._letter(who.at, self._feed(said), self._feed(self._by(who, photo, who.at + 1000)),
                             {"field": "ratings", "value": review | {"created_time": who.at // 1000 + 2}})]  # fmt: skip

    def mention(self, by: Person, of: Person, nth: int, at: int) -> list[Letter]:
        said = self._comment(by, nth, about(by, of), at)
        tag = {"id": of.native_id, "name": of.words["name"], "type": "user", "offset": 0, "length": 3}
        return [self._letter(at, self._feed(said | {"message_tags": [tag]}))]

    def more(self, who: Person, nth: int, at: int) -> list[Letter]:
        return [self._letter(at, self._feed(self._comment(who, nth, public(who), at)))]

    def _comment(self, who: Person, nth: int, text: str, at: int) -> Json:
        below = f"{self.account}_1"
        return self._by(who, {"item": "comment", "verb": "add", "post_id": below, "parent_id": below,
                              "comment_id": f"1_{who.item(nth)}", "message": text}, at)  # fmt: skip

    def _by(self, who: Person, value: Json, at: int) -> Json:
        return value | {
            "from": {"id": who.native_id, "name": who.words["name"]},
            "created_time": at // 1000,
        }

    def _feed(self, value: Json) -> Json:
        return {"field": "feed", "value": value}

    def _letter(self, at: int, *changes: Json) -> Letter:
        entry = {"id": self.account, "time": at // 1000 + 5, "changes": list(changes)}
        return self.letter({"object": "page", "entry": [entry]})


class Discourse(Voice):
    """A forum: a topic with a picture, a post below it, a private topic."""

    platform = "discourse"

    def life(self, who: Person) -> list[Letter]:
        picture = f"<p>{escape(post(who))}</p><img src='{who.words['media']}'>"
        opening = self._post(who, 1, post(who), who.at) | {"post_number": 1, "cooked": picture}
        hidden = {"topic_archetype": "private_message", "topic_id": who.item(8), "post_number": 1}
        return [
            self._letter(opening),
            self._letter(self._post(who, 2, public(who), who.at + 1000)),
            self._letter(self._post(who, 3, private(who), who.at + 2000) | hidden),
        ]

    def mention(self, by: Person, of: Person, nth: int, at: int) -> list[Letter]:
        answered = {"id": int(of.native_id), "username": of.handle, "name": of.words["name"]}
        said = self._post(by, nth, about(by, of), at)
        return [self._letter(said | {"reply_to_post_number": 1, "reply_to_user": answered})]

    def more(self, who: Person, nth: int, at: int) -> list[Letter]:
        return [self._letter(self._post(who, nth, public(who), at))]

    def _post(self, who: Person, nth: int, text: str, at: int) -> Json:
        return {
            "id": who.item(nth), "topic_id": who.item(9), "post_number": nth, "post_type": 1,
            "user_id": int(who.native_id), "username": who.handle, "name": who.words["name"],
            "topic_title": who.words["title"], "topic_archetype": "regular", "raw": text,
            "cooked": f"<p>{escape(text)}</p>", "created_at": iso(at), "updated_at": iso(at),
        }  # fmt: skip

    def _letter(self, said: Json) -> Letter:
        headers = {"x-discourse-instance": self.account, "x-discourse-event": "post_created",
                   "x-discourse-event-type": "post", "x-discourse-event-id": str(said["id"] % 2**40)}  # fmt: skip
        return self.letter({"post": said}, headers)


class Slack(Voice):
    """A workspace: a channel, a file, a direct message, a thread."""

    platform = "slack"

    def life(self, who: Person) -> list[Letter]:
        file = {"id": f"F{who.tag.upper()}", "name": "face.png", "mimetype": "image/png",
                "url_private": who.words["media"]}  # fmt: skip
        alone = {"channel": f"D{who.tag.upper()}", "channel_type": "im"}
        return [
            self._letter(self._said(who, 1, public(who), who.at)),
            self._letter(
                self._said(who, 2, post(who), who.at + 1000) | {"subtype": "file_share", "files": [file]}
            ),
            self._letter(self._said(who, 3, private(who), who.at + 2000) | alone),
        ]

    def mention(self, by: Person, of: Person, nth: int, at: int) -> list[Letter]:
        text = about(by, of, f"<@{of.native_id}> @{of.handle}")
        below = {"thread_ts": _ts(of.at, of.item(1)), "parent_user_id": of.native_id}
        return [self._letter(self._said(by, nth, text, at) | below)]

    def more(self, who: Person, nth: int, at: int) -> list[Letter]:
        return [self._letter(self._said(who, nth, public(who), at))]

    def _said(self, who: Person, nth: int, text: str, at: int) -> Json:
        return {
            "type": "message", "channel": "C0FORGETTING", "channel_type": "channel", "user": who.native_id,
            "text": text.replace("&", "&amp;"), "ts": _ts(at, who.item(nth)), "event_ts": _ts(at, who.item(nth)),
            "user_profile": {"real_name": who.words["name"], "name": who.handle},
        }  # fmt: skip

    def _letter(self, event: Json) -> Letter:
        envelope = {
            "team_id": self.account, "api_app_id": "A0FORGETTING", "type": "event_callback",
            "event_id": f"Ev{event['user']}{event['ts']}", "event_time": int(event["ts"].split(".")[0]),
            "authorizations": [{"team_id": self.account, "user_id": "U0BOT", "is_bot": True}],
        }  # fmt: skip
        return self.letter(envelope | {"event": event})


class Telegram(Voice):
    """A bot: a group, a document, a private chat."""

    platform = "telegram"

    def life(self, who: Person) -> list[Letter]:
        file = {"file_id": f"file{who.tag}", "file_name": who.words["media"], "mime_type": "image/png"}
        alone = {"chat": {"id": int(who.native_id), "type": "private", "first_name": who.first_name}}
        shown = self._said(who, 2, "", who.at + 1000) | {"document": file, "caption": post(who)}
        return [
            self._letter(who, self._said(who, 1, public(who), who.at)),
            self._letter(who, {name: value for name, value in shown.items() if name != "text"}),
            self._letter(who, self._said(who, 3, private(who), who.at + 2000) | alone),
        ]

    def mention(self, by: Person, of: Person, nth: int, at: int) -> list[Letter]:
        tag = {"type": "text_mention", "offset": 0, "length": 3, "user": self._user(of)}
        return [self._letter(by, self._said(by, nth, about(by, of), at) | {"entities": [tag]})]

    def more(self, who: Person, nth: int, at: int) -> list[Letter]:
        return [self._letter(who, self._said(who, nth, public(who), at))]

    def _said(self, who: Person, nth: int, text: str, at: int) -> Json:
        return {"message_id": who.item(nth) % 2**31, "date": at // 1000, "text": text, "from": self._user(who),
                "chat": {"id": -1_007_777_000_001, "type": "supergroup", "title": "Our group"}}  # fmt: skip

    def _user(self, who: Person) -> Json:
        return {"id": int(who.native_id), "is_bot": False, "first_name": who.first_name,
                "last_name": who.last_name, "username": who.handle, "language_code": "en"}  # fmt: skip

    def _letter(self, who: Person, message: Json) -> Letter:
        return self.letter(
            {"update_id": (message["message_id"] * 7 + who.number) % 2**31, "message": message}
        )


class X(Voice):
    """An account that is mentioned and written to, and that answers in private."""

    platform = "x"

    def life(self, who: Person) -> list[Letter]:
        picture = {
            "media": [{"id_str": str(who.item(6)), "type": "photo", "media_url_https": who.words["media"]}]
        }
        posts = [
            self._post(who, 1, public(who), who.at),
            self._post(who, 2, post(who), who.at + 1000) | {"extended_entities": picture},
        ]
        said = [
            self._message(who, 3, who.native_id, self.account, private(who), who.at + 2000),
            self._message(who, 5, self.account, who.native_id, f"Dear {who.words['name']}, sorry", who.at + 3000),
        ]  # fmt: skip
        users = {who.native_id: self._user(who)}
        return [
            self._letter({"tweet_create_events": posts}),
            self._letter({"direct_message_events": said, "users": users}),
        ]

    def mention(self, by: Person, of: Person, nth: int, at: int) -> list[Letter]:
        tag = {"id_str": of.native_id, "screen_name": of.handle, "name": of.words["name"]}
        answer = {
            "in_reply_to_status_id_str": str(of.item(1)), "in_reply_to_user_id_str": of.native_id,
            "entities": {"user_mentions": [tag]},
        }  # fmt: skip
        said = self._post(by, nth, about(by, of), at)
        return [self._letter({"tweet_create_events": [said | answer]})]

    def more(self, who: Person, nth: int, at: int) -> list[Letter]:
        return [self._letter({"tweet_create_events": [self._post(who, nth, public(who), at)]})]

    def _post(self, who: Person, nth: int, text: str, at: int) -> Json:
        return {"id_str": str(who.item(nth)), "text": text.replace("&", "&amp;"), "user": self._user(who),
                "timestamp_ms": str(at), "lang": "en"}  # fmt: skip

    def _message(self, who: Person, nth: int, sender: str, to: str, text: str, at: int) -> Json:
        return {
            "type": "message_create", "id": str(who.item(nth)), "created_timestamp": str(at),
            "message_create": {"target": {"recipient_id": to}, "sender_id": sender, "message_data": {"text": text}},
        }  # fmt: skip

    def _user(self, who: Person) -> Json:
        return {"id_str": who.native_id, "name": who.words["name"], "screen_name": who.handle}

    def _letter(self, lists: Json) -> Letter:
        return self.letter({"for_user_id": self.account, **lists})


class StandardWebhooks(Voice):
    """A community of one's own: a post with title and picture, a comment, a private message."""

    platform = "standard_webhooks"

    def life(self, who: Person) -> list[Letter]:
        shown = {"title": who.words["title"], "media": [{"type": "image", "url": who.words["media"]}]}
        return [
            self._letter("comment", self._said(who, 1, public(who)), who.at),
            self._letter("post", self._said(who, 2, post(who)) | shown, who.at + 1000),
            self._letter("message", self._said(who, 3, private(who)) | {"thread": f"chat-{who.tag}"}, who.at + 2000),
        ]  # fmt: skip

    def mention(self, by: Person, of: Person, nth: int, at: int) -> list[Letter]:
        said = self._said(by, nth, about(by, of)) | {"parent": str(of.item(1))}
        return [self._letter("comment", said | {"mentions": [{"id": of.native_id}]}, at)]

    def more(self, who: Person, nth: int, at: int) -> list[Letter]:
        return [self._letter("comment", self._said(who, nth, public(who)), at)]

    def _said(self, who: Person, nth: int, text: str) -> Json:
        author = {"id": who.native_id, "name": who.words["name"]}
        return {"id": str(who.item(nth)), "author": author, "text": text, "thread": f"topic-{who.run}"}

    def _letter(self, noun: str, data: Json, at: int) -> Letter:
        return self.letter({"type": f"{noun}.created", "timestamp": iso(at), "data": data})


def _ts(at: int, number: int) -> str:
    return f"{at // 1000}.{number % 1_000_000:06d}"


_VOICES: dict[str, Callable[[Row], Voice]] = {
    each.platform: each for each in (Discourse, Facebook, Slack, StandardWebhooks, Telegram, X)
}
