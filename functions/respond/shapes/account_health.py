"""Describes how an account is doing: when it was last heard of, and what was refused or parked."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from respond.shapes.authorization import SendingView
from respond.shapes.scalars import TimeText, format_time
from store.brand.accounts import Account
from store.brand.polls import STOPPED, PollState
from store.brand.silence import Silence
from store.interactions.parked import UNKNOWN_ACCOUNT, Parked

FAR = 3
"""Times the longest of its latest silences after which an account counts as silent."""


class UnknownAccountView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a native id that deliveries at the account's endpoint name and no account has: perhaps the right one."""

    native_id: str
    parked: int


class PolledView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how an account is asked (always where its platform never calls, else for what was missed) or renewed.

    `failures` counts those in a row, `reason` says what the last one was; `next_at` is null where nobody asks any more.
    """

    read_at: TimeText | None
    next_at: TimeText | None
    failures: int
    reason: str | None


class AuditedView(PolledView, kw_only=True, forbid_unknown_fields=True):
    """Shows when what was told was last compared with what is here; `found` was lacking, and was handed on."""

    found: int


class AccountHealthView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how an account is doing.

    `silent` is null where too little came to tell. Of its endpoint: `refused` counts by reason what was turned away
    within 24 hours (null while the log does not answer; at least so many where `refused_all` is false), `parked` counts
    by reason what waits (at least so many where `parked_all` is false). `polled` is null for who is not asked.
    `renewed` tells of its subscription at the platform or hub; null where none ends.
    `checked`: when items were looked at again; null where the platform announces deletions.
    `audited`: when a night compared what was told with what is here; null for who is not asked.
    """

    id: str
    state: str
    native_id: str
    last_delivery_at: TimeText | None
    usual_silence_s: int | None
    longest_silence_s: int | None
    silent: bool | None
    refused: dict[str, int] | None
    refused_all: bool
    parked: dict[str, int]
    parked_all: bool
    unknown_accounts: list[UnknownAccountView]
    sending: SendingView | None
    polled: PolledView | None
    renewed: PolledView | None
    checked: PolledView | None
    audited: AuditedView | None


class AccountTestView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what the webhook answered to a signed probe and to a forged one: statuses of HTTP.

    `signed` is null where only the platform itself can sign. `good`: the one was taken and the other refused.
    """

    id: str
    signed: int | None
    forged: int | None
    good: bool


def show_health(
    account: Account,
    silence: Silence | None,
    now_ms: int,
    refused: tuple[Mapping[str, int] | None, bool],
    parked: tuple[Sequence[Parked], bool],
    sending: SendingView | None,
    polled: PollState | None,
    renewed: PollState | None,
    checked: PollState | None,
    audited: PollState | None,
) -> AccountHealthView:
    """Returns how an account is doing; `refused` and `parked` each with whether that is all."""
    (reasons, refused_all), (waiting, parked_all) = refused, parked
    longest = None if silence is None else silence.longest_s
    return AccountHealthView(
        id=account.id,
        state=account.state,
        native_id=account.native_id,
        last_delivery_at=None if silence is None else format_time(silence.last_at),
        usual_silence_s=None if silence is None else silence.usual_s,
        longest_silence_s=longest,
        silent=None if silence is None or longest is None else _is_silent(silence, longest, now_ms),
        refused=None if reasons is None else dict(reasons),
        refused_all=refused_all,
        parked=dict(sorted(Counter(each.reason for each in waiting).items())),
        parked_all=parked_all,
        unknown_accounts=_list_unknown(waiting),
        sending=sending,
        polled=None if polled is None else show_polled(polled),
        renewed=None if renewed is None else show_polled(renewed),
        checked=None if checked is None else show_polled(checked),
        audited=None if audited is None else show_audited(audited),
    )


def show_polled(state: PollState) -> PolledView:
    """Returns how an account is asked."""
    return PolledView(
        read_at=format_time(state.read_at * 1000) if state.read_at else None,
        next_at=None if state.due_at == STOPPED else format_time(state.due_at * 1000),
        failures=state.failures,
        reason=state.reason,
    )


def show_audited(state: PollState) -> AuditedView:
    """Returns how an account's audit ended."""
    told = show_polled(state)
    return AuditedView(
        read_at=told.read_at,
        next_at=told.next_at,
        failures=told.failures,
        reason=told.reason,
        found=state.found,
    )


def _is_silent(silence: Silence, longest_s: int, now_ms: int) -> bool:
    return now_ms - silence.last_at > FAR * longest_s * 1000


def _list_unknown(waiting: Iterable[Parked]) -> list[UnknownAccountView]:
    """Returns the native ids that most deliveries name first."""
    named = Counter(
        native for each in waiting if each.reason == UNKNOWN_ACCOUNT for native in each.accounts if native
    )
    ordered = sorted(named.items(), key=lambda each: (-each[1], each[0]))
    return [UnknownAccountView(native_id=native, parked=number) for native, number in ordered]
