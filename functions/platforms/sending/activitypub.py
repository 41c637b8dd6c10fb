"""ActivityPub: notes to the inbox of who is answered. Any 2xx is taken; servers repeat 401, 408, 429 and 5xx but 501.

https://www.w3.org/TR/activitypub/#delivery, docs/decisions/0085-answers-go-to-the-inbox-of-whoever-wrote.md
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from model.http import Call, Request
from platforms.families.http_signature import SigningKey, sign_request
from platforms.reading.payload import text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.escaping import write_html
from platforms.sending.outgoing import Outgoing, Unsendable, need
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import tabulate
from platforms.sending.ways import Way

OPERATIONS = "reply private_reply message publish edit delete hide react share broadcast"
"""Every call carries the id of our activity."""
CONTEXT = "https://www.w3.org/ns/activitystreams"
PUBLIC = f"{CONTEXT}#Public"
ACTIVITY = "application/activity+json"
ASKED = "publish"
"""How the answer to a preparing call is judged; nothing is published this way."""
ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(/[A-Za-z0-9/_.~@%?=&:+!-]*)?")
"""What is asked letter by letter as it was signed."""
MOST = 5_000


class ActivitypubSender(PlatformSender):
    """Answers of others' inboxes, which follow no form: the status is all there is."""

    name = "activitypub"
    sources = (
        "https://www.w3.org/TR/activitypub/#delivery",
        "https://docs.joinmastodon.org/spec/security/#http",
        "https://github.com/mastodon/mastodon/blob/main/app/helpers/jsonld_helper.rb",
        "https://github.com/mastodon/mastodon/blob/main/app/workers/activitypub/delivery_worker.rb",
    )
    keyed = frozenset(OPERATIONS.split())
    codes = tabulate(retry="401 408 429", gone="404 410", refused="501 no_inbox")
    ways = (
        Way("reply", "public", MOST, Counting.CODE_POINTS),
        Way("message", "private", MOST, Counting.CODE_POINTS),
    )
    deeds = allow_deeds("delete react", "delete react")

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the status of whatever is no success; a redirect is none, and is not followed."""
        if not answer.ok:
            return SendFault((str(answer.status),), text(answer.object.get("error")))
        if answer.operation == ASKED and answer.object and _read_inbox(answer) is None:
            return SendFault(("no_inbox",))
        return None

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the proof that every 2xx is; the id is our own. An actor's document tells its inbox."""
        if answer.operation != ASKED:
            return Sent()
        inbox = _read_inbox(answer)
        return None if inbox is None else Sent(inbox)

    def make_preparation(self, out: Outgoing, credentials: Mapping[str, str]) -> Call | None:
        """Returns the request for the document of whoever is written to, which tells their inbox."""
        if out.prepared or out.operation not in _MAKERS:
            return None
        actor = out.person.partition("#")[0]
        return _sign(Call("GET", actor, {"accept": ACTIVITY}), out, credentials)

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. Ids are ours and the same at every try, so that nothing is taken twice."""
        if out.operation not in _MAKERS:
            raise Unsendable("no_such_way")
        told = {"@context": CONTEXT, "actor": need(out.account, "no_account"), **_MAKERS[out.operation](out)}
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        call = Call("POST", need(out.prepared, "not_prepared"), {"content-type": ACTIVITY}, body)
        return _sign(call, out, credentials)

    def complete_id(self, out: Outgoing, native_id: str) -> str:  # noqa: ARG002 - answers tell none
        """Returns the address of our note, by which others answer it."""
        return _name_note(out)


def _read_inbox(answer: SendAnswer) -> str | None:
    inbox = answer.find_id("inbox")
    return inbox if inbox and ADDRESS.fullmatch(inbox) else None


def _sign(call: Call, out: Outgoing, credentials: Mapping[str, str]) -> Call:
    """Returns a request signed as our actor. Raises Unsendable without a key, or for an address that none is at."""
    private = need(credentials.get("private_key", ""), "no_token")
    if not ADDRESS.fullmatch(call.url):
        raise Unsendable("no_target")
    parts = urlsplit(call.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request = Request(call.method, {"host": parts.netloc.lower()}, {}, call.body, target=target)
    key = SigningKey(credentials.get("key_id") or f"{out.account}#main-key", private)
    return Call(call.method, call.url, {**call.headers, **sign_request(request, key, out.now)}, call.body)


def _name_note(out: Outgoing) -> str:
    return f"{out.account}/notes/{need(out.key, 'no_key')}"


def _write_note(out: Outgoing) -> dict[str, Any]:
    """Returns a note that answers: seen by all where it answers in public, else by nobody but whom it answers."""
    note, person = _name_note(out), need(out.person, "no_target")
    when = datetime.fromtimestamp(out.made_at // 1000, UTC).isoformat().replace("+00:00", "Z")
    public = out.operation == "reply"
    seen = {
        "to": [PUBLIC] if public else [person],
        "cc": [person, f"{out.account}/followers"] if public else [],
    }
    told = {
        "id": note,
        "type": "Note",
        "attributedTo": out.account,
        "inReplyTo": need(out.item, "no_target"),
        "content": write_html(need(out.text, "no_text")),
        "published": when,
        "tag": [{"type": "Mention", "href": person}],
        **seen,
    }
    return {"id": f"{note}/activity", "type": "Create", "published": when, **seen, "object": told}


def _write_deletion(out: Outgoing) -> dict[str, Any]:
    note = need(out.item, "no_target")
    gone = {"id": note, "type": "Tombstone"}
    return {"id": f"{note}/deletion", "type": "Delete", "to": [PUBLIC], "object": gone}


def _write_like(out: Outgoing) -> dict[str, Any]:
    liked = f"{out.account}/likes/{need(out.key, 'no_key')}"
    return {"id": liked, "type": "Like", "to": [out.person], "object": need(out.item, "no_target")}


_MAKERS = {"reply": _write_note, "message": _write_note, "delete": _write_deletion, "react": _write_like}


SENDER = ActivitypubSender()
