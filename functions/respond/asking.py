"""Makes one request of a platform, and says what its answer means."""

from collections.abc import Callable
from typing import TypeVar

from aws import observe
from model.http import Call, Outcome, Result
from platforms.sending.answer import SendAnswer
from platforms.sending.outgoing import Unsendable
from platforms.sending.sender import PlatformSender
from respond.outgoing_ports import Requests

Made = TypeVar("Made")


def make_safely(make: Callable[[], Made]) -> Made:
    """Returns a request. Raises Unsendable also where our own mistake is why there is none: nothing went out."""
    try:
        return make()
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        observe.failure("request_not_made", error)
        raise Unsendable("not_made") from error


def ask_platform(
    requests: Requests, sender: PlatformSender, operation: str, call: Call, clock: Callable[[], float]
) -> Outcome:
    """Returns what became of a request. Raises Unsendable where it is not made at all."""
    answered = requests.make_request(call)
    if not answered.sent:
        return Outcome(Result.RETRY, code="not_reached")
    return sender.judge(
        SendAnswer.from_http(operation, answered.status, answered.headers, answered.body, clock())
    )
