"""GitHub: comments of discussions (GraphQL) and of issues (REST). Rate limits come in a 200, 403 or 429."""

from collections.abc import Mapping

from model.http import Call
from platforms.reading.payload import objects, text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, json_call, need
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import spell, tabulate
from platforms.sending.waits import Reset
from platforms.sending.ways import Way

DOCS = "https://docs.github.com/en"
SECONDARY_S = 60.0
"""How long to wait at least where a secondary limit tells no time."""
ADDED = ("addDiscussionComment.comment", "updateDiscussionComment.comment", "createDiscussion.discussion")

ADD = (
    "mutation($input: AddDiscussionCommentInput!)"
    " { addDiscussionComment(input: $input) { comment { id databaseId } } }"
)


class GithubSender(PlatformSender):
    """Answers of both APIs."""

    name = "github"
    sources = (
        f"{DOCS}/rest/using-the-rest-api/troubleshooting-the-rest-api",
        f"{DOCS}/rest/using-the-rest-api/rate-limits-for-the-rest-api",
        f"{DOCS}/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api",
        f"{DOCS}/graphql/guides/using-the-graphql-api-for-discussions",
    )
    bare = frozenset({"delete", "react", "hide"})
    resets = (Reset("x-ratelimit-remaining", "x-ratelimit-reset", "epoch"),)
    phrases = spell(
        retry="rate limit exceeded|secondary rate limit|abuse detection|was submitted too quickly",
        dead=(
            "bad credentials|installation has been suspended|account (?:was|is|has been) suspended"
            "|requires authentication|maximum number of login attempts|token (?:has )?expired"
        ),
        maybe="something went wrong|couldn't respond to your request in time|timed? ?out",
    )
    codes = tabulate(
        retry="RATE_LIMITED RATE_LIMIT 429",
        dead="UNAUTHORIZED 401",
        gone="NOT_FOUND 404 410",
        maybe="INTERNAL SERVICE_UNAVAILABLE TIMEOUT 500 502 503 504",
        refused=(
            "FORBIDDEN UNPROCESSABLE INSUFFICIENT_SCOPES MAX_NODE_LIMIT_EXCEEDED RESOURCE_LIMITS_EXCEEDED"
            " STALE_DATA UNPROCESSABLE_ENTITY BAD_USER_INPUT undefinedField argumentLiteralsIncompatible"
            " missingRequiredArguments LOCKED_ACCOUNT 400 403 405 409 413 415 422 451"
        ),
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the first error of GraphQL, unless all was done, or the message of REST."""
        listed = objects(answer.object.get("errors")) if answer.ok else []
        if listed and self._added(answer) is None:
            kinds = [text(each.get("type")) for each in listed]
            kinds += [text(answer.find_value("errors.0.extensions.code"))]
            message = text(listed[0].get("message"))
            known = tuple(kind for kind in kinds if kind)
            return SendFault(known or ("UNPROCESSABLE",), message, self._least(answer, message))
        message = text(answer.object.get("message"))
        if message is None or answer.ok:
            return None
        fields = [text(each.get("message")) or text(each.get("code")) for each in listed]
        said = "; ".join(filter(None, (message, *fields)))
        return SendFault((str(answer.status),), said, self._least(answer, message))

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the comment's number with its kind; a change without one is proved by its name in `data`."""
        if (native := self._added(answer)) is not None:
            return Sent(native)
        changed = answer.operation in ("edit", "delete", "react", "hide")
        done = changed and isinstance(answer.object.get("data"), dict) and any(answer.object["data"].values())
        number = answer.find_id("id")
        return Sent(number) if done or number is not None else None

    def _added(self, answer: SendAnswer) -> str | None:
        for path in ADDED:
            kind = "discussion" if path.endswith(".discussion") else "discussion_comment"
            if (number := answer.find_id(f"data.{path}.databaseId")) is not None:
                return f"{kind}:{number}"
            if (node := answer.find_id(f"data.{path}.id")) is not None:
                return node
        return None

    def _least(self, answer: SendAnswer, message: str | None) -> float | None:
        """Returns a minute for a secondary limit whose answer tells no time."""
        told = "retry-after" in answer.headers or answer.headers.get("x-ratelimit-remaining") == "0"
        limited = any(word in (message or "").lower() for word in ("secondary", "abuse", "too quickly"))
        return SECONDARY_S if limited and not told else None

    ways = (Way("reply", "public", 65_536, Counting.CODE_POINTS, handle=True),)

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. Discussions are answered by the node ids that their event told."""
        token = bearer(credentials)
        if out.operation != "reply":
            raise Unsendable("no_such_way")
        given = {
            "discussionId": need(out.handle.get("discussionId", ""), "no_reply_token"),
            "replyToId": out.handle.get("replyToId") or None,
            "body": need(out.text, "no_text"),
            "clientMutationId": out.key or None,
        }
        told = {name: value for name, value in given.items() if value is not None}
        return json_call(
            "POST", "https://api.github.com/graphql", token, {"query": ADD, "variables": {"input": told}}
        )


SENDER = GithubSender()
