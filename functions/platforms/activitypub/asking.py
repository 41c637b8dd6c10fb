"""Asks others who somebody is and what a post says, and tells whoever follows us that they do.

Requests in the name of an actor of ours are signed with its key, for servers that answer nobody else.
https://www.w3.org/TR/activitypub/#follow-activity-inbox, https://docs.joinmastodon.org/spec/activitypub/#secure-mode
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from model.event import Event, Kind, Person, Signal
from model.http import Call, Delivery, Request
from model.want import NOW, Want
from platforms.activitypub.actor_keys import ACCEPTS
from platforms.activitypub.documents import ACTOR_TYPE, ACTORS, CONTEXT
from platforms.families.activitystreams import OBJECTS, is_same_host, read_actor, read_things, read_types
from platforms.families.http_signature import SigningKey, sign_request
from platforms.frame import Frame
from platforms.naming import PERSON, NameQuestion
from platforms.reading.payload import Json, ident, read_object

OBJECT, FOLLOWER, ACCEPT = "object", "follower", "accept"
"""Kinds of what is asked: a post that is only pointed to, a follower's document, and that their follow is accepted."""


def _tell_name(answer: Json) -> tuple[str | None, str | None]:
    who = read_actor(answer)
    return (who.name, who.handle) if who else (None, None)


class ActorQuestion(NameQuestion):
    """Asks for the document that lies at a person's id, which is an address."""

    def ask(self, what: Mapping[str, str], credentials: Mapping[str, str]) -> Call:  # noqa: ARG002 - signed later
        """Returns the request for the document."""
        return _read(what[PERSON])

    def read_name(self, delivery: Delivery) -> list[Event]:
        """Returns who somebody is, as told by their own server."""
        told = str((delivery.fetched or {}).get(PERSON, ""))
        return super().read_name(delivery) if is_same_host(delivery.url or told, told) else []


QUESTION = ActorQuestion("", _tell_name)


def list_asked(events: Sequence[Event]) -> Iterator[Want]:
    """Yields posts that an activity only points to, and who follows an actor that we show."""
    for event in events:
        if event.signal is Signal.HANDSHAKE and event.external_id:
            yield Want({"kind": OBJECT, "object": event.external_id}, anonymous=True)
        ours, follow = event.thread_id or "", event.dedupe_id
        if event.kind is Kind.JOIN and ACTORS in ours and follow and event.author_id:
            yield Want({"kind": FOLLOWER, "actor": event.author_id, "follow": follow, "ours": ours})


def list_answers(events: Sequence[Event]) -> Iterator[Want]:
    """Yields that a follow is to be accepted, once it is known where its follower is written to."""
    for event in events:
        if event.signal is Signal.HANDSHAKE and event.thread_id and event.dedupe_id and event.author_id:
            told = {"actor": event.author_id, "follow": event.dedupe_id, "ours": event.thread_id}
            yield Want({"kind": ACCEPT, "inbox": event.external_id or "", **told})


def make_request(what: Mapping[str, str]) -> Call:
    """Returns the request for something asked, unsigned."""
    if what["kind"] == ACCEPT:
        body = json.dumps(_accept(what), separators=(",", ":")).encode()
        return Call("POST", what["inbox"], {"content-type": ACTOR_TYPE}, body)
    return _read(what["actor" if what["kind"] == FOLLOWER else "object"])


def sign_call(call: Call, what: Mapping[str, str], credentials: Mapping[str, str]) -> Call:
    """Returns a request signed as the actor whose key `credentials` hold; as it is without one."""
    private, key_id = credentials.get("private_key"), credentials.get("key_id", "")
    if not private or NOW not in what:
        return call
    parts = urlsplit(call.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request = Request(call.method, {"host": parts.netloc.lower()}, {}, call.body, target=target)
    signed = sign_request(request, SigningKey(key_id, private), int(what[NOW]))
    return Call(call.method, call.url, {**call.headers, **signed}, call.body)


def read_asked(delivery: Delivery) -> list[Event]:
    """Returns what an answer says: a post, or where a follower is written to. What another host says counts nothing."""
    told = {name: str(value) for name, value in (delivery.fetched or {}).items()}
    asked = told.get("object" if told.get("kind") == OBJECT else "actor", "")
    if (
        told.get("kind") == ACCEPT
        or told.get("status") != "200"
        or not is_same_host(delivery.url or "", asked)
    ):
        return []
    found = read_object(delivery.body)
    if told.get("kind") == FOLLOWER:
        return _read_follower(found, told)
    known = bool(read_types(found) & OBJECTS) and is_same_host(ident(found.get("id")) or "", asked)
    who = read_actor(found.get("attributedTo"))
    if not known or who is None or not is_same_host(who.id or "", asked):
        return []
    return list(read_things(found, Frame(own=delivery.self_ids)))


def _read(address: str) -> Call:
    return Call("GET", address.partition("#")[0], {"accept": ACCEPTS})


def _read_follower(found: Json, told: Mapping[str, str]) -> list[Event]:
    """Returns where the follower is written to."""
    inbox = ident(found.get("inbox")) or ""
    if not inbox.startswith("https://"):
        return []
    frame = Frame(dedupe_id=told["follow"])
    place = {"external_id": inbox, "author": Person(told["actor"]), "thread_id": told["ours"]}
    return [frame.event(Kind.CONTROL, signal=Signal.HANDSHAKE, **place)]


def _accept(what: Mapping[str, str]) -> dict[str, Any]:
    """Returns the acceptance. Its id is the same at every try, so that nothing is taken twice."""
    follow = {"id": what["follow"], "type": "Follow", "actor": what["actor"], "object": what["ours"]}
    native = f"{what['ours']}/accepts/{sha256(what['follow'].encode()).hexdigest()[:32]}"
    return {
        "@context": CONTEXT[0],
        "id": native,
        "type": "Accept",
        "actor": what["ours"],
        "object": follow,
    }
