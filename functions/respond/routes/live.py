"""Lists the routes by which open pages follow what happens, and agents set up how they look at it."""

from respond.actions import bulk, conversations, media, platform_list, read_marks, updates, views
from respond.routes.route import lead_get as _get
from respond.routes.route import lead_send as _send
from respond.shapes.bulk import BulkView, BulkWanted
from respond.shapes.conversation import ConversationView, ReadView
from respond.shapes.conversation_change import ReadWanted, TagsWanted
from respond.shapes.conversation_filters import CountsQuery, SavedView, SavedViewChange, SavedViewWanted
from respond.shapes.media import MediaFileView
from respond.shapes.page import Page
from respond.shapes.platform import PlatformView
from respond.shapes.updates import CountView, PresenceWanted, PresentView, UpdatesQuery, UpdatesView

LIVE = (
    _get("/updates", updates.list_updates, UpdatesView, UpdatesQuery, uncounted=True),
    _get("/conversations/counts", views.count_views, dict[str, CountView], CountsQuery),
    _get("/platforms", platform_list.list_platforms, Page[PlatformView]),
    _get("/views", views.list_views, Page[SavedView]),
    _send("POST", "/views", views.add_view, SavedView, SavedViewWanted, status=201),
    _send("PATCH", "/views/{id}", views.change_view, SavedView, SavedViewChange),
    _send("DELETE", "/views/{id}", views.drop_view, SavedView),
    _send("POST", "/bulk-actions", bulk.change_conversations, BulkView, BulkWanted, costly=True),
    _get("/interactions/{id}/media/{n}", media.get_media, MediaFileView),
    _send("PUT", "/conversations/{id}/presence", updates.note_presence, PresentView, PresenceWanted),
    _send("PUT", "/conversations/{id}/tags", conversations.replace_tags, ConversationView, TagsWanted),
    _send("PUT", "/conversations/{id}/read", read_marks.mark_conversation_read, ReadView, ReadWanted),
)
