"""The last ten platforms are leaves: no step, no store and no line of the template knows one of them."""

import ast
from pathlib import Path

import pytest

from platforms.registry import MODULES

ROOT = Path(__file__).parents[2]
STEPS = ("aws", "ingest", "privacy", "respond", "segment", "store", "web")
LAST_TEN = "github line linkedin teams threads tiktok trustpilot vanilla viber wechat".split()
OTHER_THINGS = {("threads", "privacy/item_classes.py"), ("threads", "store/forgetting/erasing/identity.py")}
"""Where a name means something else: a person's private threads."""


@pytest.mark.parametrize("name", LAST_TEN)
def test_no_step_or_store_names_it(name: str) -> None:
    named = {
        (name, str(path.relative_to(ROOT / "functions")))
        for step in STEPS
        for path in (ROOT / "functions" / step).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and node.value == name
    }
    assert named <= OTHER_THINGS


@pytest.mark.parametrize("name", LAST_TEN)
def test_the_template_names_it_nowhere(name: str) -> None:
    words = (ROOT / "template.yaml").read_text().replace('"', " ").replace("'", " ").replace(":", " ").split()
    assert name in MODULES
    assert name not in words
