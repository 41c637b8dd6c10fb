"""An agent's day is priced by its requests and units, and as the document says."""

import json
from typing import Any

import pytest

from bench import bill
from bench.report import RESULTS

VALUES: dict[str, Any] = {each["name"]: each["value"] for each in json.loads(RESULTS.read_text())}


def test_more_requests_and_units_cost_more_and_an_idle_day_the_authorizer() -> None:
    idle = bill.price_agent_day(0, 0, 0)
    assert 0 < idle < 0.001
    assert bill.price_agent_day(1_000_000, 0, 0) - idle == pytest.approx(3.5 + 1.0 + 0.2 + 0.4, abs=0.1)
    assert bill.price_agent_day(0, 1_000_000, 1_000_000) - idle == pytest.approx(0.125 + 0.625)


def test_the_day_is_the_sum_of_what_is_done() -> None:
    requests, reads, writes = (
        sum(times * VALUES[f"agent.{kind}.{what}"] for kind, times in bill.AGENT_DAY.items())
        for what in ("requests", "read_units", "write_units")
    )
    assert VALUES["agent.requests_per_day"] == requests
    assert VALUES["agent.usd_per_day"] == pytest.approx(
        bill.price_agent_day(requests, reads, writes), abs=0.001
    )
