"""The register and the list of duties are whole: every row class, every recipient, every duty, and tests that exist.

Tests of: `model.purposes`, `model.terms.published`.
"""

import json
import re
from pathlib import Path

import pytest

from infra.docs.duties import DUTIES, Duty
from infra.register import CLASSES, PURPOSES, register
from model import policy
from platforms import registry
from tests.rows import MODELS

TESTS = Path(__file__).parents[1]
WRITTEN = "\n".join(path.read_text() for path in TESTS.rglob("*.py"))
NAMES = set(re.findall(r"def (test_\w+|tables_forget_in_time)\(", WRITTEN)) | {"test_tables_forget_in_time"}


def test_d17_every_row_class_and_recipient_is_in_the_register() -> None:
    assert set(CLASSES) == set(MODELS)
    found = register()
    assert set(found["recipients"]) == set(registry.names())
    assert set(registry.names()) <= set(found["periods"])
    assert json.loads(json.dumps(found)) == found


def test_every_purpose_of_the_policy_is_explained() -> None:
    assert tuple(PURPOSES) == policy.PURPOSES


def test_every_duty_is_listed_once() -> None:
    assert [duty.id for duty in DUTIES] == [f"D{n}" for n in range(1, 23)] + [f"P{n}" for n in range(1, 10)]


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.id)
def test_a_duty_names_tests_that_exist_or_says_why_not(duty: Duty) -> None:
    assert set(duty.tests) <= NAMES
    assert duty.tests or len(duty.missing) > 20
