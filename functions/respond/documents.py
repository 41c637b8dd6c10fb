"""Shows what anybody may look up of accounts of ours: an actor, its empty lists, and where a handle leads.

`GET /actors/{name}`, `GET /actors/{name}/{collection}`, `GET /.well-known/webfinger` of the public HTTP API. The
function reads names that were made public, and may read nothing else.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from aws import gateway, observe, settings
from model.http import Answer
from model.public_name import PublicName
from platforms.activitypub import documents
from store.brand.public_names import PublicNames

NOT_FOUND = Answer(404)
OPEN = {"access-control-allow-origin": "*"}
"""https://www.rfc-editor.org/rfc/rfc7033#section-5"""


class PublicDocuments:
    """Finds a name and shows it."""

    def __init__(self, find_name: Callable[[str], PublicName | None], base: str) -> None:
        self._find_name, self._base = find_name, base

    def show_actor(self, name: str, collection: str = "") -> Answer:
        """Returns an actor, or one of its lists."""
        told = self._find(name)
        if told is None or collection not in ("", *documents.COLLECTIONS):
            return NOT_FOUND
        shown = documents.make_collection(told, collection) if collection else documents.make_actor(told)
        return _write(shown, documents.ACTOR_TYPE)

    def find_handle(self, resource: str) -> Answer:
        """Returns where a handle leads: WebFinger."""
        if not resource:
            return Answer(400)
        told = self._find(documents.read_resource(resource, self._base) or "")
        if told is None:
            return NOT_FOUND
        return _write(documents.make_webfinger(told, self._base), documents.HANDLE_TYPE)

    def _find(self, name: str) -> PublicName | None:
        return self._find_name(name) if documents.NAME.fullmatch(name) else None


def _write(shown: Mapping[str, Any], content_type: str) -> Answer:
    return Answer(200, json.dumps(shown, separators=(",", ":")), content_type, OPEN)


@cache
def _documents() -> PublicDocuments:
    return PublicDocuments(PublicNames().find_name, settings.webhook_url())


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Answers a request for a public document: the function's entry."""
    try:
        name = gateway.path_parameter(event, "name")
        if name:
            answer = _documents().show_actor(name, gateway.path_parameter(event, "collection"))
        else:
            answer = _documents().find_handle(gateway.request(event).query.get("resource", ""))
    except gateway.BadRequest:
        answer = Answer(400)
    except Exception as error:  # noqa: BLE001 - the runtime would log the exception's text
        observe.failure("documents_failed", error)
        answer = Answer(503)
    return gateway.response(answer)
