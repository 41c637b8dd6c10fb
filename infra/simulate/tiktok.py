"""A TikTok business account: comments below its videos, and direct messages."""

import json
from collections.abc import Mapping
from typing import Any

from infra.simulate.story import Beat, Item, Stage, Verb
from infra.simulate.teller import Letter, Teller, native_user

VIDEO = 7_400_000_000_000_000_001


class TikTok(Teller):
    """Tells comments and messages; nobody tells of edits and likes, and what we publish comes without words."""

    platform = "tiktok"
    stage = Stage(ours=False, verbs=frozenset({Verb.ADD, Verb.REMOVE}))
    demo_account = "demo-tiktok-open-id"

    def tell(self, beat: Beat) -> Letter:
        """Returns one event, whose content is JSON within JSON."""
        if beat.item.private:
            return self._letter("im_receive_msg", self._message(beat), beat.at)
        return self._letter("comment.update", self._comment(beat), beat.at)

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - carried by a header
        """Returns what the developer portal's test button sends."""
        return self._letter("tiktok.ping", {"reason": "testing"}, 1_760_000_000_000)

    def _letter(self, event: str, content: Mapping[str, Any], at: int) -> Letter:
        told = {"client_key": "demo", "event": event, "create_time": at // 1000, "user_openid": self.account}
        return self.letter(told | {"content": json.dumps(content, ensure_ascii=False)})

    def _comment(self, beat: Beat) -> dict[str, Any]:
        item = beat.item
        told: dict[str, Any] = {
            "comment_id": _native(item),
            "video_id": VIDEO,
            "comment_action": "delete" if beat.verb is Verb.REMOVE else "insert",
            "comment_type": "comment" if item.parent is None else "reply",
            "timestamp": beat.at // 1000,
            "unique_identifier": native_user(item.author, 7_600_000_000),
            "display_name": item.author.name,
        }
        if item.parent is not None:
            told["parent_comment_id"] = _native(item.parent)
        return told | ({} if beat.verb is Verb.REMOVE else {"text": beat.text})

    def _message(self, beat: Beat) -> dict[str, Any]:
        person = native_user(beat.actor, 7_600_000_000)
        return {
            "type": "text",
            "message_id": f"demo-{beat.item.number}",
            "conversation_id": f"demo-chat-{person}",
            "timestamp": beat.at,
            "from": beat.actor.name,
            "from_user": {"id": person, "role": "personal_account"},
            "to": "Demo Company",
            "to_user": {"id": self.account, "role": "business_account"},
            "text": {"body": beat.text},
        }


def _native(item: Item) -> int:
    return 7_410_000_000_000_000_000 + item.number


TELLER = TikTok
