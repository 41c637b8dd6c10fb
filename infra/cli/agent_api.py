"""The agent API over HTTP, for commands and journeys: JSON in, JSON out, problems as errors."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any, cast
from urllib.parse import quote, urlencode

from infra.cli.errors import CommandError

SECONDS = 30.0
LONGEST_WAIT_S = 61.0
"""The API counts by the minute."""
TOO_MANY, UNAVAILABLE = 429, 503


class Refused(CommandError):
    """Says that the API said no: `status` is HTTP's, `problem` the `application/problem+json` it sent."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        words = [str(problem[name]) for name in ("title", "detail") if problem.get(name)]
        super().__init__(f"the API answered {status}: {', '.join(words) or 'no reason given'}")
        self.status = status
        self.problem = dict(problem)

    def __reduce__(self) -> tuple[type["Refused"], tuple[int, dict[str, Any]]]:
        """Crosses processes: seeding may run in one of its own."""
        return Refused, (self.status, self.problem)


class AgentApi:
    """Calls one stack's agent API as the owner of `token`."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url.rstrip("/")
        self._token = token

    def get(self, *path: str, **query: object) -> dict[str, Any]:
        """Returns one resource or page. Raises Refused, CommandError."""
        return self._ask("GET", path, query)

    def every(self, *path: str, **query: object) -> Iterator[dict[str, Any]]:
        """Yields the items of all pages."""
        while True:
            page = self.get(*path, **query)
            yield from page["data"]
            if not page.get("next_cursor"):
                return
            query["cursor"] = page["next_cursor"]

    def post(self, *path: str, body: Mapping[str, Any], key: str | None = None) -> dict[str, Any]:
        """Sends a POST, with an Idempotency-Key where one is needed. Raises Refused, CommandError."""
        return self._ask("POST", path, {}, body, {"Idempotency-Key": key} if key else {})

    def patch(self, *path: str, body: Mapping[str, Any], etag: str | None = None) -> dict[str, Any]:
        """Raises Refused, CommandError."""
        return self._ask("PATCH", path, {}, body, {"If-Match": etag} if etag else {})

    def delete(self, *path: str, **query: object) -> dict[str, Any]:
        """Raises Refused, CommandError."""
        return self._ask("DELETE", path, query)

    def _ask(
        self,
        method: str,
        path: tuple[str, ...],
        query: Mapping[str, object],
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Asks; waits and repeats once while the API is busy: what it counted as too many was not done."""
        address = "/".join([self.url, *(quote(part, safe="") for part in path)])
        wanted = {name: value for name, value in query.items() if value is not None}
        request = urllib.request.Request(  # noqa: S310 - the scheme is the stack owner's choice
            f"{address}?{urlencode(wanted)}" if wanted else address,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json",
                **(headers or {}),
            },
            method=method,
        )
        try:
            return self._open(request)
        except Refused as refused:
            if refused.status != TOO_MANY and (method, refused.status) != ("GET", UNAVAILABLE):
                raise
            time.sleep(min(float(refused.problem.get("retry_after") or 1), LONGEST_WAIT_S))
            return self._open(request)

    def _open(self, request: urllib.request.Request) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - as above
                return cast(dict[str, Any], json.loads(answer.read() or b"{}"))
        except urllib.error.HTTPError as error:
            raise Refused(error.code, _problem(error)) from error
        except (OSError, ValueError) as error:
            raise CommandError(f"{self.url} does not answer as an agent API: is the stack up?") from error


def _problem(error: urllib.error.HTTPError) -> dict[str, Any]:
    try:
        problem = json.loads(error.read())
    except (ValueError, OSError):
        problem = None
    found = problem if isinstance(problem, dict) else {}
    wait = error.headers.get("Retry-After", "")
    return found | ({"retry_after": int(wait)} if wait.isdigit() else {})
