"""Lists the hosts that the local stack asks on this machine instead: what we send never leaves it."""

import json
from pathlib import Path

from infra.simulate.asked_sites import ASKED_HOSTS
from infra.simulate.send_endpoints import HOSTS


def find_port(port: int) -> int:
    """Returns where the platforms' send endpoints are played for a stack at `port`."""
    return port + 1 if port < 65_535 else port - 1


def tell_hosts(told: Path, port: int) -> None:
    """Writes that the platforms' send endpoints are at `port`; what somebody else said of a host stays."""
    known = json.loads(told.read_text(encoding="utf-8")) if told.exists() else {}
    place = f"http://127.0.0.1:{port}"
    ours = (*HOSTS, *ASKED_HOSTS)
    hosts = dict.fromkeys(ours, place) | {
        host: where for host, where in known.get("hosts", {}).items() if host not in ours
    }
    told.parent.mkdir(parents=True, exist_ok=True)
    told.write_text(json.dumps({**known, "hosts": hosts}, indent=2), encoding="utf-8")
