"""Lists the routes to posts and groups, and the search over everything."""

from respond.actions import places, search
from respond.routes.route import lead_get as _get
from respond.shapes.conversation import ConversationInListView
from respond.shapes.page import Page, PageQuery
from respond.shapes.place import GroupMemberView, GroupView, PlacesQuery, PostView
from respond.shapes.search import SearchQuery, SearchView

PLACES = (
    _get("/posts", places.list_posts, Page[PostView], PlacesQuery),
    _get("/posts/{id}", places.get_post, PostView),
    _get("/posts/{id}/conversations", places.list_post_conversations, Page[ConversationInListView], PageQuery),
    _get("/groups", places.list_groups, Page[GroupView], PlacesQuery),
    _get("/groups/{id}/members", places.list_group_members, Page[GroupMemberView], PageQuery),
    _get("/search", search.search_everything, SearchView, SearchQuery),
)  # fmt: skip
