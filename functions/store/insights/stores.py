"""The stores of counts, wired once; `store.stores` adds the others."""

from collections.abc import Callable
from functools import cached_property

from store.insights.flows import SegmentFlows
from store.insights.ratings import Ratings
from store.insights.response_times import ResponseTimes
from store.insights.rollups import Rollups


class InsightStores:
    """Makes what is needed when it is first asked for."""

    clock: Callable[[], float]
    """Epoch seconds."""

    @cached_property
    def rollups(self) -> Rollups:
        """Returns the store of counts."""
        return Rollups(self.clock)

    @cached_property
    def response_times(self) -> ResponseTimes:
        """Returns the store of how long people waited."""
        return ResponseTimes()

    @cached_property
    def flows(self) -> SegmentFlows:
        """Returns the counts of who enters and leaves segments."""
        return SegmentFlows(self.clock)

    @cached_property
    def ratings(self) -> Ratings:
        """Returns the store of how content people say to be."""
        return Ratings()
