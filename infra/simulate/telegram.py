"""A Telegram bot: private chats, a channel of the company, and its discussion group."""

from collections.abc import Mapping
from typing import Any

from infra.simulate.story import Beat, Item, Stage, Verb
from infra.simulate.teller import Letter, Teller, mark
from infra.simulate.texts import Person

DEMO_CHANNEL = -1001000000002
RELAY = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
EMOJI = ("👍", "❤", "🔥", "🎉")


class Telegram(Teller):
    """Updates to the bot. Nobody tells a bot what people delete."""

    platform = "telegram"
    stage = Stage(verbs=frozenset(Verb) - {Verb.REMOVE})
    demo_account = "8100000001"
    demo_self_ids = (str(DEMO_CHANNEL),)

    def __init__(self, account: str, self_ids: tuple[str, ...] = ()) -> None:
        super().__init__(account, self_ids)
        channel = int(self.own_id())
        self._channel = {"id": channel, "type": "channel", "title": "Demo Company"}
        self._group = {"id": channel - 1, "type": "supergroup", "title": "Demo Company, discussion"}

    def tell(self, beat: Beat) -> Letter:
        """Returns one update."""
        name, content = self._update(beat)
        return self.letter({"update_id": mark(beat), name: content})

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - carried by a header
        """Returns an update of a kind nobody knows yet."""
        return self.letter({"update_id": 1, "rapport_test": {}})

    def _update(self, beat: Beat) -> tuple[str, dict[str, Any]]:
        if beat.verb in (Verb.REACT, Verb.UNREACT):
            return "message_reaction", self._reaction(beat)
        message = self._message(beat)
        kind = "channel_post" if beat.item.ours else "message"
        if beat.verb is Verb.EDIT:
            return f"edited_{kind}", message | {"edit_date": beat.at // 1000}
        return kind, message

    def _message(self, beat: Beat) -> dict[str, Any]:
        item = beat.item
        message: dict[str, Any] = {
            "message_id": _number(item),
            "chat": self._chat(item),
            "date": item.at // 1000,
            "text": beat.text,
        }
        if item.ours:
            return message | {"sender_chat": self._channel}
        if item.parent is not None:
            message["reply_to_message"] = self._answered(item.parent)
        return message | {"from": _user(item.author, item.language)}

    def _answered(self, item: Item) -> dict[str, Any]:
        """Returns the message answered: in the group a channel's post is a copy that Telegram forwards by itself."""
        answered = {
            "message_id": _number(item),
            "chat": self._group,
            "date": item.at // 1000,
            "text": item.text,
        }
        if not item.ours:
            return answered | {"from": _user(item.author, item.language)}
        return answered | {"from": RELAY, "sender_chat": self._channel, "is_automatic_forward": True}

    def _reaction(self, beat: Beat) -> dict[str, Any]:
        emoji = {"type": "emoji", "emoji": EMOJI[beat.item.number % len(EMOJI)]}
        on = beat.verb is Verb.REACT
        return {
            "chat": self._chat(beat.item),
            "message_id": _number(beat.item),
            "user": _user(beat.actor, "en"),
            "date": beat.at // 1000,
            "old_reaction": [] if on else [emoji],
            "new_reaction": [emoji] if on else [],
        }

    def _chat(self, item: Item) -> dict[str, Any]:
        if item.private:
            return {"id": _native(item.author), "type": "private", "first_name": item.author.name}
        return self._channel if item.ours else self._group


def _number(item: Item) -> int:
    return item.number % 2**31


def _native(person: Person) -> int:
    return 5_500_000_000 + person.number


def _user(person: Person, language: str) -> dict[str, Any]:
    first, _, last = person.name.partition(" ")
    return {
        "id": _native(person),
        "is_bot": False,
        "first_name": first,
        "last_name": last,
        "username": person.handle,
        "language_code": language,
    }


TELLER = Telegram
