"""A LinkedIn page: comments below its posts, their edits and deletions, and likes."""

from collections.abc import Mapping
from typing import Any

from infra.simulate.story import Beat, Item, Stage, Verb
from infra.simulate.teller import Letter, Teller, mark, native_user

POST = "urn:li:activity:7200000000000000001"
ACTIONS = {
    Verb.ADD: "COMMENT",
    Verb.EDIT: "COMMENT_EDIT",
    Verb.REMOVE: "COMMENT_DELETE",
    Verb.REACT: "LIKE",
}


class LinkedIn(Teller):
    """Tells notifications about one post of the page; nobody is named, and nobody tells when a like is withdrawn."""

    platform = "linkedin"
    stage = Stage(private=False, ours=False, verbs=frozenset(ACTIONS))
    demo_account = "urn:li:organization:98000001"

    def tell(self, beat: Beat) -> Letter:
        """Returns one notification."""
        comment, person = _native(beat.item), f"urn:li:person:{native_user(beat.actor, 7_700_000_000)}"
        told: dict[str, Any] = {
            "notificationId": mark(beat, 40),
            "organizationalEntity": self.account,
            "action": ACTIONS[beat.verb],
            "sourcePost": POST,
            "generatedActivity": comment,
            "lastModifiedAt": beat.at,
            "subscriber": "urn:li:person:demo",
        }
        if beat.verb is Verb.REACT:
            told |= {"sourcePost": comment, "generatedActivity": f"urn:li:like:({person},{comment})"}
        else:
            told["decoratedGeneratedActivity"] = {"comment": self._comment(beat, comment, person)}
        return self._letter([told])

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - the answer proves the secret
        """Returns the challenge that comes every two hours."""
        return Letter(
            self.platform, method="GET", query={"challengeCode": "890e4665-4dfe-4ab1-b689-ed553bceeed0"}
        )

    def _letter(self, notifications: list[dict[str, Any]]) -> Letter:
        return self.letter(
            {"type": "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS", "notifications": notifications}
        )

    def _comment(self, beat: Beat, native: str, person: str) -> dict[str, Any]:
        comment: dict[str, Any] = {"entity": native, "object": POST, "owner": person}
        if beat.item.parent is not None:
            comment["parentComment"] = _native(beat.item.parent)
        return comment | ({} if beat.verb is Verb.REMOVE else {"message": {"text": beat.text}})


def _native(item: Item) -> str:
    return f"urn:li:comment:({POST},{7_210_000_000_000_000_000 + item.number})"


TELLER = LinkedIn
