"""A limit on the time that code without any I/O may take: no delivery uses up what belongs to its neighbours."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from model.errors import Malformed

TOO_SLOW = "too_slow"
"""Why a delivery is parked that could not be read in time."""


class _TimeIsUp(BaseException):
    """Ends work whose time is up. No Exception: a parser that catches all of those must not go on."""


@contextmanager
def limit_time(seconds: float) -> Iterator[None]:
    """Ends what runs inside after so many seconds. Raises Malformed.

    Only for pure code: what is ended between two bytes of a connection would leave that unusable. Signals reach the
    main thread alone, which is the one that Lambda runs a function in; in another there is no limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGALRM, _raise)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except _TimeIsUp:
        raise Malformed(TOO_SLOW) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


def _raise(_number: int, _frame: object) -> None:
    raise _TimeIsUp
