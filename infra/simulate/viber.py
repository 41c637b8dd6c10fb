"""A Viber bot: chats of two. Nobody tells a bot what people edit, delete or react to."""

from collections.abc import Mapping

from infra.simulate.story import Beat, Stage, Verb
from infra.simulate.teller import Letter, Teller, native_user


class Viber(Teller):
    """Tells messages to a bot."""

    platform = "viber"
    stage = Stage(public=False, verbs=frozenset({Verb.ADD}))
    demo_account = "demo-viber-bot"

    def tell(self, beat: Beat) -> Letter:
        """Returns one message."""
        return self.letter(
            {
                "event": "message",
                "timestamp": beat.at,
                "message_token": 5_300_000_000_000_000_000 + beat.item.number,
                "sender": {"id": native_user(beat.actor, 7_500_000_000) + "==", "name": beat.actor.name},
                "message": {"type": "text", "text": beat.text},
            }
        )

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - carried by a header
        """Returns what Viber sends while the webhook's address is being set."""
        return self.letter(
            {"event": "webhook", "timestamp": 1_760_000_000_000, "message_token": 5_300_000_000_000}
        )


TELLER = Viber
