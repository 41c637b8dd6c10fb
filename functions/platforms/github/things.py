"""Maps discussions, issues, pull requests and what is said below them, in the names of webhooks and of the REST API.

https://docs.github.com/en/webhooks/webhook-events-and-payloads#discussion_comment
"""

from model.event import Event, Kind, Mode, ReplyHandle
from platforms.frame import Frame, keep_handle
from platforms.reading.paths import id_at
from platforms.reading.payload import Json, first, ident, obj, required, text
from platforms.reading.shown import read_figures
from platforms.reading.times import from_iso

FIGURES = {"reactions": "reactions.total_count", "comments": "comments"}


def read_thing(
    root: str, opening: Json, comment: Json, repository: Json, frame: Frame, noun: str = ""
) -> Event:
    """Returns a discussion, an issue or a pull request; or, where there is one, the comment below it.

    `noun` is what its comments are numbered as, where that is not after the root.
    """
    thing, user = comment or opening, obj((comment or opening).get("user"))
    thread, numbered = name_thread(root, opening, repository), noun or f"{root}_comment"
    answered = id_at(comment, "parent_id", "in_reply_to_id")
    handle = text(user.get("login"))
    return frame.event(
        Kind.COMMENT if comment else Kind.POST,
        external_id=f"{numbered}:{required(ident(comment.get('id')))}" if comment else thread,
        # A deleted user is null: https://docs.github.com/en/account-and-profile/reference/account-deletion
        author=frame.person(ident(user.get("id")), handle, handle),
        title=None if comment else text(opening.get("title")),
        text=text(thing.get("body")),
        parent_id=(f"{numbered}:{answered}" if answered else thread) if comment else None,
        thread_id=thread,
        occurred_at=first(from_iso(thing.get("created_at")), from_iso(thing.get("submitted_at"))),
        permalink=text(thing.get("html_url")),
        reply_handle=_handle(opening, None if answered else comment) if root == "discussion" else None,
        figures=None if comment else read_figures(opening, **FIGURES),
        mode=Mode.PRIVATE if repository.get("private") is True else Mode.PUBLIC,
    )


def name_thread(root: str, opening: Json, repository: Json) -> str:
    """Returns the id of what began a thread. Raises Malformed.

    A pull request has an id of its own and another one as the issue that its comments name: its number is the same.
    """
    if root == "commit":
        return f"commit:{required(text(opening.get('commit_id')))}"
    if root != "pull_request" and not obj(opening.get("pull_request")):
        return f"{root}:{required(ident(opening.get('id')))}"
    return f"pull_request:{required(ident(repository.get('id')))}/{required(ident(opening.get('number')))}"


def _handle(discussion: Json, comment: Json | None) -> ReplyHandle | None:
    """Returns the ids that GraphQL wants back; only a comment at the top takes answers.

    https://docs.github.com/en/graphql/guides/using-the-graphql-api-for-discussions#adddiscussioncomment
    """
    return keep_handle(discussionId=id_at(discussion, "node_id"), replyToId=id_at(comment or {}, "node_id"))
