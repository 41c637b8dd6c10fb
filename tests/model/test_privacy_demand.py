"""What travels on the queue `privacy`: opaque ids only, and back again.

Tests of: `model.messages`.
"""

import pytest

from model import confirmation
from model.errors import Malformed
from model.messages import PrivacyDemand


def test_a_demand_survives_the_queue() -> None:
    full = PrivacyDemand("acme", "t" * 32, "erase", "slack", "p" * 32, None, 5, "platform")
    bare = PrivacyDemand("acme", "t" * 32, "export", source="api")
    for demand in (full, bare):
        assert PrivacyDemand.from_json(demand.to_json()) == demand
        assert demand.to_json().isascii()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"brand": "a"}', '{"brand":"a","id":"b","ask":"c","at":"x"}']
)
def test_what_is_no_demand_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        PrivacyDemand.from_json(text)


def test_a_code_is_of_one_delivery_to_one_endpoint() -> None:
    codes = {
        confirmation.code(endpoint, body, number)
        for endpoint in ("a", "ab")
        for body in (b"c", b"bc")
        for number in (0, 1)
    }
    assert len(codes) == 8
    assert all(len(code) == 32 and code.isalnum() for code in codes)
    assert confirmation.code("a", b"c") in codes
