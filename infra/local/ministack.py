"""The local AWS: ministack in its own environment, bound to this machine, its state in one folder.

It writes its state when it is stopped, and only then: a crash loses everything since the last clean stop.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.template import ROOT

REGION = "eu-central-1"
PYTHON = ROOT / ".local" / "tools" / "ministack" / "bin" / "python"
# Known by ministack as its owner's key; it opens nothing anywhere else.
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
_STARTED_BY = Path(__file__).with_name("ordered_queries.py")
_KEPT_VARIABLES = ("PATH", "HOME", "LANG", "TZ", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
_START_SECONDS, _STOP_SECONDS = 30.0, 60.0


class PortInUseError(RuntimeError):
    """Says that something else listens on the port."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is in use")
        self.port = port


class StartError(RuntimeError):
    """Says that the server did not come up; the message ends with the last lines of its log."""


@dataclass(frozen=True)
class Server:
    """Stands for a running local AWS."""

    port: int
    pid: int
    state_dir: Path

    @property
    def endpoint_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def start(port: int, state_dir: Path) -> Server:
    """Starts the server, or returns the one that already runs on this folder and port.

    Raises `PortInUseError` when anything else listens there and `StartError` when it does not come up.
    """
    state_dir = state_dir.resolve()
    if server := running(state_dir):
        if server.port == port:
            return server
        stop(state_dir)
    if _listening(port):
        raise PortInUseError(port)
    shutil.rmtree(state_dir / "tmp", ignore_errors=True)
    for folder in ("aws", "s3", "tmp"):
        (state_dir / folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    log = state_dir / "ministack.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(PYTHON), "-P", str(_STARTED_BY)],  # -P: modules beside it have names of their own
            env=_environment(port, state_dir, os.environ),
            cwd=state_dir,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(port, process.pid, state_dir)
    _wait_until_up(process, server, log)
    _record(state_dir).write_text(json.dumps({"port": port, "pid": process.pid}), encoding="utf-8")
    return server


def running(state_dir: Path) -> Server | None:
    """Returns the server that was started on this folder, if it still answers."""
    try:
        record = json.loads(_record(state_dir).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    server = Server(int(record["port"]), int(record["pid"]), state_dir.resolve())
    return server if _alive(server.pid) and answers(server.endpoint_url) else None


def stop(state_dir: Path) -> bool:
    """Stops the server of this folder so that it keeps its state; False if none was running."""
    server = running(state_dir)
    _record(state_dir).unlink(missing_ok=True)
    if server is None:
        return False
    os.kill(server.pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while time.monotonic() < deadline:
        if not _alive(server.pid):
            return True
        time.sleep(0.05)
    os.kill(server.pid, signal.SIGKILL)
    return True


def free_port() -> int:
    """Finds a port of this machine that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(port: int, state_dir: Path, outer: Mapping[str, str]) -> dict[str, str]:
    """Returns a short environment rather than the caller's: functions inherit it."""
    return {name: outer[name] for name in _KEPT_VARIABLES if name in outer} | {
        **CREDENTIALS,
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        # Both listen on every interface, at ports of their own, and nothing here needs them.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state_dir / "aws"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state_dir / "s3"),
        "TMPDIR": str(state_dir / "tmp"),
        "LAMBDA_WARM_TTL_SECONDS": "60",
        "LOG_LEVEL": "WARNING",
    }


def _wait_until_up(process: subprocess.Popen[bytes], server: Server, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if answers(server.endpoint_url):
            return
        time.sleep(0.05)
    process.kill()
    tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
    raise StartError("the local AWS did not start:\n" + "\n".join(tail))


def _record(state_dir: Path) -> Path:
    return state_dir / "server.json"


def _alive(pid: int) -> bool:
    try:
        # A child of this process stays as a zombie until it is waited for.
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return False
    except ChildProcessError:
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answers(endpoint_url: str) -> bool:
    """Tells whether a local AWS listens there."""
    health = f"{endpoint_url}/_ministack/health"
    try:
        with urllib.request.urlopen(health, timeout=2) as response:  # noqa: S310 - http to ourselves
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False
