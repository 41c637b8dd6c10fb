"""Maps who joins and leaves a WhatsApp group.

https://developers.facebook.com/docs/whatsapp/cloud-api/groups/webhooks
"""

from model.event import Event, Kind, Mode
from platforms.frame import Frame
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, first, objects, required
from platforms.reading.times import from_any
from platforms.whatsapp.people import list_cards

CHANGES = (("added_participants", Kind.JOIN), ("removed_participants", Kind.LEAVE))


def read_members(value: Json, frame: Frame) -> list[Event]:
    """Returns a join or leave for each person; requests to join are nobody's joining."""
    contacts = list_cards(value)
    found = []
    for group in objects(value.get("groups")):
        at, native = from_any(group.get("timestamp")), required(id_at(group, "group_id"))
        for listed, kind in CHANGES:
            for each in objects(group.get(listed)):
                who = contacts.find(id_at(each, "wa_id", "input"), id_at(each, "user_id"))
                if who is None:
                    continue
                found.append(
                    frame.event(
                        kind,
                        dedupe_id=f"{native} {kind} {who.id} {at}",
                        author=who,
                        thread_id=native,
                        conversation_id=f"{frame.account_id}:{native}",
                        occurred_at=first(at, frame.sent_at),
                        mode=Mode.PRIVATE,
                    )
                )
    return found
