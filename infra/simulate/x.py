"""X in both of its shapes: the Activity API, and for every other post the older Account Activity API."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from infra.simulate.story import Beat, Item, Verb
from infra.simulate.teller import Letter, Teller, iso, mark, native_user
from infra.simulate.texts import Person


class X(Teller):
    """Tells of an account that is mentioned, answered, liked and written to."""

    platform = "x"
    demo_account = "1640000000000000001"

    def tell(self, beat: Beat) -> Letter:
        """Returns one delivery of either API."""
        if beat.verb is Verb.ADD and beat.item.number % 2:
            return self.letter({"for_user_id": self.account, **self._old(beat)})
        kind, payload = self._new(beat)
        data = {
            "event_uuid": str(mark(beat, 62)),
            "filter": {"user_id": self.account},
            "event_type": kind,
            "tag": "demo",
            "payload": payload,
            "includes": {"users": [self._user(beat.actor)]},
        }
        return self.letter({"data": data})

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - the answer proves the secret
        """Returns the hourly challenge."""
        return Letter(self.platform, method="GET", query={"crc_token": "rapport-test-0123456789"})

    def _new(self, beat: Beat) -> tuple[str, dict[str, Any]]:
        item = beat.item
        if beat.verb is Verb.REMOVE:
            return "post.delete", {"id": str(item.number), "author_id": self._id(beat.actor)}
        if beat.verb in (Verb.REACT, Verb.UNREACT):
            return f"like.{'create' if beat.verb is Verb.REACT else 'delete'}", {
                "id": f"{item.number}{beat.actor.number}",
                "liked_tweet_id": str(item.number),
                "liked_tweet_author_id": self._id(item.author),
                "user_id": self._id(beat.actor),
                "timestamp_ms": str(beat.at),
            }
        if item.private:
            return "dm.received", self._message(beat)
        return self._kind(item), self._post(beat)

    def _kind(self, item: Item) -> str:
        if item.parent is not None:
            return "post.reply.create"
        return "post.create" if item.ours else "post.mention.create"

    def _post(self, beat: Beat) -> dict[str, Any]:
        item = beat.item
        native = str(item.number) if beat.verb is Verb.ADD else str(mark(beat, 60))
        post: dict[str, Any] = {
            "id": native,
            "text": self._addressed(beat),
            "author_id": self._id(beat.actor),
            "created_at": iso(beat.at),
            "conversation_id": str(item.root.number),
            "edit_history_tweet_ids": list(dict.fromkeys([str(item.number), native])),
            "lang": item.language,
        }
        if item.parent is not None:
            post["referenced_tweets"] = [{"type": "replied_to", "id": str(item.parent.number)}]
            post["in_reply_to_user_id"] = self._id(item.parent.author)
        elif not item.ours:
            post["entities"] = {"mentions": [{"id": self.account, "username": "demo_company"}]}
        return post

    def _old(self, beat: Beat) -> dict[str, Any]:
        if beat.item.private:
            return self._message(beat)
        item = beat.item
        post: dict[str, Any] = {
            "created_at": datetime.fromtimestamp(beat.at / 1000, UTC).strftime("%a %b %d %H:%M:%S +0000 %Y"),
            "id": item.number,
            "id_str": str(item.number),
            "text": self._addressed(beat).replace("&", "&amp;"),
            "user": {"id_str": self._id(beat.actor), **self._names(beat.actor, "screen_name")},
            "timestamp_ms": str(beat.at),
            "lang": item.language,
        }
        if item.parent is not None:
            post["in_reply_to_status_id_str"] = str(item.parent.number)
            post["in_reply_to_user_id_str"] = self._id(item.parent.author)
        elif not item.ours:
            tag = {"id_str": self.account, "screen_name": "demo_company"}
            post["entities"] = {"user_mentions": [tag]}
        return {"tweet_create_events": [post]}

    def _message(self, beat: Beat) -> dict[str, Any]:
        sender = self._id(beat.actor)
        message = {
            "type": "message_create",
            "id": str(beat.item.number),
            "created_timestamp": str(beat.at),
            "message_create": {
                "target": {"recipient_id": self.account},
                "sender_id": sender,
                "message_data": {"text": beat.text, "entities": {}},
            },
        }
        names = {"id": sender, **self._names(beat.actor, "screen_name")}
        return {"direct_message_events": [message], "users": {sender: names}}

    def _addressed(self, beat: Beat) -> str:
        ours = beat.item.ours or beat.item.parent is not None
        return beat.text if ours else f"@demo_company {beat.text}"

    def _user(self, person: Person) -> dict[str, str]:
        return {"id": self._id(person), **self._names(person, "username")}

    def _names(self, person: Person, handle: str) -> dict[str, str]:
        return {"name": person.name, handle: person.handle}

    def _id(self, person: Person) -> str:
        return native_user(person, 2_800_000_000_000_000_000) if person.number else self.account


TELLER = X
