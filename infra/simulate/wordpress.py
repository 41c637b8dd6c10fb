"""A WordPress site: posts, comments, and what becomes of them, as forms that its hooks post."""

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

from infra.simulate.story import Beat, Stage, Verb
from infra.simulate.teller import Letter, Teller
from infra.simulate.texts import Person
from platforms.proof import FORM_TYPE

HOOKS = {
    "comment": {Verb.ADD: "comment_post", Verb.EDIT: "edit_comment", Verb.REMOVE: "trashed_comment"},
    "post": {Verb.ADD: "publish_post", Verb.EDIT: "post_updated", Verb.REMOVE: "trashed_post"},
}


class WordPress(Teller):
    """Tells posts and comments; nobody likes anything."""

    platform = "wordpress"
    stage = Stage(private=False, verbs=frozenset({Verb.ADD, Verb.EDIT, Verb.REMOVE}))
    demo_account = "https://blog.demo.example"
    demo_self_ids = ("1",)

    def tell(self, beat: Beat) -> Letter:
        """Returns one hook."""
        noun = "post" if beat.item.parent is None else "comment"
        fields = self._post(beat) if noun == "post" else self._comment(beat)
        return self._letter(HOOKS[noun][beat.verb], fields)

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - the address proves it
        """Returns a hook that says nothing about posts and comments."""
        return self._letter("wp_login", {})

    def _letter(self, hook: str, fields: Mapping[str, object]) -> Letter:
        return Letter(
            self.platform, urlencode({"hook": hook, **fields}).encode(), {"content-type": FORM_TYPE}
        )

    def _post(self, beat: Beat) -> dict[str, object]:
        item = beat.item
        return {
            "ID": item.number,
            "post_author": self._id(item.author),
            "post_author_name": item.author.name,
            "post_date_gmt": _time(item.at),
            "post_modified_gmt": _time(beat.at),
            "post_status": "trash" if beat.verb is Verb.REMOVE else "publish",
            "post_title": " ".join(item.text.split()[:6]),
            "post_content": beat.text or item.text,
            "post_url": f"https://blog.demo.example/?p={item.number}",
        }

    def _comment(self, beat: Beat) -> dict[str, object]:
        item = beat.item
        answers = item.parent is not None and item.parent.parent is not None
        return {
            "comment_ID": item.number,
            "comment_post_ID": item.root.number,
            "comment_parent": item.parent.number if item.parent is not None and answers else 0,
            "user_id": self._id(item.author),
            "comment_author": item.author.name,
            "comment_date_gmt": _time(item.at),
            "comment_content": beat.text or item.text,
            "comment_approved": "trash" if beat.verb is Verb.REMOVE else 1,
        }

    def _id(self, person: Person) -> str:
        return str(8_100 + person.number) if person.number else self.own_id()


def _time(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


TELLER = WordPress
