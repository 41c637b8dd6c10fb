"""Which test file a worker of pytest-xdist takes next.

Journeys start a stack of their own in each worker that runs one, and mostly wait for it; other tests compute. So one
worker walks the journeys while the others compute, and only at the end all help with what is left. Rooms whose tests
are few and long come first: by the number of their tests, as xdist has it, they would come last, one worker alone.
"""

from collections.abc import Iterable
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]  # it ships no types

JOURNEYS = "tests/journeys/"
LONG = ("tests/proof/", "tests/console/", "tests/respond/test_openapi.py")


def choose_file(files: Iterable[str], journeys: bool) -> str:
    """The file to take next of those that are left, by whoever walks the journeys or by another worker."""
    return min(files, key=lambda file: (file.startswith(JOURNEYS) is not journeys, not file.startswith(LONG)))


class JourneysAside(LoadFileScheduling):  # type: ignore[misc]
    """Files whole, as `--dist loadfile` has them, in the order above."""

    def _assign_work_unit(self, node: Any) -> None:
        file = choose_file(self.workqueue, journeys=node is self.nodes[0])
        self.workqueue.move_to_end(file, last=False)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> JourneysAside | None:
    """Takes the place of xdist's own scheduler of files."""
    return JourneysAside(config, log) if config.getvalue("dist") == "loadfile" else None
