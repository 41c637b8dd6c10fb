"""A Slack workspace: one public channel, direct messages with the app, threads and reactions."""

from collections.abc import Mapping
from typing import Any

from infra.simulate.story import Beat, Item, Verb
from infra.simulate.teller import Letter, Teller, mark
from infra.simulate.texts import Person

CHANNEL, APP, BOT = "C0DEMOSHOP", "A0DEMOAPP", "B0DEMOBOT"
REACTIONS = ("heart", "thumbsup", "tada", "confused")


class Slack(Teller):
    """Tells the story in envelopes of the Events API."""

    platform = "slack"
    demo_account = "T0DEMOTEAM"
    demo_self_ids = ("U0DEMOBOT", BOT)

    def tell(self, beat: Beat) -> Letter:
        """Returns one `event_callback`."""
        envelope = {
            "token": "outdated",
            "team_id": self.account,
            "api_app_id": APP,
            "type": "event_callback",
            "event_id": f"Ev{mark(beat, 48):013d}",
            "event_time": beat.at // 1000,
            "authorizations": [{"team_id": self.account, "user_id": self.own_id(), "is_bot": True}],
            "event": self._event(beat),
        }
        return self.letter(envelope)

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - signed like any delivery
        """Returns what Slack posts when the request URL is saved."""
        return self.letter({"type": "url_verification", "token": "outdated", "challenge": "rapport-test"})

    def _event(self, beat: Beat) -> dict[str, Any]:
        where = {"channel": self._channel(beat.item), "channel_type": self._type(beat.item)}
        stamp = _ts(beat.at, beat.item.number)
        if beat.verb in (Verb.REACT, Verb.UNREACT):
            return self._reaction(beat)
        if beat.verb is Verb.ADD:
            return {**self._message(beat), **where, "event_ts": self._item_ts(beat.item)}
        changed = {"type": "message", **where, "ts": stamp, "event_ts": stamp}
        if beat.verb is Verb.REMOVE:
            gone = {"previous_message": {"type": "message", **self._message(beat), "text": beat.item.text}}
            return {**changed, **gone, "subtype": "message_deleted", "deleted_ts": self._item_ts(beat.item)}
        edited = {"user": self._id(beat.actor), "ts": stamp}
        return {
            **changed,
            "subtype": "message_changed",
            "message": {**self._message(beat), "type": "message", "edited": edited},
        }

    def _message(self, beat: Beat) -> dict[str, Any]:
        item = beat.item
        asked = item.parent is None and not item.private and not item.ours and item.number % 3 == 0
        message: dict[str, Any] = {
            "type": "app_mention" if asked else "message",
            "user": self._id(beat.actor),
            "text": _escaped(f"{beat.text}") if not asked else f"<@{self.own_id()}> {_escaped(beat.text)}",
            "ts": self._item_ts(item),
            "user_profile": {"real_name": beat.actor.name, "name": beat.actor.handle},
        }
        if item.parent is not None:
            message["thread_ts"] = self._item_ts(item.root)
            message["parent_user_id"] = self._id(item.root.author)
        return message | ({"bot_id": BOT, "app_id": APP} if item.ours else {})

    def _reaction(self, beat: Beat) -> dict[str, Any]:
        return {
            "type": "reaction_added" if beat.verb is Verb.REACT else "reaction_removed",
            "user": self._id(beat.actor),
            "reaction": REACTIONS[(beat.item.number + beat.actor.number) % len(REACTIONS)],
            "item": {
                "type": "message",
                "channel": self._channel(beat.item),
                "ts": self._item_ts(beat.item),
            },
            "item_user": self._id(beat.item.author),
            "event_ts": _ts(beat.at, beat.item.number),
        }

    def _channel(self, item: Item) -> str:
        return f"D{item.author.number:08d}" if item.private else CHANNEL

    def _type(self, item: Item) -> str:
        return "im" if item.private else "channel"

    def _item_ts(self, item: Item) -> str:
        return _ts(item.at, item.number)

    def _id(self, person: Person) -> str:
        return f"U{person.number:08d}" if person.number else self.own_id()


def _ts(at: int, number: int) -> str:
    """Writes seconds with six decimals; the last ones keep two messages of one millisecond apart."""
    return f"{at // 1000}.{at % 1000:03d}{number % 1000:03d}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


TELLER = Slack
