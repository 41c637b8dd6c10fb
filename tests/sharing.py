"""How several processes share the tests."""

from xdist.scheduler import LoadFileScheduling


class ByFile(LoadFileScheduling):  # type: ignore[misc]  # the library is not typed
    """File by file, but all journeys to one process, for the sake of one stack."""

    def _split_scope(self, nodeid: str) -> str:
        scope: str = super()._split_scope(nodeid)
        return "tests/journeys" if scope.startswith("tests/journeys/") else scope
