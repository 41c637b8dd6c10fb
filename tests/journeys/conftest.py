"""One stack for all journeys: its own local AWS on a free port, with the real template, permissions enforced."""

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from infra.local import deploy, ministack, stack
from infra.local.seed import seed
from tests.journeys.world import World


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    home: Path = tmp_path_factory.mktemp("stack")
    assert ministack.PYTHON.exists(), "the local AWS is not installed: run `make e2e` or `make test`"
    server = ministack.start(ministack.free_port(), home / "state")
    try:
        deployed = deploy.deploy(server.endpoint_url)
        # In a process of its own: AWS clients and tables stay bound to the stack they first saw.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
            seeded = elsewhere.submit(seed, deployed, {}).result()
        path = home / "stack.json"
        stack.write(path, deployed, seeded)
        made = World(deployed, path, json.loads(path.read_text()))
        # Journeys ask again and again whether something is there yet.
        many = {"requests_per_minute": 1_000_000, "brand_requests_per_minute": 1_000_000}
        made.api._ask("PUT", ("settings",), {}, many)
        yield made
    finally:
        ministack.stop(home / "state")
