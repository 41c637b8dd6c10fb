"""The function that asks works with the rows its role may touch, and with no others, whatever falls due."""

import pytest

from model.account_job import AUDIT, CHECK
from platforms.registry import platform
from store.brand.polls import FIRST_AUDIT_S
from tests.ingest.polled_sides import SIDES
from tests.ingest.polled_world import asked_of
from tests.template.enforcing import as_function

pytestmark = pytest.mark.usefixtures("tables")


def test_every_turn_keeps_to_the_role() -> None:
    side = SIDES["reddit"]
    with asked_of(lambda asked: side.answer(asked, range(1, 9), 0), "reddit", side.native) as (world, served):
        world.credentials = lambda _: {"access_token": "a-token"}
        with as_function("Poll") as asked:
            assert world.poll().begin_missing(world.account.brand) == 2
            world.run()
            world.clock.advance(FIRST_AUDIT_S + 900)
            assert world.run() == 3
        assert asked
        assert platform("reddit").check_batch
        for job in (CHECK, AUDIT):
            state = world.stores.polls.find_poll(world.account.brand, "reddit", world.account.id, job)
            assert state is not None
            assert state.read_at > 0 or state.reason is not None, job
        assert any("/api/info" in each.path for each in served.asked)
