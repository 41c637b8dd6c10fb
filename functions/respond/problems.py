"""Answers errors as `application/problem+json` (RFC 9457).

Details are our own words: they never quote what was sent.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aws import refusals
from model.errors import Conflict, RapportError, Unavailable
from respond.denied import Because, Denied

CONTENT_TYPE = "application/problem+json"
RETRY_AFTER_S = "2"
"""Tables grow into a load within seconds; who waits for that long does not make it worse."""

STATUSES = {
    Because.UNREADABLE: 400,
    Because.UNKNOWN_CALLER: 401,
    Because.FORBIDDEN: 403,
    Because.MISSING: 404,
    Because.CONFLICT: 409,
    Because.STALE: 412,
    Because.IMPOSSIBLE: 422,
}


class Problem(RapportError):
    """Answers with an error. `code` is a stable word for programs, `detail` a sentence for people.

    `pointer` (RFC 6901) names the element of the body that is wrong, where it is one.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        retryable: bool = False,
        headers: Mapping[str, str] | None = None,
        pointer: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.retryable = retryable
        self.headers = dict(headers or {})
        self.pointer = pointer

    def to_body(self, request_id: str) -> dict[str, Any]:
        """Returns the body."""
        record = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "request_id": request_id,
            "retryable": self.retryable,
        }
        return record if self.pointer is None else {**record, "pointer": self.pointer}


def not_found() -> Problem:
    """Returns the problem of what is missing, or another brand's: nobody can tell which."""
    return Problem(404, "not_found", "There is no such thing.")


def bad_request(code: str, detail: str) -> Problem:
    """Returns the problem of a request that makes no sense."""
    return Problem(400, code, detail)


def find_problem(error: Exception) -> Problem:
    """Returns the problem to show for any exception; what we do not know says nothing about itself."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Denied):
        status = STATUSES[error.because]
        return Problem(status, error.code, error.detail, retryable=error.retryable, pointer=error.pointer)
    if isinstance(error, Conflict):
        return Problem(
            409, "conflict", "Somebody else changed it at the same time; read it again.", retryable=True
        )
    if isinstance(error, Unavailable) or refusals.passes(error):
        return Problem(
            503,
            "unavailable",
            "A store does not answer; repeat it later.",
            retryable=True,
            headers={"Retry-After": RETRY_AFTER_S},
        )
    return Problem(500, "internal", "Something went wrong on our side.")
