"""Lists the routes by which open pages follow what happens, and agents set up how they look at it."""

from respond.actions import read_marks, updates
from respond.routes.route import lead_get as _get
from respond.routes.route import lead_send as _send
from respond.shapes.conversation import ReadView
from respond.shapes.conversation_change import ReadWanted
from respond.shapes.updates import PresenceWanted, PresentView, UpdatesQuery, UpdatesView

LIVE = (
    _get("/updates", updates.list_updates, UpdatesView, UpdatesQuery, uncounted=True),
    _send("PUT", "/conversations/{id}/presence", updates.note_presence, PresentView, PresenceWanted),
    _send("PUT", "/conversations/{id}/read", read_marks.mark_conversation_read, ReadView, ReadWanted),
)
