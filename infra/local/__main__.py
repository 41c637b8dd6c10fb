"""`python -m infra.local up | down | reset`: the local stack behind the make targets."""

import os
import shutil
import sys
import time
from pathlib import Path

from infra.local import deploy, ministack, played, simulated_web, stack
from infra.template import ROOT

PORT_IN_USE = 3
USAGE = 64
DEFAULT_PORT = 4566
STACK_FILE = ROOT / ".local" / "stack.json"


def up(port: int, state_dir: Path) -> int:
    """Starts, deploys and seeds the stack, or brings it up to date; ends with the line `RAPPORT_STACK=<path>`."""
    from infra.cli.agent_api import AgentApi
    from infra.cli.talk import PLAYED, give_tokens
    from infra.local.history import bring_history  # late: these need the whole of functions/, `down` does not
    from infra.local.seed import seed
    from infra.simulate import demo

    began = time.monotonic()
    _say(f"local AWS on 127.0.0.1:{port}, state in {state_dir}")
    try:
        server = ministack.start(port, state_dir)
    except ministack.PortInUseError as error:
        _say(f"{error}: stop what listens there, or set RAPPORT_PORT to move this stack.")
        return PORT_IN_USE
    web_port = simulated_web.find_port(port)
    played.stop(web_port)
    simulated_web.tell_hosts(deploy.SIMULATED_WEB, web_port)
    _say("deploying template.yaml")
    deployed = deploy.deploy(server.endpoint_url)
    _say("demo brand, token and accounts")
    file = stack.choose_file(STACK_FILE, state_dir, server.endpoint_url)
    stack.write(file, deployed, seed(deployed, stack.read(file)))
    _say(f"ready after {time.monotonic() - began:.1f} s; `make down` keeps the state, a crash loses it")
    _say(f"webhooks: {deployed.webhook_url}/webhooks/{{platform}}/{{endpoint}}")
    played.start(web_port)
    shown = demo.show(stack.read(file))
    try:
        with played.paused(web_port):
            for line in bring_history(deployed, stack.read(file), web_port):
                _say(line)
        give_tokens(stack.read(file), AgentApi(deployed.api_url, stack.read(file)["token"]), set(PLAYED))
    except OSError as error:
        _say(f"the demo's feed is not polled, and answers are not taken: {error}")
    _say(f"console: {deployed.console_url}#token={stack.read(file)['token']}")
    print(f"RAPPORT_STACK={file}")
    return 0 if shown else 1


def down(port: int, state_dir: Path) -> int:
    """Stops cleanly, which is when the state is written."""
    _stop_played(port, state_dir)
    _say("stopped, state kept" if ministack.stop(state_dir) else "nothing is running")
    return 0


def reset(port: int, state_dir: Path) -> int:
    """Stops and forgets everything that was stored."""
    _stop_played(port, state_dir)
    server = ministack.running(state_dir)
    ministack.stop(state_dir)
    stack.forget_file(STACK_FILE, None if server is None else server.endpoint_url)
    shutil.rmtree(state_dir, ignore_errors=True)
    _say("local state forgotten")
    return 0


def _stop_played(port: int, state_dir: Path) -> None:
    server = ministack.running(state_dir)
    played.stop(simulated_web.find_port(port if server is None else server.port))


def read_port(text: str) -> int | None:
    """Returns the port a text names; None for anything else."""
    port = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return port if 0 < port < 65536 else None


def _say(line: str) -> None:
    print(line, flush=True)


def main(arguments: list[str]) -> int:
    commands = {"up": up, "down": down, "reset": reset}
    if len(arguments) != 1 or arguments[0] not in commands:
        _say(f"usage: python -m infra.local {' | '.join(commands)}")
        return USAGE
    port = read_port(os.environ.get("RAPPORT_PORT") or str(DEFAULT_PORT))
    if port is None:
        _say(f"RAPPORT_PORT must be a port from 1 to 65535, not {os.environ.get('RAPPORT_PORT')!r}.")
        return USAGE
    state_dir = ROOT / (os.environ.get("RAPPORT_STATE_DIR") or ".local/state")
    try:
        return commands[arguments[0]](port, state_dir.resolve())
    except (ministack.StartError, deploy.DeployError) as error:
        _say(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
