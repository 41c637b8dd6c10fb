"""Reads what a WhatsApp message says and holds: an object named like its type.

https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components#messages-object
"""

from collections.abc import Callable, Iterator

from model.event import Media
from platforms.reading.described import describe, describe_place
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, first, ident, obj, objects, text

NOTICES = frozenset({"system", "request_welcome"})
"""Types of message that nobody wrote."""
FILES = frozenset({"image", "video", "audio", "voice", "document", "sticker"})


def is_content(kind: str | None) -> bool:
    """Returns whether a message of this type was written by somebody; the system's own are notices.

    What somebody sent in a way that is newer than this code is seen as unsupported, as the app itself shows it.
    """
    return kind is not None and kind not in NOTICES


def read_text(message: Json) -> str | None:
    """Returns the words of a message, or what is to be said of one without; None for a file without words."""
    kind = text(message.get("type")) or ""
    if kind in FILES:
        return text(obj(message.get(kind)).get("caption"))
    return WORDS.get(kind, _unsupported)(message)


def list_files(message: Json) -> tuple[Media, ...]:
    """Returns the file of a message, what an order with words lists, and the advert or product it comes from."""
    return (*_file(message), *_order_beside_words(message), *_origins(message))


def _file(message: Json) -> Iterator[Media]:
    kind = text(message.get("type")) or ""
    if kind in FILES:
        file = obj(message.get(kind))
        url = first(text(file.get("url")), text(file.get("link")))
        yield Media(text(file.get("mime_type")) or kind, url, id_at(file, "id"), text(file.get("filename")))


def _order_beside_words(message: Json) -> Iterator[Media]:
    if message.get("type") == "order" and text(obj(message.get("order")).get("text")):
        yield Media("order", name=_ordered(obj(message.get("order"))))


def _origins(message: Json) -> Iterator[Media]:
    """Returns where a message comes from.

    https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples#received-messages
    """
    advert, product = obj(message.get("referral")), obj(obj(message.get("context")).get("referred_product"))
    if advert:
        words = [text(advert.get(name)) for name in ("headline", "body")]
        name = ": ".join(filter(None, words)) or None
        yield Media("ad", text(advert.get("source_url")), id_at(advert, "source_id"), name)
    if product:
        yield Media("product", id=id_at(product, "product_retailer_id"))


def _text(message: Json) -> str | None:
    return text(obj(message.get("text")).get("body")) or _unsupported(message)


def _location(message: Json) -> str:
    place = obj(message.get("location"))
    words = map(text, (place.get("name"), place.get("address")))
    return describe("Location", *dict.fromkeys(words), describe_place(place), text(place.get("url")))


def _contacts(message: Json) -> str:
    return "\n".join(map(_contact, objects(message.get("contacts")))) or "Contact"


def _contact(card: Json) -> str:
    """Returns by what name the card of somebody else goes; their numbers and addresses are none of ours to keep."""
    name, firm = obj(card.get("name")), obj(card.get("org"))
    parts = (text(name.get("first_name")), text(name.get("last_name")))
    return describe(
        "Contact",
        first(text(name.get("formatted_name")), " ".join(filter(None, parts)) or None),
        text(firm.get("company")),
    )


def _button(message: Json) -> str:
    """Returns the visible label; the payload behind it is the company's own affair."""
    return text(obj(message.get("button")).get("text")) or "Button pressed"


def _interactive(message: Json) -> str:
    """Returns the label that was chosen, or the line that stands for a form that was sent.

    One without content happens, with the error beside the messages.
    """
    interactive = obj(message.get("interactive"))
    chosen = (text(obj(interactive.get(name)).get("title")) for name in ("button_reply", "list_reply"))
    form, call = obj(interactive.get("nfm_reply")), obj(interactive.get("call_permission_reply"))
    described = first(
        first(text(form.get("body")), "Form sent") if form else None,
        describe("Permission to call", text(call.get("response"))) if call else None,
    )
    return first(*chosen, described) or _unsupported(message)


def _order(message: Json) -> str:
    order = obj(message.get("order"))
    return text(order.get("text")) or _ordered(order)


def _ordered(order: Json) -> str:
    return describe("Order", *map(_ordered_item, objects(order.get("product_items"))))


def _ordered_item(item: Json) -> str:
    count, name = ident(item.get("quantity")), ident(item.get("product_retailer_id"))
    price, currency = item.get("item_price"), text(item.get("currency"))
    told = isinstance(price, int | float) and not isinstance(price, bool)
    each = " ".join(filter(None, (f"{price}" if told else ident(price), currency)))
    return " ".join(filter(None, (f"{count} ×" if count else None, name, f"({each} each)" if each else None)))


def _unsupported(message: Json) -> str:
    """Returns that there is something which only the app shows, with its kind where that is told."""
    told, kind = text(obj(message.get("unsupported")).get("type")), text(message.get("type"))
    shown = told if told or kind in WORDS else kind
    return describe("Unsupported message", shown if shown != "unknown" else None)


WORDS: dict[str, Callable[[Json], str | None]] = {
    "text": _text,
    "location": _location,
    "contacts": _contacts,
    "button": _button,
    "interactive": _interactive,
    "order": _order,
    "unsupported": _unsupported,
    "unknown": _unsupported,
}
"""What is read of each type that is no file."""
