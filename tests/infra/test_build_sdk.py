"""The botocore that ships is the one the tests saw, and knows every service that is called: `infra.build.sdk`."""

import ast
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import botocore
import pytest

from infra.build import requirements
from infra.build.inspection import measure
from infra.build.sdk import CALLED, check_sdk, prune_sdk
from infra.template import ROOT

CALLS = {"call", "client", "warm_client"}
MOST_MB = 8.0
"""What of botocore may ship, with byte-code."""


def _named(path: Path) -> set[str]:
    """Returns the services that a module names as it asks for a client or calls one."""
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
        if isinstance(node.args[0].value, str)
        and (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", ""))
        in CALLS
    }


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    installed = Path(botocore.__file__).parent
    shutil.copytree(installed, folder / "botocore")
    (folder / f"botocore-{version('botocore')}.dist-info").mkdir()
    prune_sdk(folder)
    return folder


def test_every_service_that_is_called_has_its_data() -> None:
    named = set().union(*(_named(path) for path in (ROOT / "functions").rglob("*.py")))
    assert named == set(CALLED)


def test_what_ships_of_it_makes_every_client_and_no_other(shipped: Path) -> None:
    assert check_sdk(shipped) == []
    assert measure(shipped) <= MOST_MB
    script = (
        "import botocore, sys\nfrom aws import clients\n"
        f"assert botocore.__file__.startswith({str(shipped)!r})\n"
        f"for name in {CALLED!r}:\n    clients.client(name)\n"
        "clients.client('dynamodb').get_paginator('query')\n"
        "clients.client('s3').generate_presigned_url('get_object', Params={'Bucket': 'b', 'Key': 'k'})\n"
        "try:\n    clients.client('ec2')\nexcept Exception as error:\n    print(type(error).__name__)\n"
    )
    path = os.pathsep.join((str(shipped), str(ROOT / "functions")))
    answer = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": path},
        check=True,
        capture_output=True,
        text=True,
    )
    assert answer.stdout.strip() == "UnknownServiceError"


def test_it_is_the_one_that_the_tests_see() -> None:
    assert f"botocore=={version('botocore')} " in requirements.FILE.read_text("utf-8")


def test_another_one_or_one_cut_too_short_is_named(shipped: Path, tmp_path: Path) -> None:
    assert len(check_sdk(tmp_path)) == 1 + len(CALLED)
    shutil.copytree(shipped, tmp_path / "copy")
    shutil.rmtree(tmp_path / "copy" / "botocore" / "data" / "kms")
    assert check_sdk(tmp_path / "copy") == ["botocore knows no kms"]
