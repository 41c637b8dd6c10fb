"""Shows a file that somebody sent us: fetched by a function of its own, so that no page asks anybody outside."""

import msgspec

from aws import functions, settings
from respond.action import Asked, Caller, action
from respond.actions import reading
from respond.denied import deny_conflict, deny_missing, deny_restricted
from respond.shapes.media import MediaFileView
from respond.shown import WORDS

PATIENCE_S = 25.0
LATER = frozenset({"media_not_ready", "media_unanswered", "no_token"})


@action(scope="media:read", audit="read media", shows=WORDS)
def get_media(caller: Caller, asked: Asked[None]) -> MediaFileView:
    """Returns a file of an interaction, at most 4.5 MB; of restricted people to the data protection officer only."""
    item = next(iter(reading.open_interactions(caller, [asked.id])), None)
    if item is None or item.content is None:
        raise deny_missing()
    if reading.find_closed(caller, [item.owner]):
        raise deny_restricted()
    caller.note(item.id, item.owner)
    wanted = {"brand": caller.brand, "interaction": asked.id, "number": asked.number}
    said = functions.call_function(settings.function_media(), wanted, PATIENCE_S)
    reason = said.get("reason")
    if reason == "no_media":
        raise deny_missing()
    if reason is not None:
        detail = f"The file cannot be shown ({reason})."
        raise deny_conflict(str(reason), detail, retryable=reason in LATER)
    return msgspec.convert(said, MediaFileView)
