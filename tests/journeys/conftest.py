"""One stack for all journeys: its own local AWS on a free port, with the real template, permissions enforced."""

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from infra.local import deploy, ministack, simulated_web, stack
from infra.local.seed import seed
from infra.local.stack import Stack
from tests.journeys.world import STEPS, RunningStack

HIDDEN_S = 60
"""So long what a worker that died had taken is hidden, in place of five minutes and more: nothing that ends well in the
journeys takes a function longer, and nobody waits for the dead."""


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    home: Path = tmp_path_factory.mktemp("stack")
    assert ministack.PYTHON.exists(), "the local AWS is not installed: run `make e2e` or `make test`"
    server = ministack.start(ministack.free_port(), home / "state")
    try:
        web_port, simulated = ministack.free_port(), home / "simulated-web.json"
        simulated_web.tell_hosts(simulated, web_port)
        deployed = deploy.deploy(server.endpoint_url, simulated=simulated)
        _hide_briefly(deployed)
        # In a process of its own: AWS clients and tables stay bound to the stack they first saw.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
            seeded = elsewhere.submit(seed, deployed, {}).result()
        path = home / "stack.json"
        stack.write(path, deployed, seeded)
        made = RunningStack(deployed, path, json.loads(path.read_text()), web_port)
        # Journeys ask again and again whether something is there yet.
        many = {"requests_per_minute": 1_000_000, "brand_requests_per_minute": 1_000_000}
        made.api._ask("PUT", ("settings",), {}, many)
        yield made
    finally:
        ministack.stop(home / "state")


def _hide_briefly(deployed: Stack) -> None:
    sqs = deployed.client("sqs")
    for step in STEPS:
        sqs.set_queue_attributes(
            QueueUrl=deployed.outputs[step], Attributes={"VisibilityTimeout": str(HIDDEN_S)}
        )
