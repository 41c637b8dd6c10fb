"""Every own sample becomes exactly the events written beside it."""

import pytest

from model.event import Kind
from platforms.registry import names, platform
from tests.platforms.cases import Case, cases, flat

ALL = [(name, case) for name in names() for case in cases(name)]
RECEIVED_AT = 1_770_000_000_000


@pytest.mark.parametrize(("name", "case"), ALL, ids=[f"{name}-{case.name}" for name, case in ALL])
def test_case(name: str, case: Case) -> None:
    found = platform(name).read_delivery(case.delivery(name, RECEIVED_AT))
    wanted = [flat(event, case.self_ids) for event in case.events]
    assert [flat(event, case.self_ids) for event in found] == wanted


@pytest.mark.parametrize("name", names())
def test_every_platform_has_samples_of_what_it_promises(name: str) -> None:
    kinds = {event.kind for case in cases(name) for event in case.events}
    assert len(cases(name)) >= 8
    assert any(not case.events for case in cases(name)), "a quiet one"
    versions = any(event.changed_at for case in cases(name) for event in case.events)
    assert Kind.EDIT in kinds or versions or "edits" not in platform(name).capabilities
    assert Kind.DELETE in kinds or "deletes" not in platform(name).capabilities
