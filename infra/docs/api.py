"""docs/api.md: the agent API for people: its manners, its rules for segments, and a table of the routes."""

from infra.docs.openapi import PROBLEMS, summary
from infra.docs.schemas import list_fields
from model import rule, window
from respond.routes.route import Route
from respond.routes.table import ROUTES

PATH = "docs/api.md"

HEAD = """# The agent API

Read this to write a program that reads or does what agents see and do.

Written by `make docs` from the routes' own tables; `make check` fails when it is out of date. For programs there is
[openapi.json](openapi.json) (OpenAPI 3.1), from the same tables.

## Manners

- JSON in and out, `snake_case`, times in UTC as ISO 8601, ids as opaque texts.
- `Authorization: Bearer <token>`: a Cognito access token or an API token. Brand and role come from the agent's own
  row, never from the request; what belongs to another brand answers 404 like what does not exist.
- Lists answer `{data, next_cursor, has_more}` and take `limit` (1 to 100) and `cursor`. A page may be short and have
  more behind it. A filter that a route does not know is refused with 400.
- Filters of `GET /conversations` may be given several times (`?status=open&status=pending`): one of the values of
  each has to fit. Saved views and `/bulk-actions` take one value or a list. `view`, `sort`, `limit` and
  `cursor` are given once.
- PATCH needs `If-Match` with the ETag that GET gave, or `*`. Without it 428, when it was changed since 412.
  Alerts have no revision: what agents decide about one (`PUT /alerts/{id}/brake`, `PUT /alerts/{id}/acknowledgement`)
  is each a whole value of its own, which needs none.
- `Idempotency-Key` where a request must not count twice: the same key with the same body answers the same again,
  with another body 422.
- A snoozed conversation opens when something is written in it or within 5 minutes of its `snoozed_until`; then
  `reasons` says so until somebody does something.
- Interactions show `reactions` by value and `shares`, of the latest 100 in an answer and at least the latest 10 of each
  interaction; `reactions_more` says that there are older ones. What was withdrawn or erased does not count.
  A share with words of its own is listed like a comment under the post, and not among `shares`.
- Every answer to a known caller says in `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` (seconds) how
  many requests are left of this minute; one too many is answered 429. Unless `PUT /settings` says otherwise that is 600
  for an agent, 60 of them for what is costly (tasks, holds, accounts, corrections, changed segments and previews), and
  3,000 for all agents of a brand together. Several functions count at once and tell each other the oftener the
  more they are, and of every request in the last fifth of a limit: up to a tenth more may get through.
- Whoever reads a person is noted in the audit log.
- Where a page of another origin may call it, CORS allows the one origin the installation names.

Errors are `application/problem+json` (RFC 9457): `{type, title, status, detail, code, request_id, retryable}`. `code`
is a stable word for programs, `detail` a sentence for people that never quotes what was sent. Where one element of the
body is wrong, `pointer` names it (`/contacts/3`; RFC 6901). With `retryable` the same
request may succeed later: 429 and 503 say in `Retry-After` after how many seconds.

| status | meaning |
|---|---|
"""

RULES = f"""
## Segments and their rules

A rule is a condition or a tree of them:

| rule | true of a contact when |
|---|---|
| `{{"all": [rule, …]}}` | all of them are |
| `{{"any": [rule, …]}}` | one of them is |
| `{{"not": rule}}` | it is not |
| `{{"segment": "vip"}}` | they are in another segment; no circles |
| `{{"attribute": "negative", "at_least": 2}}` | the comparison holds |
| `{{"attribute": "negative", "at_least": 3, "within_days": 7}}` | it holds of the last days, today included (UTC) |

At most {rule.LARGEST} conditions, {rule.DEEPEST} deep, {rule.LONGEST} characters. `within_days` is 1 to
{window.LONGEST_DAYS} and goes with {", ".join(f"`{name}`" for name in window.COUNTED)}.

| attribute | compared by |
|---|---|
"""

AFTER = """
- Names, attributes and everything else that is sealed is closed to rules. Tags are words of the brand's own
  vocabulary and stand in the clear: put nothing about a person's health, belief, origin or the like into them.
- Every membership shows the rule and the values that made it true; `GET /contacts/{id}/history` shows who entered
  and left what, when and why. Nothing is done to anybody by a rule: offers and actions are shown to agents.
- Contacts are looked at when something comes from them, when an agent changes them, and when time alone makes a
  rule true or false (within 5 minutes). Who objects to segmentation, is restricted, or comes from a platform whose
  terms forbid it, is in no segment.
- A new or changed rule is known everywhere after a minute; then every contact is looked at once, and `backfill`
  tells how far that is. `POST /segments/preview` counts at once, the last heard of first; `complete` is false when
  there were too many for five seconds, and `total` is then of the `seen` ones.
- People under a legal hold are found by neither of these two; they are looked at when something comes from them.
- Of people who are restricted only the role `dpo` is shown what they wrote and are called: elsewhere text, names and
  labels are null, and `/contacts/{id}` with all below it answers 409 `restricted`. So does an entry or a correction.

## Routes
"""


def text() -> str:
    """Returns the whole document."""
    problems = "".join(f"| {status} | {about} |\n" for status, (_, about) in PROBLEMS.items())
    attributes = "".join(f"| `{name}` | {_comparisons(name)} |\n" for name in sorted(rule.ATTRIBUTES))
    return HEAD + problems + RULES + attributes + AFTER + "".join(map(_section, _nouns()))


def _comparisons(name: str) -> str:
    kind = rule.ATTRIBUTES[name][0]
    return ", ".join(f"`{word}`" for word, (kinds, _) in rule.COMPARISONS.items() if kind in kinds)


def _nouns() -> list[str]:
    return list(dict.fromkeys(route.path.split("/")[1] for route in ROUTES))


def _section(noun: str) -> str:
    rows = "".join(_row(route) for route in ROUTES if route.path.split("/")[1] == noun)
    head = "| route | what | takes | who | scope |\n|---|---|---|---|---|\n"
    return f"\n### {noun}\n\n{head}{rows}"


def _row(route: Route) -> str:
    taken = [f"`?{name}`" for name in list_fields(route.query)]
    taken += [f"`{name}`" for name in list_fields(route.body)] if route.body else []
    who = "everybody" if route.action.public else ", ".join(sorted(route.roles))
    cells = (
        f"`{route.method} {route.path}`",
        summary(route),
        " ".join(taken),
        who,
        f"`{route.scope}`" * bool(route.scope),
    )
    return "| " + " | ".join(cells) + " |\n"
