"""The platforms' send endpoints beside a local stack: a process that takes every answer while the stack is up.

    python -m infra.local.played PORT

Whoever answers a customer on the local stack sees it sent. `rapport simulate --talk` plays them itself meanwhile.
"""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from infra.simulate.send_endpoints import STOP, serve_endpoints

_PATIENCE_S = 20.0


def start(port: int) -> None:
    """Plays them in a process of its own, which `stop` ends; returns when they can be asked, or did not begin."""
    subprocess.Popen(
        [sys.executable, "-m", "infra.local.played", str(port)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + _PATIENCE_S
    while not _ask(port, "GET") and time.monotonic() < deadline:
        time.sleep(0.05)


def stop(port: int) -> bool:
    """Ends what plays them at a port; False where nobody does."""
    if not _ask(port, "POST"):
        return False
    deadline = time.monotonic() + _PATIENCE_S
    while _ask(port, "GET") and time.monotonic() < deadline:
        time.sleep(0.05)
    return True


@contextmanager
def paused(port: int) -> Iterator[None]:
    """Leaves the port to somebody else until the block ends."""
    was_there = stop(port)
    try:
        yield
    finally:
        if was_there:
            start(port)


def _ask(port: int, method: str) -> bool:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{STOP}", method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - as above
            return bool(answer.status == 204)
    except (OSError, urllib.error.URLError):
        return False


def main(port: int) -> None:
    """Plays them until somebody asks for the end."""
    ended = Event()
    with serve_endpoints(port, ended.set):
        ended.wait()


if __name__ == "__main__":
    main(int(sys.argv[1]))
