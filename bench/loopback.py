"""The stand-in for AWS, in a process of its own: what a benchmark's clients do is real down to the socket."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class Loopback:
    """A running stand-in."""

    def __init__(self, url: str) -> None:
        self.url = url

    def sent(self) -> list[str]:
        """The bodies queued since this was last asked."""
        bodies: list[str] = self._get("/sent")
        return bodies

    def calls(self) -> int:
        """How many operations were asked for, of all services."""
        return int(self._get("/calls"))

    def _get(self, path: str) -> Any:
        with urllib.request.urlopen(self.url + path) as answer:  # noqa: S310 - our own server
            return json.load(answer)

    def environment(self) -> dict[str, str]:
        """What a function here is started with, as Lambda would: it knows nothing of a benchmark."""
        # Only here, for it changes the environment of who imports it.
        from tests.conftest import SETTINGS

        queues = {
            name: re.sub("^https://[^/]+", self.url, value)
            for name, value in SETTINGS.items()
            if name.startswith("RAPPORT_QUEUE")
        }
        return {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": f"{ROOT / 'functions'}{os.pathsep}{ROOT}",
            **SETTINGS,
            **queues,
            "AWS_ENDPOINT_URL": self.url,
            "AWS_LAMBDA_FUNCTION_NAME": "bench",
        }


@contextmanager
def running(secret: str, more: Mapping[str, str] | None = None) -> Iterator[Loopback]:
    """A stand-in of one's own, stopped at the end. `secret` is what every name of a secret holds.

    `more` is added to its environment: `BENCH_TLS` (certificate and key), `BENCH_KEYS` (a user pool's key set).
    """
    environment = {
        **os.environ,
        **(more or {}),
        "PYTHONPATH": f"{ROOT / 'functions'}{os.pathsep}{ROOT}",
        "BENCH_SECRET": secret,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.stand_in"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        if not url:
            raise RuntimeError("the stand-in for AWS did not start")
        yield Loopback(url)
    finally:
        process.terminate()
        process.wait()
