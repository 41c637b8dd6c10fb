"""The running stack answers as docs/openapi.json says, whatever is sent to what only reads."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance, unsupported_method

from infra.docs import openapi
from respond.access import ADMIN
from respond.routes.table import ROUTES
from tests.journeys.world import RunningStack

pytestmark = pytest.mark.e2e
PATIENT_S = 120
"""How long an answer may take: a busy machine is no fault of the API."""
EXAMPLES = 3

SCHEMA = schemathesis.openapi.from_dict(openapi.document())
load_all_checks()
ROLES_OF = {route.key: route.roles for route in ROUTES}
READING = {
    (each.method.upper(), each.path): each
    for each in (found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok))
    if each.method.upper() == "GET" and ADMIN in ROLES_OF["GET", each.path]
}
LEFT_OUT = [positive_data_acceptance, unsupported_method]
"""Cursors and days have to make sense together; what a path does not have answers the gateway itself, with 404."""


@pytest.mark.parametrize("key", READING, ids=lambda key: key[1])
def test_the_stack_answers_as_described(world: RunningStack, key: tuple[str, str]) -> None:
    @given(case=READING[key].as_strategy(generation_mode=GenerationMode.POSITIVE))
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def probe(case: Any) -> None:
        case.call_and_validate(
            base_url=world.content["api_url"],
            headers={"Authorization": f"Bearer {world.content['token']}"},
            excluded_checks=LEFT_OUT,
            timeout=PATIENT_S,
        )

    probe()
