"""GitHub: discussions, issues and pull requests of a repository or an organisation, and what is said below them.

https://docs.github.com/en/webhooks/webhook-events-and-payloads#discussion_comment
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from model.event import Event, Kind
from model.http import Call, Delivery
from platforms.frame import Frame, change
from platforms.github.things import read_thing
from platforms.proof import HmacProof
from platforms.reading.payload import ident, obj, read_object, text
from platforms.reading.times import from_iso
from platforms.secret import MadeBy, Secret
from platforms.walking import Walking

NAME = re.compile(r"[\w.-]*[A-Za-z][\w.-]*(/[\w.-]+)?", re.ASCII)
ROOTS = ("discussion", "issue", "pull_request")
ACTIONS = {"created": None, "opened": None, "submitted": None, "edited": Kind.EDIT, "deleted": Kind.DELETE}
"""What an action makes of the thing's kind; None leaves it."""
NOUNS = {"pull_request": "review_comment", "commit": "commit_comment"}
"""What comments are numbered as below these; a review has numbers of its own."""
API = "https://api.github.com/graphql"
SEARCHES: Mapping[str, tuple[str, ...]] = {"DISCUSSION": (), "ISSUE": ("is:issue",)}
QUESTION = """
query($words: String!, $type: SearchType!, $after: String) {
  search(query: $words, type: $type, first: 20, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes {
      __typename
      ... on Discussion { ...Said databaseId url title repository { isPrivate }
        comments(last: 50) { nodes { ...Said databaseId url replies(last: 20) { nodes { ...Said databaseId url } } } } }
      ... on Issue { ...Said databaseId url title repository { isPrivate }
        comments(last: 50) { nodes { ...Said databaseId url } } }
    }
  }
}
fragment Said on Comment { id body createdAt lastEditedAt author { ...Who } }
fragment Who on Actor { login ... on User { databaseId } ... on Bot { databaseId } }
"""


class GitHub(Walking):
    """Connects GitHub; one endpoint is one webhook, of a repository, an organisation or an app."""

    name = "github"
    title = "GitHub"
    docs_url = "https://docs.github.com/en/webhooks"
    secrets = (
        Secret("secret", "Settings, Webhooks: a random text of your own in the field Secret", MadeBy.OWNER),
    )
    # The older header with SHA-1 is not looked at, and no time is signed: a redelivery repeats x-github-delivery.
    # https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
    proof = HmacProof(header="x-hub-signature-256", secret="secret", prefix="sha256=")  # noqa: S106 - a name
    capabilities = frozenset({"webhook", "poll", "edits", "deletes"})
    kept_headers = ("x-github-delivery",)
    names_account = False
    newest_first = False
    poll_every_s = 3600
    search_every_s = 1800

    def link_account(self, native_ids: Sequence[str]) -> str | None:
        """Returns the repository's or the organisation's page, where it is connected by its name."""
        name = native_ids[0]
        return f"https://github.com/{name}" if NAME.fullmatch(name) else None

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns discussions, issues, pull requests, reviews and comments, their edits and deletions.

        The header that names the event is not signed: what the body holds says what it is about.
        """
        payload = read_object(delivery.body)
        action = text(payload.get("action")) or ""
        review, below = obj(payload.get("review")), obj(payload.get("comment"))
        comment = below or review
        root = next(
            (name for name in ROOTS if obj(payload.get(name))), "commit" if "commit_id" in below else None
        )
        if root is None or action not in ACTIONS:
            return []
        opening = below if root == "commit" else obj(payload.get(root))
        wordless = review and not below and text(review.get("body")) is None  # it only approves
        if wordless or (action == "created" and not comment and root != "discussion"):
            return []
        frame = Frame(dedupe_id=ident(delivery.headers.get("x-github-delivery")))
        noun = "review" if review and not below else NOUNS.get(root, "")
        event = read_thing(root, opening, comment, obj(payload.get("repository")), frame, noun)
        to, thing = ACTIONS[action], comment or opening
        return [change(event, to, None if to is Kind.DELETE else from_iso(thing.get("updated_at")))]

    def is_polled(self, native_id: str) -> bool:
        """Returns whether it is a repository's or an organisation's name."""
        return NAME.fullmatch(native_id) is not None

    def list_places(self, account: Mapping[str, Any]) -> Sequence[str]:  # noqa: ARG002 - every account has both
        """Returns the searches for discussions and for issues."""
        return tuple(SEARCHES)

    def ask_place(self, account: Mapping[str, Any], place: str, page: str | None) -> Call:
        """Returns the search for what changed since the last round, the oldest first, with its newest comments."""
        native, since = str(account["native_id"]), account.get("since")
        where = f"{'repo' if '/' in native else 'org'}:{native}"
        words = [where, *SEARCHES[place], *([f"updated:>={since}"] if since else []), "sort:updated-asc"]
        return _ask(words, place, page)

    def search(self, account: Mapping[str, Any], query: str, cursor: str | None) -> Call:  # noqa: ARG002 - of all
        """Returns the search for the newest issues that hold it, with their newest comments.

        https://docs.github.com/en/search-github/searching-on-github/searching-issues-and-pull-requests
        """
        place = next(each for each in SEARCHES if each == "ISSUE")
        return _ask([query, *SEARCHES[place], "sort:created-desc"], place, cursor)

    def parse_poll(self, delivery: Delivery) -> "tuple[list[Event], str | None]":
        """Returns the discussions or issues on a page of a search, with their comments; and the next page's cursor."""
        from platforms.github.answers import read_found

        return read_found(delivery)


def _ask(words: Sequence[str], kind: str, after: str | None) -> Call:
    told = {"words": " ".join(words), "type": kind, "after": after}
    body = json.dumps({"query": QUESTION, "variables": told}).encode()
    return Call("POST", API, {"content-type": "application/json"}, body)


PLATFORM = GitHub()
