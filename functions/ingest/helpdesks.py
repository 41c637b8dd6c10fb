"""What other helpdesks export, as records of an import: conversations, messages, and whether they are still open.

Chatwoot: https://developers.chatwoot.com/api-reference/messages/get-messages (a message's type is 0 from the customer,
1 from an agent, 2 activity, 3 a template). Zammad: https://docs.zammad.org/en/latest/api/ticket/index.html and
https://docs.zammad.org/en/latest/api/ticket/articles.html with `expand=true`, so that states have names.
Where they show a conversation: https://github.com/chatwoot/chatwoot/blob/develop/app/helpers/frontend_urls_helper.rb,
https://github.com/zammad/zammad/blob/develop/app/views/mailer/ticket_update/en.html.erb.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from platforms.reading.payload import Json, first_id, obj, objects, text, whole

OPEN_CHATWOOT = frozenset({"open", "pending", "snoozed"})
CLOSED_ZAMMAD = frozenset({"closed", "merged", "removed"})
INCOMING, OUTGOING, TEMPLATE = 0, 1, 3
NOTE, ACTIVITY, NO_WORDS = "internal_note", "activity", "no_words"


@dataclass(frozen=True, slots=True)
class NotImported:
    """What is not imported, and why, in one word."""

    reason: str


Found = Json | NotImported


def read_chatwoot(documents: Iterable[Any], site: str | None = None) -> Iterator[Found]:
    """Yields records of conversations that hold their messages, and of pages of messages.

    `site` is where the helpdesk was: without it nothing is known of where a conversation was shown.
    """
    for conversation in _flatten(documents, ("data", "payload"), "messages"):
        sender = obj(obj(conversation.get("meta")).get("sender")) or obj(conversation.get("contact"))
        state = text(conversation.get("status"))
        for message in objects(conversation.get("messages")):
            found = _of_chatwoot(message, conversation, sender, state in OPEN_CHATWOOT)
            account = first_id(message, "account_id") or first_id(conversation, "account_id")
            yield _shown(found, site, f"app/accounts/{account}/conversations/") if account else found


def _shown(found: Found, site: str | None, path: str) -> Found:
    """Returns a record with the address of its conversation."""
    if isinstance(found, NotImported) or not site:
        return found
    return {**found, "url": f"{site.rstrip('/')}/{path}{str(found['thread']).partition(':')[2]}"}


def _of_chatwoot(message: Json, conversation: Json, customer: Json, is_open: bool) -> Found:
    kind = whole(message.get("message_type"))
    if message.get("private") is True:
        return NotImported(NOTE)
    if kind not in (INCOMING, OUTGOING, TEMPLATE):
        return NotImported(ACTIVITY)
    files = [
        {"type": text(each.get("file_type")), "url": text(each.get("data_url")), "id": first_id(each, "id")}
        for each in objects(message.get("attachments"))
    ]
    if not text(message.get("content")) and not files:
        return NotImported(NO_WORDS)
    sender = obj(message.get("sender")) or (customer if kind == INCOMING else {})
    told_id = first_id(message, "conversation_id") or first_id(conversation, "id")
    incoming = kind == INCOMING
    return {
        "kind": "message",
        "id": f"chatwoot:{first_id(message, 'id')}",
        "thread": f"chatwoot:{told_id}",
        "author": _person("chatwoot:contact" if incoming else "chatwoot:agent", sender),
        "customer": f"chatwoot:contact:{first_id(customer or sender, 'id')}"
        if customer or incoming
        else None,
        "text": message.get("content"),
        "at": message.get("created_at"),
        "direction": "in" if incoming else "out",
        "open": is_open,
        "media": files,
    }


def read_zammad(documents: Iterable[Any], site: str | None = None) -> Iterator[Found]:
    """Yields records of tickets that hold their articles, and of lists of tickets beside lists of articles."""
    tickets: dict[str, Json] = {}
    articles: list[Json] = []
    for each in _flatten(documents, ("tickets", "articles"), "articles"):
        ticket = obj(each.get("ticket")) or each
        if first_id(ticket, "ticket_id") is None and first_id(ticket, "id") is not None:
            tickets[str(first_id(ticket, "id"))] = ticket
            articles += [
                {"ticket_id": first_id(ticket, "id"), **one} for one in objects(each.get("articles"))
            ]
        else:
            articles.append(ticket)
    for article in articles:
        found = _of_zammad(article, tickets.get(str(first_id(article, "ticket_id")), {}))
        yield _shown(found, site, "#ticket/zoom/")


def _of_zammad(article: Json, ticket: Json) -> Found:
    if article.get("internal") is True:
        return NotImported(NOTE)
    if str(article.get("sender")) == "System":
        return NotImported(ACTIVITY)
    words = _words(article)
    if words is None:
        return NotImported(NO_WORDS)
    incoming = str(article.get("sender")) == "Customer"
    customer = first_id(ticket, "customer_id")
    author = {"id": first_id(article, "origin_by_id", "created_by_id"), "name": text(article.get("from"))}
    state = obj(ticket.get("state")).get("name") or ticket.get("state")
    return {
        "kind": "message",
        "id": f"zammad:{first_id(article, 'id')}",
        "thread": f"zammad:{first_id(article, 'ticket_id')}",
        "author": _person("zammad:user", author),
        "customer": f"zammad:user:{customer}" if customer else None,
        "title": text(article.get("subject")) or text(ticket.get("title")),
        "text": words,
        "at": article.get("created_at"),
        "direction": "in" if incoming else "out",
        "open": bool(ticket) and str(state).lower() not in CLOSED_ZAMMAD,
    }


def _words(article: Json) -> str | None:
    from platforms.reading.markup import read_text

    body = article.get("body")
    return read_text(body) if "html" in str(article.get("content_type")) else text(body)


def _person(kind: str, person: Json) -> Json:
    native = first_id(person, "id")
    return {
        "id": f"{kind}:{native}" if native else None,
        "name": person.get("name"),
        "handle": person.get("email"),
    }


def _flatten(documents: Iterable[Any], names: tuple[str, ...], inner: str) -> Iterator[Json]:
    """Yields the objects in pages, lists and wrappers; a page of messages becomes a conversation without a state."""
    waiting = [iter(documents)]
    while waiting:
        each = next(waiting[-1], None)
        if each is None:
            waiting.pop()
        elif isinstance(each, list):
            waiting.append(iter(each))
        elif isinstance(each, dict):
            held = [each[name] for name in names if isinstance(each.get(name), (list, dict))]
            if (inner in each and "id" in each) or not held:
                yield {inner: [each]} if "message_type" in each else each
            else:
                waiting.append(iter(held))
