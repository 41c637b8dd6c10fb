"""Makes one request of a platform within its limits, and says what its answer means.

What an answer tells of a limit is shared by all who send: the next one waits for it before the request.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from aws import observe
from model.http import Call, Outcome, Result
from platforms.sending.answer import SendAnswer
from platforms.sending.deeds import DEEDS
from platforms.sending.outgoing import Outgoing, Unsendable
from platforms.sending.sender import PlatformSender
from platforms.told_limits import read_limit
from respond.outgoing_ports import Answered, Requests
from store.stores import Stores

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class SendLease:
    """Says what a limit is counted for: an account, and what is asked of its platform."""

    brand: str
    account: str
    operation: str

    @property
    def route(self) -> str:
        """Returns the limit's name; what is fetched counts by others."""
        return f"send.{self.operation}"


@dataclass(frozen=True, slots=True)
class Asking:
    """Holds what a request to a platform needs: its sender, the limit it is counted for, and the credentials."""

    stores: Stores
    requests: Requests
    sender: PlatformSender
    lease: SendLease
    credentials: Mapping[str, str]

    def prepare_sending(
        self, out: Outgoing, keep: Callable[[str], object]
    ) -> tuple[Outgoing, Outcome | None]:
        """Returns what is to be sent once all that comes before is made, or what became of the one that was not.

        `keep` is told what a preparing call made before it is used. Raises Unsendable.
        """
        while (
            first := make_safely(partial(self.sender.make_preparation, out, self.credentials))
        ) is not None:
            outcome = ask_preparation(self.stores, self.requests, self.sender, self.lease, first)
            if outcome.result is not Result.SENT or outcome.native_id is None:
                return out, outcome
            out = replace(out, prepared=self.sender.join_prepared(out.prepared, outcome.native_id))
            keep(out.prepared)
        return out, None

    def send_prepared(self, out: Outgoing) -> Outcome:
        """Returns what the platform's answer means, with the whole id of what was made. Raises Unsendable."""
        call = make_safely(lambda: self.sender.make_call(out, self.credentials))
        outcome = ask_platform(self.stores, self.requests, self.sender, self.lease, call)
        if outcome.result is not Result.SENT:
            return outcome
        made = None if out.operation in DEEDS else self.sender.complete_id(out, outcome.native_id or "")
        return replace(outcome, native_id=made)


def make_safely(make: Callable[[], Made]) -> Made:
    """Returns a request. Raises Unsendable also where our own mistake is why there is none: nothing went out."""
    try:
        return make()
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        observe.failure("request_not_made", error)
        raise Unsendable("not_made") from error


def wait_for_lease(stores: Stores, lease: SendLease) -> int:
    """Returns 0 when a request may be made, and counts it; else in how many seconds the platform takes one again."""
    return stores.platform_limits.take_request(lease.brand, lease.account, lease.route)


def ask_platform(
    stores: Stores, requests: Requests, sender: PlatformSender, lease: SendLease, call: Call
) -> Outcome:
    """Returns what became of a request. Raises Unsendable where it is not made at all."""
    answered = requests.make_request(call)
    if not answered.sent:
        return Outcome(Result.RETRY, code="not_reached")
    outcome = sender.judge(
        SendAnswer.from_http(
            lease.operation, answered.status, answered.headers, answered.body, stores.clock()
        )
    )
    _note_limit(stores, lease, answered, outcome)
    return outcome


def ask_preparation(
    stores: Stores, requests: Requests, sender: PlatformSender, lease: SendLease, call: Call
) -> Outcome:
    """Makes a preparing request and returns its outcome.

    Nobody sees what it makes, so that asking again posts nothing.
    """
    outcome = ask_platform(stores, requests, sender, replace(lease, operation="publish"), call)
    nothing = outcome.result is Result.SENT and outcome.native_id is None
    return replace(outcome, result=Result.RETRY) if nothing or outcome.result is Result.UNKNOWN else outcome


def _note_limit(stores: Stores, lease: SendLease, answered: Answered, outcome: Outcome) -> None:
    """Notes what the headers tell, or what the body says of a limit that is used up; nothing is guessed."""
    headers = {name.lower(): value for name, value in answered.headers.items()}
    told = read_limit(answered.status, headers, stores.clock())
    left, reset_s = (told.remaining, told.reset_s) if told is not None else (0, 0.0)
    if answered.status == 429:
        left, reset_s = 0, outcome.retry_after_s or 0.0
    if reset_s:
        stores.platform_limits.note_limit(lease.brand, lease.account, lease.route, left, reset_s)
