"""Maps who wants no more adverts on WhatsApp, which people say in the app itself.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences
"""

from model.event import Event, Kind, Signal
from platforms.frame import Frame
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, first, objects
from platforms.reading.times import from_any
from platforms.whatsapp.people import list_cards

MARKETING, STOPPED = "marketing_messages", "stop"


def read_wishes(value: Json, frame: Frame) -> list[Event]:
    """Returns who stopped advertising. Who resumes it agreed to Meta's, not to ours: that is asked for anew."""
    contacts, found = list_cards(value), list[Event]()
    for wish in objects(value.get("user_preferences")):
        who = contacts.find(id_at(wish, "wa_id"), id_at(wish, "user_id"))
        if who is not None and wish.get("category") == MARKETING and wish.get("value") == STOPPED:
            at = first(from_any(wish.get("timestamp")), frame.sent_at)
            found.append(frame.event(Kind.CONTROL, signal=Signal.OBJECTS, author=who, occurred_at=at))
    return found
