"""Makes the request for an account's next page, and reads the page: nothing here opens a connection or keeps
anything.
"""

import time
from dataclasses import replace
from typing import Any

from aws import observe
from model.errors import Malformed
from model.event import SILENT, Event, Signal
from model.http import Call, Delivery
from model.messages import Envelope
from platforms.base import PAGE, Platform
from store.brand.accounts import Account
from store.brand.polls import PollState
from web.client import WebAnswer

LOOK_BACK_MS = 600_000
"""How far behind what was read last a list is read again: for what came late, or was edited since."""

LONGEST_S = 86_400


def count_wait(failures: int, wait_s: int | None = None) -> int:
    """Returns the seconds to wait after so many failures in a row: as the server says, else ever longer."""
    usual = min(LONGEST_S, Platform.poll_every_s * 2 ** min(failures - 1, 10))
    return max(1, min(LONGEST_S, wait_s) if wait_s is not None else usual)


def make_told(state: PollState, account: Account, now_ms: int) -> dict[str, Any]:
    """Returns what a platform is told of an account that is to be asked."""
    since = max(0, state.mark - LOOK_BACK_MS)
    return {
        "native_id": account.native_id,
        "self_ids": account.self_ids,
        "settings": account.settings,
        "since_ms": since,
        "since": _iso(since) if since else None,
        "now_ms": now_ms,
    }


def make_poll_call(
    platform: Platform, state: PollState, account: Account, token: str | None, now_ms: int
) -> Call:
    """Returns the request for the page that the state's cursor leads to, or for the first one if it changed."""
    call = platform.poll(make_told(state, account, now_ms), state.cursor)
    if state.cursor is None and not platform.walks:
        known = {"if-none-match": state.etag, "if-modified-since": state.last_modified}
        told = {name: value for name, value in known.items() if value}
        call = replace(call, headers={**call.headers, **told})
    return add_token(platform, call, token)


def add_token(platform: Platform, call: Call, token: str | None) -> Call:
    """Returns a request with the account's token, as the platform takes it."""
    told = {"authorization": f"{platform.token_scheme} {token}"} if token else {}
    return replace(call, headers={**call.headers, **told})


def read_poll_page(platform: Platform, delivery: Delivery) -> tuple[list[Event], str | None, str | None]:
    """Returns a page's events, where it goes on, and why it cannot be read: it is parked then."""
    try:
        events, following = platform.parse_poll(delivery)
    except Malformed as error:
        return [], None, error.code
    except Exception as error:  # noqa: BLE001 - our own fault: it waits, parked, and the others go on
        observe.failure("parse_crashed", error, platform=platform.name)
        return [], None, "parse_crashed"
    told = [event for event in events if event.kind not in SILENT or event.signal is Signal.PLACE]
    return told, following, None


def make_page(platform: Platform, account: Account, answer: WebAnswer, now_ms: int) -> Envelope:
    """Returns an answer as a delivery of the account that was asked."""
    return Envelope(
        account.platform,
        account.endpoint,
        account.brand,
        now_ms,
        {name: answer.headers[name] for name in platform.kept_headers if name in answer.headers},
        answer.body,
        source=PAGE,
        url=answer.url,
        asked=account.id,
    )


def make_bare(account: Account) -> Delivery:
    """Returns a page on which nothing stands."""
    return Delivery(account.platform, b"", {}, 0, PAGE)


def list_own_ids(account: Account) -> tuple[str, ...]:
    """Returns the native ids that are an account's own, the one that names it first."""
    return (account.native_id, *account.self_ids)


def _iso(milliseconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(milliseconds // 1000))
