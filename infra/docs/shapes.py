"""What the routes answer, as JSON Schema. tests/respond/test_openapi.py holds every answer against it, to the field."""

from typing import Any

from model.analysis import INTENTS, SENTIMENTS
from model.contact import Stage
from model.conversation import LOW, URGENT, Status
from model.event import Direction, Kind, Mode
from model.privacy_task import Ask, State

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
FLAG: Schema = {"type": "boolean"}
TIME: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}
ID: Schema = {"type": "string", "pattern": "^[a-z2-7]{32}$"}
ANY: Schema = {}


def thing(**fields: Schema) -> Schema:
    """An object of exactly these fields."""
    return {"type": "object", "required": sorted(fields), "properties": fields, "additionalProperties": False}


def many(each: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": each}


def named(each: Schema) -> Schema:
    """An object with values of one kind."""
    return {"type": "object", "additionalProperties": each}


def maybe(schema: Schema) -> Schema:
    """Or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def word(*values: str) -> Schema:
    """One of these words."""
    return {"type": "string", "enum": list(values)}


def ref(name: str) -> Schema:
    """A schema by name."""
    return {"$ref": f"#/components/schemas/{name}"}


def page(name: str) -> Schema:
    """A page of a list."""
    return thing(data=many(ref(name)), next_cursor=maybe(TEXT), has_more=FLAG)


def insight(each: Schema, **more: Schema) -> Schema:
    """Counts over some days."""
    return thing(**{"from": DAY}, to=DAY, by=TEXT, data=many(each), **more)


_MOOD: dict[str, Schema] = {**dict.fromkeys(SENTIMENTS, WHOLE), "negative_share": maybe(NUMBER)}
_WAIT = thing(
    count=WHOLE,
    mean_s=maybe(WHOLE),
    half_within_s=maybe(WHOLE),
    nine_of_ten_within_s=maybe(WHOLE),
    groups=many(thing(up_to_s=maybe(WHOLE), count=WHOLE)),
)
_WAITS = {"first_response": _WAIT, "response": _WAIT}
_MODE = word(*Mode)
_STATUS = word(*Status)
_PRIORITY = {"type": "integer", "minimum": LOW, "maximum": URGENT}

_CONVERSATION = {
    "id": ID,
    "platform": TEXT,
    "account_id": TEXT,
    "mode": _MODE,
    "status": _STATUS,
    "priority": _PRIORITY,
    "priority_name": word("low", "normal", "high", "urgent"),
    "reasons": many(TEXT),
    "assignee": maybe(TEXT),
    "customer": maybe(ref("Person")),
    "waiting": FLAG,
    "last_interaction": maybe(ref("LastInteraction")),
    "first_at": maybe(TIME),
    "last_at": maybe(TIME),
    "last_in_at": maybe(TIME),
    "last_out_at": maybe(TIME),
    "waiting_since": maybe(TIME),
    "snoozed_until": maybe(TIME),
    "closed_at": maybe(TIME),
}
_ACCOUNT = {
    "id": TEXT,
    "platform": TEXT,
    "title": TEXT,
    "native_id": TEXT,
    "self_ids": many(TEXT),
    "state": TEXT,
    "connected_by": maybe(TEXT),
    "withdrawal_task": maybe(ID),
    "endpoint": TEXT,
    "webhook_url": TEXT,
    "created_at": maybe(TIME),
}

RULE: Schema = {
    "description": "A condition, or a tree of them; see the guide.",
    "oneOf": [
        thing(all=many(ref("Rule")) | {"minItems": 1}),
        thing(any=many(ref("Rule")) | {"minItems": 1}),
        thing(**{"not": ref("Rule")}),
        thing(segment=TEXT),
        {
            "type": "object",
            "required": ["attribute"],
            "minProperties": 2,
            "maxProperties": 3,
            "properties": {
                "attribute": TEXT,
                "is": {"type": ["string", "boolean"]},
                "is_not": {"type": ["string", "boolean"]},
                "in": many(TEXT) | {"minItems": 1},
                "has": TEXT,
                "at_least": NUMBER,
                "at_most": NUMBER,
                "within_days": {"type": "integer", "minimum": 1, "maximum": 90},
            },
            "additionalProperties": False,
        },
    ],
}

SCHEMAS: dict[str, Schema] = {
    "Problem": thing(
        type=TEXT, title=TEXT, status=WHOLE, detail=TEXT, code=TEXT, request_id=TEXT, retryable=FLAG
    ),
    "Rule": RULE,
    "Evidence": thing(rule=ref("Rule"), values=named(ANY)),
    "Person": thing(id=TEXT, name=maybe(TEXT), handle=maybe(TEXT)),
    "Sentiment": thing(
        label=word(*SENTIMENTS),
        score=NUMBER,
        intent=many(word(*INTENTS)),
        methods=named(TEXT),
        urgency=NUMBER,
        reasons=many(TEXT),
        offensive=NUMBER,
        words=many(thing(word=TEXT, weight=NUMBER)),
        engine=maybe(TEXT),
        correction=maybe(
            thing(
                by=TEXT,
                at=maybe(TIME),
                fields=many(TEXT),
                engine_label=TEXT,
                engine_intent=many(TEXT),
                engine_score=maybe(NUMBER),
            )
        ),
    ),
    "LastInteraction": thing(
        id=ID,
        kind=word(*Kind),
        direction=word(*Direction),
        author=maybe(ref("Person")),
        occurred_at=maybe(TIME),
        snippet=maybe(TEXT),
        language=maybe(TEXT),
        sentiment=maybe(ref("Sentiment")),
        deleted=FLAG,
        unreadable=FLAG,
    ),
    "Interaction": thing(
        id=ID,
        conversation_id=maybe(ID),
        platform=TEXT,
        account_id=TEXT,
        kind=word(*Kind),
        mode=_MODE,
        direction=word(*Direction),
        author=maybe(ref("Person")),
        occurred_at=maybe(TIME),
        title=maybe(TEXT),
        text=maybe(TEXT),
        rating=maybe(NUMBER),
        media=many(thing(type=maybe(TEXT), url=maybe(TEXT), name=maybe(TEXT))),
        language=maybe(TEXT),
        sentiment=maybe(ref("Sentiment")),
        deleted=FLAG,
        unreadable=FLAG,
        reactions=named(WHOLE),
        shares=WHOLE,
        reactions_more=FLAG,
    ),
    "ConversationInList": thing(**_CONVERSATION),
    "Offer": thing(
        segment=maybe(TEXT),
        title=TEXT,
        offer=maybe(TEXT),
        action=maybe(TEXT),
        since=maybe(TIME),
        evidence=ref("Evidence"),
    ),
    "Conversation": thing(**_CONVERSATION, offers=many(ref("Offer")), no_contact=FLAG),
    "Facts": thing(
        **dict.fromkeys(
            ("interactions", "negative", "positive", "questions", "complaints", "cancellations"), WHOLE
        ),
        **dict.fromkeys(("first_at", "last_at", "unhappy_at", "happy_at"), maybe(TIME)),
        **dict.fromkeys(("last_kind", "last_mode", "last_sentiment", "last_language"), maybe(TEXT)),
        last_intent=many(TEXT),
        last_urgency=NUMBER,
        last_offensive=NUMBER,
    ),
    "Contact": thing(
        id=ID,
        name=maybe(TEXT),
        handle=maybe(TEXT),
        platform=TEXT,
        stage=word(*Stage),
        stage_reason=maybe(TEXT),
        stage_since=maybe(TIME),
        no_contact=FLAG,
        win_back_offer=maybe(TEXT),
        tags=many(TEXT),
        attributes=named(TEXT),
        segments=many(thing(id=TEXT, since=maybe(TIME), evidence=ref("Evidence"))),
        facts=ref("Facts"),
        conversations=many(
            thing(
                id=ID,
                platform=TEXT,
                mode=_MODE,
                status=_STATUS,
                priority=_PRIORITY,
                assignee=maybe(TEXT),
                last_at=maybe(TIME),
            )
        ),
    ),
    "Change": thing(
        at=maybe(TIME),
        entered=many(thing(segment=TEXT, evidence=ref("Evidence"))),
        left=many(TEXT),
        stage=maybe(
            thing(**{"from": word(*Stage)}, to=word(*Stage), reason=maybe(TEXT), by=TEXT),
        ),
    ),
    "Segment": thing(
        id=TEXT,
        title=TEXT,
        rule=ref("Rule"),
        offer=maybe(TEXT),
        action=maybe(TEXT),
        backfill=maybe(thing(state=word("walking", "done"), contacts=WHOLE, ended_at=maybe(TIME))),
        built_in=FLAG,
        created_at=maybe(TIME),
        created_by=maybe(TEXT),
    ),
    "Member": thing(contact=ref("Person"), since=maybe(TIME), evidence=ref("Evidence")),
    "Preview": thing(
        total=WHOLE,
        seen=WHOLE,
        complete=FLAG,
        sample=many(thing(contact=ref("Person"), values=named(ANY))),
    ),
    "Correction": thing(
        id=ID,
        at=maybe(TIME),
        platform=TEXT,
        language=maybe(TEXT),
        engine=maybe(TEXT),
        engine_label=ANY,
        corrected_label=ANY,
        text=maybe(TEXT),
    ),
    "Account": thing(**_ACCOUNT),
    "Alert": thing(
        id=TEXT,
        at=maybe(TIME),
        hour=TIME,
        severity=ANY,
        platform=TEXT,
        account_id=TEXT,
        post_id=maybe(TEXT),
        interactions=WHOLE,
        negative=WHOLE,
        people=WHOLE,
        signals=many(thing(name=TEXT, value=NUMBER, usual=NUMBER, severity=ANY)),
    ),
    "Hold": thing(
        contact=ID,
        state=TEXT,
        reason=maybe(TEXT),
        until=maybe(TIME),
        asked_by=TEXT,
        asked_at=maybe(TIME),
        agreed_by=maybe(TEXT),
        agreed_at=maybe(TIME),
    ),
    "PrivacyTask": thing(
        id=ID,
        kind=word(*Ask),
        state=word(*State),
        contact=maybe(ID),
        contacts=many(ID),
        account=maybe(TEXT),
        interaction=maybe(ID),
        platform=maybe(TEXT),
        source=TEXT,
        asked_by=maybe(TEXT),
        approved_by=maybe(TEXT),
        received_at=maybe(TIME),
        due_on=DAY,
        extended=FLAG,
        reason=maybe(TEXT),
        receipt=maybe(TEXT),
        counts=named(WHOLE),
        status_url=TEXT,
        export_url=maybe(TEXT),
    ),
    "Settings": thing(
        engine=TEXT,
        comprehend_units=WHOLE,
        corrections_with_text=FLAG,
        requests_per_minute=WHOLE,
        tasks_per_minute=WHOLE,
        brand_requests_per_minute=WHOLE,
    ),
}

ANSWERS: dict[tuple[str, str], tuple[int, Schema]] = {
    ("GET", "/conversations"): (200, page("ConversationInList")),
    ("GET", "/conversations/{id}"): (200, ref("Conversation")),
    ("PATCH", "/conversations/{id}"): (200, ref("Conversation")),
    ("GET", "/conversations/{id}/interactions"): (200, page("Interaction")),
    ("GET", "/interactions/{id}"): (200, ref("Interaction")),
    ("PATCH", "/interactions/{id}"): (200, ref("Interaction")),
    ("GET", "/corrections"): (200, page("Correction")),
    ("GET", "/contacts/{id}"): (200, ref("Contact")),
    ("PATCH", "/contacts/{id}"): (200, ref("Contact")),
    ("GET", "/contacts/{id}/history"): (200, page("Change")),
    ("GET", "/contacts/{id}/timeline"): (200, page("Interaction")),
    ("GET", "/segments"): (200, page("Segment")),
    ("POST", "/segments"): (201, ref("Segment")),
    ("POST", "/segments/preview"): (200, ref("Preview")),
    ("GET", "/segments/{id}"): (200, ref("Segment")),
    ("PATCH", "/segments/{id}"): (200, ref("Segment")),
    ("DELETE", "/segments/{id}"): (202, thing(id=TEXT, deleted=FLAG)),
    ("GET", "/segments/{id}/members"): (200, page("Member")),
    ("GET", "/holds"): (200, page("Hold")),
    ("POST", "/holds"): (201, ref("Hold")),
    ("POST", "/holds/{id}/consent"): (200, ref("Hold")),
    ("DELETE", "/holds/{id}"): (200, thing(contact=ID, state=TEXT)),
    ("GET", "/accounts"): (200, page("Account")),
    ("POST", "/accounts"): (201, thing(**_ACCOUNT, generated_secrets=named(TEXT))),
    ("POST", "/privacy-tasks"): (202, ref("PrivacyTask")),
    ("GET", "/privacy-tasks/{id}"): (200, ref("PrivacyTask")),
    ("GET", "/privacy-tasks"): (200, page("PrivacyTask")),
    ("POST", "/privacy-tasks/{id}/approval"): (200, ref("PrivacyTask")),
    ("POST", "/privacy-tasks/{id}/refusal"): (200, ref("PrivacyTask")),
    ("POST", "/privacy-tasks/{id}/extension"): (200, ref("PrivacyTask")),
    ("GET", "/insights/volume"): (200, insight(thing(key=TEXT, count=WHOLE), total=WHOLE)),
    ("GET", "/insights/sentiment"): (
        200,
        insight(thing(key=TEXT, **_MOOD), total=thing(**_MOOD), corrected=WHOLE),
    ),
    ("GET", "/insights/response-times"): (200, insight(thing(key=TEXT, **_WAITS), total=thing(**_WAITS))),
    ("GET", "/insights/topics"): (
        200,
        thing(
            **{"from": DAY},
            to=DAY,
            data=many(
                thing(
                    term=TEXT,
                    kind=TEXT,
                    count=WHOLE,
                    negative_share=NUMBER,
                    usual=maybe(NUMBER),
                    burst=maybe(NUMBER),
                    platforms=many(TEXT),
                )
            ),
        ),
    ),
    ("GET", "/alerts"): (200, page("Alert")),
    ("GET", "/settings"): (200, ref("Settings")),
    ("PUT", "/settings"): (200, ref("Settings")),
    ("GET", "/health"): (200, thing(status=word("ok"), version=TEXT)),
}
"""Status and body of a success, by route."""
