"""Reads the templates of a WhatsApp business account, and says how they are asked for.

https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview
"""

from collections.abc import Mapping

from model.http import Call
from model.message_template import PLACE, MessageTemplate
from platforms.reading.payload import Json, obj, objects, read_json, text

FIELDS = "name,status,language,category,components,parameter_format"
GRAPH = "https://graph.facebook.com/v25.0"
FIXED_BUTTONS = frozenset({"QUICK_REPLY", "PHONE_NUMBER", "URL"})


def make_list_call(credentials: Mapping[str, str], after: str) -> Call | None:
    """Returns the request for a page of templates; None where the business account is not known."""
    account, token = credentials.get("business_account", ""), credentials.get("access_token", "")
    if not account.isdecimal() or not token:
        return None
    url = f"{GRAPH}/{account}/message_templates?fields={FIELDS}&limit=200"
    headers = {"Authorization": f"Bearer {token}"}
    return Call("GET", f"{url}&after={after}" if after else url, headers)


def read_list(body: bytes) -> tuple[list[MessageTemplate], str]:
    """Returns the templates of a page, and where it goes on. Raises Malformed."""
    told = obj(read_json(body))
    paging = obj(told.get("paging"))
    after = text(obj(paging.get("cursors")).get("after")) if paging.get("next") else None
    found = [_read_template(each) for each in objects(told.get("data"))]
    return [each for each in found if each is not None], after if after and after.isalnum() else ""


def _read_template(told: Json) -> MessageTemplate | None:
    name, language = text(told.get("name")), text(told.get("language"))
    parts = {(text(each.get("type")) or "").upper(): each for each in objects(told.get("components"))}
    body = text(obj(parts.get("BODY")).get("text"))
    if not name or not language or body is None:
        return None
    return MessageTemplate(
        name,
        language,
        (text(told.get("status")) or "").upper(),
        (text(told.get("category")) or "").lower(),
        body,
        named=(text(told.get("parameter_format")) or "").upper() == "NAMED",
        whole=_has_only_text(parts) and (text(told.get("category")) or "").upper() != "AUTHENTICATION",
    )


def _has_only_text(parts: Mapping[str, Json]) -> bool:
    """Returns whether nothing but the body has to be filled."""
    header = obj(parts.get("HEADER"))
    plain = (text(header.get("format")) or "TEXT").upper() == "TEXT" and not PLACE.search(
        text(header.get("text")) or ""
    )
    buttons = objects(obj(parts.get("BUTTONS")).get("buttons"))
    fixed = all(
        (text(each.get("type")) or "").upper() in FIXED_BUTTONS
        and not PLACE.search(text(each.get("url")) or "")
        for each in buttons
    )
    return plain and fixed and parts.keys() <= {"HEADER", "BODY", "FOOTER", "BUTTONS"}
