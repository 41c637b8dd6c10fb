"""Puts what a search by GraphQL found into the names that webhooks use.

https://docs.github.com/en/graphql/guides/using-the-graphql-api-for-discussions
"""

from collections.abc import Iterator
from dataclasses import replace

from model.errors import Malformed
from model.event import Event
from model.http import Delivery
from platforms.frame import Frame
from platforms.github.things import read_thing
from platforms.reading.paths import value_at
from platforms.reading.payload import Json, first, ident, obj, objects, read_object, text
from platforms.reading.times import from_iso

ROOTS = {"Discussion": "discussion", "Issue": "issue"}

NAMES = {"id": "databaseId", "node_id": "id", "title": "title", "body": "body", "created_at": "createdAt"} | {
    "edited_at": "lastEditedAt",
    "html_url": "url",
}


def read_found(delivery: Delivery) -> tuple[list[Event], str | None]:
    """Returns what was found with its comments, and the cursor of the next page. Raises Malformed."""
    search = obj(obj(read_object(delivery.body).get("data")).get("search"))
    if "nodes" not in search:  # errors come with 200 as well
        raise Malformed("wrong_shape")
    page = obj(search.get("pageInfo"))
    found = [event for node in objects(search.get("nodes")) for event in _thread(node)]
    return found, text(page.get("endCursor")) if page.get("hasNextPage") is True else None


def _thread(node: Json) -> Iterator[Event]:
    root = ROOTS.get(text(node.get("__typename")) or "")
    if root is None or ident(node.get("databaseId")) is None:
        return
    opening, repository = _named(node), {"private": obj(node.get("repository")).get("isPrivate")}
    yield _event(root, opening, {}, repository)
    for comment in objects(obj(node.get("comments")).get("nodes")):
        yield _event(root, opening, _named(comment), repository)
        for answer in objects(obj(comment.get("replies")).get("nodes")):
            below = _named(answer) | {"parent_id": comment.get("databaseId")}
            yield _event(root, opening, below, repository)


def _event(root: str, opening: Json, comment: Json, repository: Json) -> Event:
    edited = from_iso((comment or opening).get("edited_at"))
    event = read_thing(root, opening, comment, repository, Frame())
    dedupe = f"{event.external_id} {first(edited, event.occurred_at)}"
    return replace(event, dedupe_id=dedupe, changed_at=edited)


def _named(node: Json) -> Json:
    named = {name: node.get(word) for name, word in NAMES.items()}
    return named | {
        "user": {"id": value_at(node, "author.databaseId"), "login": value_at(node, "author.login")}
    }
