"""GitHub: discussions and issues of a repository or an organisation, and the comments below them.

https://docs.github.com/en/webhooks/webhook-events-and-payloads#discussion_comment
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from model.event import Event, Kind, Mode, ReplyHandle
from model.http import Delivery
from platforms.base import Platform, Scope
from platforms.frame import Frame, take_away
from platforms.proof import HmacProof
from platforms.reading.payload import Json, first, ident, obj, read_object, required, text
from platforms.reading.times import from_iso
from platforms.secret import MadeBy, Secret

NAME = re.compile(r"[\w.-]*[A-Za-z][\w.-]*(/[\w.-]+)?", re.ASCII)
ROOTS = ("discussion", "issue")
ACTIONS = {"created": None, "opened": None, "edited": Kind.EDIT, "deleted": Kind.DELETE}
"""What an action makes of the thing's kind; None leaves it."""


class GitHub(Platform):
    """GitHub; one endpoint is one webhook, of a repository, an organisation or an app."""

    name = "github"
    title = "GitHub"
    docs_url = "https://docs.github.com/en/webhooks"
    secrets = (
        Secret("secret", "Settings, Webhooks: a random text of your own in the field Secret", MadeBy.OWNER),
    )
    # The older header with SHA-1 is not looked at, and no time is signed: a redelivery repeats x-github-delivery.
    # https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
    proof = HmacProof(header="x-hub-signature-256", secret="secret", prefix="sha256=")  # noqa: S106 - a name
    capabilities = frozenset({"webhook", "edits", "deletes"})
    retention = "github"
    item_scope = Scope.PLATFORM
    person_scope = Scope.PLATFORM
    kept_headers = ("x-github-delivery",)
    names_account = False

    def link_account(self, native_ids: Sequence[str]) -> str | None:
        """Returns the repository's or the organisation's page, where it is connected by its name."""
        name = native_ids[0]
        return f"https://github.com/{name}" if NAME.fullmatch(name) else None

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns discussions, issues and comments, their edits and deletions.

        The header that names the event is not signed: what the body holds says what it is about.
        """
        payload = read_object(delivery.body)
        action = text(payload.get("action")) or ""
        root = next((name for name in ROOTS if obj(payload.get(name))), None)
        if root is None or action not in ACTIONS:
            return []
        comment = obj(payload.get("comment"))
        if action == "created" and not comment and root == "issue":
            return []
        frame = Frame(dedupe_id=ident(delivery.headers.get("x-github-delivery")))
        event = _read(root, obj(payload.get(root)), comment, obj(payload.get("repository")), frame)
        return [_changed(event, ACTIONS[action], comment or obj(payload.get(root)))]


def _read(root: str, opening: Json, comment: Json, repository: Json, frame: Frame) -> Event:
    thing, user = comment or opening, obj((comment or opening).get("user"))
    thread = f"{root}:{required(ident(opening.get('id')))}"
    answered = ident(comment.get("parent_id"))
    handle = text(user.get("login"))
    return frame.event(
        Kind.COMMENT if comment else Kind.POST,
        external_id=f"{root}_comment:{required(ident(comment.get('id')))}" if comment else thread,
        # A deleted user is null: https://docs.github.com/en/account-and-profile/reference/account-deletion
        author=frame.person(ident(user.get("id")), handle, handle),
        title=None if comment else text(opening.get("title")),
        text=text(thing.get("body")),
        parent_id=(f"{root}_comment:{answered}" if answered else thread) if comment else None,
        thread_id=thread,
        occurred_at=from_iso(thing.get("created_at")),
        permalink=text(thing.get("html_url")),
        reply_handle=_handle(opening, None if answered else comment) if root == "discussion" else None,
        mode=Mode.PRIVATE if repository.get("private") is True else Mode.PUBLIC,
    )


def _handle(discussion: Json, comment: Json | None) -> ReplyHandle | None:
    """Returns the ids that GraphQL wants back; only a comment at the top takes answers.

    https://docs.github.com/en/graphql/guides/using-the-graphql-api-for-discussions#adddiscussioncomment
    """
    nodes = (("discussionId", discussion), ("replyToId", comment or {}))
    values = tuple((name, native) for name, part in nodes if (native := ident(part.get("node_id"))))
    return ReplyHandle(values) if values else None


def _changed(event: Event, kind: Kind | None, thing: Json) -> Event:
    if kind is Kind.DELETE:
        return take_away(event, None)
    if kind is None:
        return event
    return replace(event, kind=kind, occurred_at=first(from_iso(thing.get("updated_at")), event.occurred_at))


PLATFORM = GitHub()
