"""A client generated from docs/openapi.json has every route and shape, and works."""

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from infra.docs import openapi, schemas
from infra.template import ROOT
from respond.routes.table import ROUTES
from tests.respond.bridge import TOKEN, application
from tests.respond.world import World

NAME = "generated_client"
AGAIN = {"all": [{"attribute": "negative", "at_least": 1}, {"not": {"any": [{"segment": "unsatisfied"}]}}]}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The generated package, imported."""
    place = tmp_path_factory.mktemp("client")
    beside = Path(sys.executable).parent
    run = subprocess.run(
        [beside / "openapi-python-client", "generate", "--path", ROOT / openapi.PATH, "--meta", "none",
         "--output-path", place / NAME, "--fail-on-warning"],
        env={**os.environ, "PATH": f"{beside}:{os.environ['PATH']}"}, cwd=place, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    sys.path.insert(0, str(place))
    try:
        yield importlib.import_module(NAME)
    finally:
        sys.path.remove(str(place))


@pytest.fixture
def client(package: ModuleType) -> Any:
    """A client of the API in this process."""
    url = "http://api.example"
    http = httpx.Client(
        transport=httpx.WSGITransport(app=application), base_url=url, headers={"Authorization": TOKEN}
    )
    return package.AuthenticatedClient(base_url=url, token="unused").set_httpx_client(http)


def _call(client: Any, tag: str, operation: str, *arguments: Any, **more: Any) -> Any:
    module = importlib.import_module(f"{NAME}.api.{tag}.{operation}")
    return module.sync_detailed(*arguments, client=client, **more)


def _models(package: ModuleType) -> Any:
    return importlib.import_module(f"{package.__name__}.models")


def test_no_route_and_no_shape_is_left_out(package: ModuleType) -> None:
    found = {
        path.stem
        for path in (Path(package.__file__ or "").parent / "api").rglob("*.py")
        if path.stem != "__init__"
    }
    assert len(found) == len(ROUTES)
    named = {name.lower() for name in dir(_models(package))}
    assert {name.lower() for name in schemas.describe_components()} <= named


def test_it_reads_lists_and_what_is_in_them(shared: World, client: Any) -> None:
    page = _call(client, "conversations", "get_conversations", limit=2).parsed
    assert page.data[0].customer.name == "Mara Field"
    assert (len(page.data), page.has_more) == (2, True)
    shown = _call(client, "conversations", "get_conversations_one", page.data[0].id)
    assert shown.parsed.id == page.data[0].id
    assert shown.parsed.last_interaction.sentiment.label.value == "negative"
    contact = _call(client, "contacts", "get_contacts_one", page.data[0].customer.id).parsed
    rules = {each.id: each.evidence.rule.attribute for each in contact.segments}
    assert rules["writers"] == "interactions"


def test_it_changes_what_was_seen(shared: World, client: Any, package: ModuleType) -> None:
    models, some_id = _models(package), shared.ids()["angry"]
    seen = _call(client, "conversations", "get_conversations_one", some_id).headers["ETag"]
    change = models.ConversationChange(assignee="me", status=models.Status.PENDING)
    changed = _call(client, "conversations", "patch_conversations_one", some_id, body=change, if_match=seen)
    assert (changed.status_code, changed.parsed.assignee) == (200, "adam")
    late = _call(client, "conversations", "patch_conversations_one", some_id, body=change, if_match=seen)
    assert (late.status_code, late.parsed.code) == (412, "precondition_failed")


def test_a_rule_within_rules_goes_there_and_back(shared: World, client: Any, package: ModuleType) -> None:
    models = _models(package)
    rule = models.Rule.from_dict(AGAIN)
    made = _call(client, "segments", "post_segments", body=models.NewSegment(title="Again", rule=rule))
    assert made.status_code == 201
    read = _call(client, "segments", "get_segments_one", made.parsed.id).parsed
    assert read.rule.to_dict() == AGAIN
    wrong = models.NewSegment(title="Wrong", rule=models.Rule.from_dict({"any": [{}, {"attribute": "x"}]}))
    refused = _call(client, "segments", "post_segments", body=wrong).parsed
    assert (refused.code, refused.pointer) == ("bad_rule", "/rule/any/0/attribute")
