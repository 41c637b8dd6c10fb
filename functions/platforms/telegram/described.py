"""Short descriptions of what people send in Telegram without words of their own.

https://core.telegram.org/bots/api#available-types
"""

from collections.abc import Callable

from platforms.reading.described import describe, describe_place
from platforms.reading.payload import Json, first, ident, obj, objects, text, whole
from platforms.telegram.people import person
from platforms.telegram.rich import read_rich

WHOLE = frozenset({"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XTR"})
"""Currencies without a smaller unit. https://core.telegram.org/bots/payments/currencies.json"""


def _location(part: Json, name: str = "Location") -> str:
    return describe(
        "Live location" if part.get("live_period") and name == "Location" else name, describe_place(part)
    )


def _venue(part: Json) -> str:
    return describe(
        "Place", text(part.get("title")), text(part.get("address")), describe_place(obj(part.get("location")))
    )


def _contact(part: Json) -> str:
    """Returns by what name somebody else's card goes; their number is none of ours to keep."""
    return describe("Contact", person(part).name)


def _poll(part: Json) -> str:
    options = [f"- {option}" for each in objects(part.get("options")) if (option := text(each.get("text")))]
    about = text(part.get("description"))
    return describe("Poll", text(part.get("question")), lines=[*([about] if about else []), *options])


def _checklist(part: Json) -> str:
    lines = [
        f"[{'x' if task.get('completion_date') else ' '}] {words}"
        for task in objects(part.get("tasks"))
        if (words := text(task.get("text")))
    ]
    return describe("Checklist", text(part.get("title")), lines=lines)


def _dice(part: Json) -> str:
    return " ".join(filter(None, (text(part.get("emoji")) or "Dice", ident(part.get("value")))))


def _amount(part: Json) -> str | None:
    """Returns money that is told in the smallest unit of its currency."""
    amount, currency = whole(part.get("total_amount")), text(part.get("currency"))
    if amount is None or currency is None:
        return None
    if currency in WHOLE:
        return f"{amount} {'stars' if currency == 'XTR' else currency}"
    return f"{amount // 100}.{amount % 100:02d} {currency}"


def _invoice(part: Json) -> str:
    return describe("Invoice", text(part.get("title")), text(part.get("description")), _amount(part))


def _game(part: Json) -> str:
    return describe("Game", text(part.get("title")), text(part.get("description")), text(part.get("text")))


def _stars(part: Json, name: str = "star_count") -> str | None:
    count = whole(part.get(name))
    return None if count is None else f"{count} stars"


def _gift(part: Json) -> str:
    return describe("Gift", _stars(obj(part.get("gift"))), text(part.get("text")))


def _unique_gift(part: Json) -> str:
    gift = obj(part.get("gift"))
    number = ident(gift.get("number"))
    name = first(text(gift.get("base_name")), text(gift.get("name")))
    return describe(
        "Gift", " ".join(filter(None, (name, f"#{number}" if number else None))), text(part.get("text"))
    )


def _giveaway(part: Json) -> str:
    count = whole(part.get("winner_count"))
    winners = None if count is None else f"{count} winners"
    names = [f"- {name}" for each in objects(part.get("winners")) if (name := person(each).name)]
    return describe(
        "Giveaway",
        text(part.get("prize_description")),
        winners,
        _stars(part, "prize_star_count"),
        lines=names,
    )


def _shared_users(part: Json) -> str:
    return describe(
        "Contacts",
        *(first(person(each).name, ident(each.get("user_id"))) for each in objects(part.get("users"))),
    )


def _shared_chat(part: Json) -> str:
    return describe(
        "Chat", first(text(part.get("title")), text(part.get("username")), ident(part.get("chat_id")))
    )


DESCRIBED: dict[str, Callable[[Json], str | None]] = {
    "rich_message": read_rich,
    "venue": _venue,  # repeats its place as a location
    "location": _location,
    "contact": _contact,
    "poll": _poll,
    "checklist": _checklist,
    "dice": _dice,
    "invoice": _invoice,
    "successful_payment": lambda part: describe("Payment", _amount(part)),
    "refunded_payment": lambda part: describe("Refund", _amount(part)),
    "game": _game,
    "story": lambda part: describe("Story", person(obj(part.get("chat"))).name),
    "sticker": lambda part: " ".join(filter(None, ("Sticker", text(part.get("emoji"))))),
    "paid_media": lambda part: describe("Paid media", _stars(part)),
    "gift": _gift,
    "gift_upgrade_sent": _gift,
    "unique_gift": _unique_gift,
    "giveaway": _giveaway,
    "giveaway_winners": _giveaway,
    "users_shared": _shared_users,
    "chat_shared": _shared_chat,
    "web_app_data": lambda part: text(part.get("button_text")),
}
"""Kinds of content by what is read of them. The data behind a button or form is the app's own affair."""
