"""A LINE official account: chats of two, with edits and unsent messages."""

from collections.abc import Mapping
from typing import Any

from infra.simulate.story import Beat, Stage, Verb
from infra.simulate.teller import Letter, Teller, mark, native_user


class Line(Teller):
    """Tells messages to an official account; nobody is named, and nobody reacts."""

    platform = "line"
    stage = Stage(public=False, verbs=frozenset({Verb.ADD, Verb.EDIT, Verb.REMOVE}))
    demo_account = "Udemo0000000000000000000000000001"

    def tell(self, beat: Beat) -> Letter:
        """Returns one event."""
        native = f"5300{beat.item.number}"
        event: dict[str, Any] = {
            "mode": "active",
            "timestamp": beat.at,
            "source": {"type": "user", "userId": "U" + native_user(beat.actor, 7_400_000_000)},
            "webhookEventId": f"01DEMO{mark(beat):020d}",
            "deliveryContext": {"isRedelivery": False},
        }
        if beat.verb is Verb.REMOVE:
            event |= {"type": "unsend", "unsend": {"messageId": native}}
        else:
            kind = "messageEdited" if beat.verb is Verb.EDIT else "message"
            event |= {"type": kind, "message": {"id": native, "type": "text", "text": beat.text}}
        return self.letter({"destination": self.account, "events": [event]})

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - carried by a header
        """Returns what the console's Verify button sends."""
        return self.letter({"destination": self.account, "events": []})


TELLER = Line
