"""What a review of a location says, and our answer to it.

https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews
"""

import re
from collections.abc import Iterator

from model.event import Direction, Event, Kind, Mode, Person
from platforms.frame import Frame
from platforms.reading.payload import Json, obj, required, text
from platforms.reading.times import from_iso

REVIEW = re.compile(r"(accounts/[^/\s]+)/locations/[^/\s]+/reviews/[^/\s]+")
STARS = {word: stars for stars, word in enumerate(("ONE", "TWO", "THREE", "FOUR", "FIVE"), 1)}


def read_review(row: Json) -> Iterator[Event]:
    """Yields a review, and our answer to it."""
    found = required(REVIEW.fullmatch(text(row.get("name")) or ""))
    frame, who, answer = Frame(found[1]), obj(row.get("reviewer")), obj(row.get("reviewReply"))
    name = text(who.get("displayName")) if who.get("isAnonymous") is not True else None
    created, changed = from_iso(row.get("createTime")), from_iso(row.get("updateTime"))
    yield frame.event(
        Kind.REVIEW,
        external_id=found[0],
        dedupe_id=f"{found[0]} {text(row.get('updateTime'))}",
        author=Person(None, name) if name else None,
        text=text(row.get("comment")),
        rating=STARS.get(text(row.get("starRating")) or ""),
        occurred_at=created,
        changed_at=changed if changed != created else None,
        mode=Mode.PUBLIC,
    )
    if answer:  # a review has one answer, which has no id of its own
        yield frame.event(
            Kind.COMMENT,
            dedupe_id=f"{found[0]} reply",
            text=text(answer.get("comment")),
            parent_id=found[0],
            thread_id=found[0],
            occurred_at=from_iso(answer.get("updateTime")),
            direction=Direction.OUT,
            mode=Mode.PUBLIC,
        )
