"""A Discord application: what people write to it in a lobby, with edits and deletions."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from infra.simulate.story import Beat, Stage, Verb
from infra.simulate.teller import Letter, Teller, iso, native_user

VERBS = {Verb.ADD: "CREATE", Verb.EDIT: "UPDATE", Verb.REMOVE: "DELETE"}


class Discord(Teller):
    """Tells messages in lobbies of two; nobody else sees them, and nobody is told of reactions."""

    platform = "discord"
    stage = Stage(public=False, verbs=frozenset(VERBS))
    demo_account = "1410000000000000001"

    def tell(self, beat: Beat) -> Letter:
        """Returns one webhook event."""
        lobby = native_user(beat.actor, 1_420_000_000_000_000_000)
        data: dict[str, Any] = {"id": f"{1_430_000_000_000_000_000 + beat.item.number}", "lobby_id": lobby}
        if beat.verb is not Verb.REMOVE:
            data |= {
                "type": 0,
                "content": beat.text,
                "channel_id": lobby,
                "timestamp": iso(beat.item.at),
                "author": {
                    "id": native_user(beat.actor, 1_400_000_000_000_000_000),
                    "username": beat.actor.handle,
                    "global_name": beat.actor.name,
                },
                "edited_timestamp": iso(beat.at) if beat.verb is Verb.EDIT else None,
            }
        else:
            data["author"] = {"id": native_user(beat.actor, 1_400_000_000_000_000_000)}
        at = datetime.fromtimestamp(beat.at / 1000, UTC).replace(tzinfo=None).isoformat()
        event = {"type": f"LOBBY_MESSAGE_{VERBS[beat.verb]}", "timestamp": at, "data": data}
        return self.letter({"version": 1, "application_id": self.account, "type": 1, "event": event})

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - carried by a header
        """Returns what Discord sends when the address is saved, and again and again."""
        return self.letter({"version": 1, "application_id": self.account, "type": 0})


TELLER = Discord
