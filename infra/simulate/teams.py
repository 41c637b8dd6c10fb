"""A Teams bot: chats of two, and a channel in which everybody may call it."""

from collections.abc import Mapping
from typing import Any

from infra.simulate.story import Beat, Stage, Verb
from infra.simulate.teller import Letter, Teller, iso, mark, native_user

CHANNEL = "19:demo00000000000000000000000000000@thread.tacv2"
KINDS = {Verb.ADD: "message", Verb.EDIT: "messageUpdate", Verb.REMOVE: "messageDelete"}


class Teams(Teller):
    """Tells a bot what it is told; what it writes itself is not."""

    platform = "teams"
    stage = Stage(ours=False)
    demo_account = "28:demo0000-0000-0000-0000-000000000001"

    def tell(self, beat: Beat) -> Letter:
        """Returns one activity."""
        item, root = beat.item, beat.item.root
        place = f"a:{native_user(item.author, 7_600_000_000)}" if item.private else CHANNEL
        native, thread = f"1760{item.number}", f"1760{root.number}"
        data = {"tenant": {"id": "demo-tenant"}}
        activity: dict[str, Any] = {
            "id": native,
            "timestamp": iso(beat.at),
            "channelId": "msteams",
            "serviceUrl": "https://smba.trafficmanager.net/demo/",
            "from": {"id": f"29:{native_user(beat.actor, 7_600_000_000)}", "name": beat.actor.name},
            "recipient": {"id": self.account, "name": "Demo Company"},
            "conversation": {
                "id": place if item.private else f"{place};messageid={thread}",
                "conversationType": "personal" if item.private else "channel",
            },
            "channelData": data if item.private else data | {"channel": {"id": CHANNEL}},
        }
        if beat.verb in KINDS:
            activity |= {"type": KINDS[beat.verb], "text": beat.text, "textFormat": "plain"}
            if item.parent is not None:
                activity["replyToId"] = f"1760{item.parent.number}"
        else:
            change = "reactionsAdded" if beat.verb is Verb.REACT else "reactionsRemoved"
            told = {"type": "messageReaction", change: [{"type": "like"}], "replyToId": native}
            activity |= told | {"id": f"f:{mark(beat)}"}
        return self.letter(activity)

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - carried by a header
        """Returns what Teams sends when the bot is added to a team or chat."""
        return self.letter(
            {
                "type": "installationUpdate",
                "action": "add",
                "serviceUrl": "https://smba.trafficmanager.net/demo/",
                "channelId": "msteams",
            }
        )


TELLER = Teams
