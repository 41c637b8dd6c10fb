"""A Discourse forum: topics, posts, likes and private topics. What happened stands in the headers."""

from collections.abc import Mapping
from html import escape
from typing import Any

from infra.simulate.story import Beat, Item, Stage, Verb
from infra.simulate.teller import Letter, Teller, iso, mark
from infra.simulate.texts import Person

EVENTS = {Verb.ADD: "post_created", Verb.EDIT: "post_edited", Verb.REMOVE: "post_destroyed"}
PRIVATE_TOPICS = 900_000


class Discourse(Teller):
    """Tells deliveries of one forum; a forum does not tell when a like is withdrawn."""

    platform = "discourse"
    stage = Stage(verbs=frozenset(Verb) - {Verb.UNREACT})
    demo_account = "https://forum.demo.example"
    demo_self_ids = ("7",)

    def __init__(self, account: str, self_ids: tuple[str, ...] = ()) -> None:
        super().__init__(account, self_ids)
        self._posts_in: dict[int, int] = {}
        self._place: dict[int, int] = {}

    def tell(self, beat: Beat) -> Letter:
        """Returns one event."""
        if beat.verb is Verb.REACT:
            like = {"post": self._post(beat), "user": self._user(beat.actor)}
            return self._letter("post_liked", "like", like, mark(beat))
        return self._letter(EVENTS[beat.verb], "post", self._post(beat), mark(beat))

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - signed like any delivery
        """Returns what the button "Ping" of a forum's webhook page sends."""
        return self._letter("ping", "ping", "OK", 1)

    def _letter(self, event: str, noun: str, content: object, event_id: int) -> Letter:
        return self.letter(
            {noun: content},
            x_discourse_instance=self.account,
            x_discourse_event=event,
            x_discourse_event_type=noun,
            x_discourse_event_id=str(event_id),
        )

    def _post(self, beat: Beat) -> dict[str, Any]:
        item, topic = beat.item, self._topic(beat.item)
        written = beat.text or item.text
        post: dict[str, Any] = {
            "id": item.number,
            "topic_id": topic,
            "post_number": self._number(item),
            "post_type": 1,
            "reply_to_post_number": None,
            "user_id": int(self._user(item.author)["id"]),
            "username": item.author.handle,
            "name": item.author.name,
            "raw": written,
            "cooked": f"<p>{escape(written)}</p>",
            "created_at": iso(item.at),
            "updated_at": iso(beat.at),
            "topic_title": " ".join(item.root.text.split()[:6]),
            "topic_archetype": "private_message" if item.private else "regular",
        }
        if item.parent is not None and item.parent.parent is not None:
            post["reply_to_post_number"] = self._number(item.parent)
            post["reply_to_user"] = self._user(item.parent.author)
        return post | ({"deleted_at": iso(beat.at)} if beat.verb is Verb.REMOVE else {})

    def _topic(self, item: Item) -> int:
        return PRIVATE_TOPICS + item.author.number if item.private else item.root.number

    def _number(self, item: Item) -> int:
        """Returns the post's place in its topic, from 1."""
        if item.number not in self._place:
            topic = self._topic(item)
            self._posts_in[topic] = self._posts_in.get(topic, 0) + 1
            self._place[item.number] = self._posts_in[topic]
        return self._place[item.number]

    def _user(self, person: Person) -> dict[str, Any]:
        native = person.number or int(self.own_id())
        return {"id": native, "username": person.handle, "name": person.name}


TELLER = Discourse
