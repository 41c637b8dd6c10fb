"""Tells what Meta's products tell and ask alike."""

from collections.abc import Mapping
from typing import Any

from infra.simulate.story import Beat, Verb
from infra.simulate.teller import Letter, native_user

PEOPLE = 7_100_000_000
REACTIONS = (("love", "❤"), ("wow", "😮"), ("like", "👍"), ("other", "🎉"))


def shake(platform: str, secrets: Mapping[str, str]) -> Letter:
    """Returns what Meta asks when the webhook's address is saved."""
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    return Letter(platform, method="GET", query={**query, "hub.verify_token": secrets["verify_token"]})


def tell_privately(beat: Beat, account: str) -> dict[str, Any]:
    """Returns a messaging item of Messenger or Instagram about a private message."""
    item = {
        "sender": {"id": native_user(beat.actor, PEOPLE)},
        "recipient": {"id": account},
        "timestamp": beat.at,
    }
    mid = f"m_demo{beat.item.number}"
    if beat.item.ours:
        whom = native_user(beat.item.root.author, PEOPLE)
        told = {"mid": mid, "text": beat.text, "is_echo": True, "app_id": 1}
        return item | {"sender": {"id": account}, "recipient": {"id": whom}, "message": told}
    if beat.verb is Verb.EDIT:
        return item | {"message_edit": {"mid": mid, "text": beat.text, "num_edit": 1}}
    if beat.verb is Verb.REMOVE:
        return item | {"message": {"mid": mid, "is_deleted": True}}
    if beat.verb is Verb.ADD:
        return item | {"message": {"mid": mid, "text": beat.text}}
    if beat.verb is Verb.UNREACT:
        return item | {"reaction": {"mid": mid, "action": "unreact"}}
    name, emoji = REACTIONS[beat.item.number % len(REACTIONS)]
    return item | {"reaction": {"mid": mid, "action": "react", "reaction": name, "emoji": emoji}}
