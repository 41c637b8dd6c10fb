"""What agents enter about a contact: stage with a reason, tags, attributes; and the way back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aws import queues, settings
from model import policy
from model.contact import Contact, Stage
from model.errors import Erased
from model.messages import Review
from respond.call import Call, Reply
from respond.fields import Field, Fields, flag, named, one_of, or_null, text, texts
from respond.problems import Problem, invalid, not_found, restricted
from respond.routes import contacts
from store.edits import Entered

WORD = r"[a-z0-9][a-z0-9_-]{0,39}"
MOST_TAGS = 20
MOST_ATTRIBUTES = 20

CHANGES: Fields = {
    "stage": Field(one_of([stage.value for stage in Stage]), "where they stand, with `reason`"),
    "reason": Field(text(500), "why the stage changes; sealed"),
    "tags": Field(
        texts(MOST_TAGS, text(40, shape=WORD)),
        "all of their tags: words of the brand's own that rules may look at, nothing personal",
    ),
    "attributes": Field(
        named(MOST_ATTRIBUTES, WORD, or_null(text(200))),
        "what else is known of them, sealed and closed to rules; null takes one away, others stay",
    ),
    "no_contact": Field(flag, "former: leave them alone; nothing is offered to them"),
    "win_back_offer": Field(or_null(text(500)), "former: what may bring them back; sealed"),
}


def change(call: Call) -> Reply:
    """PATCH /contacts/{id}: needs If-Match with the ETag of what the agent saw; segments follow in a moment."""
    seen = call.seen()
    if not call.body:
        raise invalid(f"Nothing to change; known are {', '.join(CHANGES)}.")
    now_ms = call.stores.now_ms()

    def step(known: Contact, entered: Entered) -> tuple[Contact, Entered, str]:
        seen(contacts.etag(known))
        _allowed(known)
        after = _staged(known, call.body, now_ms)
        return _tagged(after, call.body), _entered(entered, after, call.body), call.body.get("reason", "")

    try:
        after = call.stores.edits.keep(call.brand, call.id, call.caller.agent, step)
    except Erased:
        raise not_found() from None
    if after is None:
        raise not_found()
    call.note(f"change contact {' '.join(sorted(call.body))}", call.id)
    queues.send(settings.queue_segments(), Review(call.brand, (call.id,)).to_json())
    return contacts.one(call)


def _allowed(known: Contact) -> None:
    if known.restricted:
        raise restricted()
    if not policy.rule_for(known.platform).segmentation:
        raise Problem(
            409, "platform_forbids", "The platform's terms allow no such entries about its members."
        )


def _staged(known: Contact, body: Mapping[str, Any], now_ms: int) -> Contact:
    stage = Stage(body.get("stage", known.stage))
    if (stage is not known.stage) != ("reason" in body):
        raise invalid("A new `stage` takes a `reason`, and a `reason` goes with a new `stage`.")
    return known if stage is known.stage else replace(known, stage=stage, stage_at=now_ms)


def _tagged(after: Contact, body: Mapping[str, Any]) -> Contact:
    if after.stage is not Stage.FORMER and (body.get("no_contact") or body.get("win_back_offer")):
        raise invalid("`no_contact` and `win_back_offer` are for former customers.")
    return replace(
        after,
        tags=frozenset(body.get("tags", after.tags)),
        no_contact=after.stage is Stage.FORMER and body.get("no_contact", after.no_contact),
    )


def _entered(entered: Entered, after: Contact, body: Mapping[str, Any]) -> Entered:
    merged = {**entered.attributes, **body.get("attributes", {})}
    attributes = {name: value for name, value in merged.items() if value is not None}
    if len(attributes) > MOST_ATTRIBUTES:
        raise invalid(f"A contact has at most {MOST_ATTRIBUTES} attributes.")
    offer = body.get("win_back_offer", entered.win_back_offer) if after.stage is Stage.FORMER else ""
    return replace(entered, attributes=attributes, win_back_offer=offer or "")
