"""What is built can run on Lambda: `infra.build.imports`, `infra.build.inspection`, `infra.build.stripping`."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from infra.build.functions import prune
from infra.build.imports import Modules
from infra.build.inspection import check_libraries, check_wheels, fits_runtime, list_missing
from infra.build.stripping import find_loaded_end, strip_library
from infra.template import ROOT

FILES = {
    "ingest/__init__.py": "",
    "ingest/webhook.py": "from typing import TYPE_CHECKING\nimport json, boto3, lib.part\nfrom ingest import near\n"
    "if TYPE_CHECKING:\n    import nowhere\n",
    "ingest/near.py": "try:\n    import faster\nexcept ImportError:\n    faster = None\n\ndef f():\n    import late\n",
    "late.py": "from lib import part",
    "lib/__init__.py": "from . import part\ndef f():\n    import unused",
    "lib/part.py": "",
}


def folder(where: Path, **more: str | None) -> Path:
    for name, content in {**FILES, **more}.items():
        if content is not None:
            (where / name).parent.mkdir(parents=True, exist_ok=True)
            (where / name).write_text(content)
    return where


def test_every_import_is_followed(tmp_path: Path) -> None:
    modules = Modules(folder(tmp_path))
    assert modules.follow(["ingest.webhook"]) == []
    assert modules.reached == {"ingest", "ingest.webhook", "ingest.near", "late", "lib", "lib.part"}


@pytest.mark.parametrize(
    ("lacks", "missing"),
    [
        ("late.py", "late (for ingest.near)"),
        ("lib/part.py", "lib.part (for ingest.webhook)"),
        ("ingest/webhook.py", "ingest.webhook"),
    ],
)
def test_an_import_that_is_missing_is_named(tmp_path: Path, lacks: str, missing: str) -> None:
    assert Modules(folder(tmp_path, **{lacks: None})).follow(["ingest.webhook"]) == [missing]


def test_the_handlers_find_all_they_import_without_what_is_pruned(tmp_path: Path) -> None:
    """On this machine's own packages: those of the target are looked at by `make build`."""
    shipped = [
        line.split("==")[0]
        for line in (ROOT / "functions/requirements.txt").read_text().splitlines()
        if "==" in line
    ]
    names = {"pyjwt": "jwt", "typing-extensions": "typing_extensions.py"}
    places = [names.get(each, each.replace("-", "_")) for each in shipped]
    installed = Path(next(each for each in sys.path if each.endswith("site-packages")))
    for place in (*places, "_cffi_backend*"):
        for found in installed.glob(place):
            copy = shutil.copytree if found.is_dir() else shutil.copy2
            copy(found, tmp_path / found.name)
    shutil.copytree(ROOT / "functions", tmp_path, dirs_exist_ok=True)
    prune(tmp_path)
    assert list_missing(tmp_path) == []


@pytest.mark.parametrize(
    ("tag", "fits"),
    [
        ("py3-none-any", True),
        ("cp313-cp313-manylinux_2_28_aarch64", True),
        ("cp313-cp313-manylinux2014_aarch64", True),
        ("cp311-abi3-manylinux_2_34_aarch64", True),
        ("cp311-abi3-manylinux_2_35_aarch64", False),
        ("cp314-abi3-manylinux_2_28_aarch64", False),
        ("cp312-cp312-manylinux_2_28_aarch64", False),
        ("cp313-cp313-manylinux_2_28_x86_64", False),
        ("cp313-cp313-musllinux_1_2_aarch64", False),
    ],
)
def test_a_wheel_fits_its_runtime_or_not(tag: str, fits: bool) -> None:
    assert fits_runtime(tag, "python3.13", "arm64") is fits


def test_a_wheel_and_a_library_for_elsewhere_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.dist-info").mkdir()
    (tmp_path / "a.dist-info" / "WHEEL").write_text("Tag: cp312-cp312-manylinux_2_28_x86_64\n")
    (tmp_path / "a.cpython-312-x86_64-linux-gnu.so").write_bytes(b"\x7fELF\x02\x01" + bytes(12) + b"\x3e\x00")
    assert check_wheels(tmp_path, "python3.12", "x86_64") == []
    assert check_libraries(tmp_path, "python3.12", "x86_64") == []
    assert len(check_wheels(tmp_path, "python3.13", "arm64")) == 1
    assert len(check_libraries(tmp_path, "python3.13", "arm64")) == 2


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="libraries of another kind are left as they are"
)
def test_a_stripped_library_still_works_and_its_original_is_untouched(tmp_path: Path) -> None:
    found = find_spec("_cffi_backend")
    assert found
    assert found.origin
    original = tmp_path / "cache.so"
    shutil.copy2(found.origin, original)
    before = original.read_bytes()
    library = tmp_path / Path(found.origin).name
    os.link(original, library)
    shorter = strip_library(library)
    assert original.read_bytes() == before
    assert library.stat().st_size == len(before) - shorter == find_loaded_end(before)
    program = "import _cffi_backend; print(_cffi_backend.__file__, _cffi_backend.new_primitive_type('int'))"
    environment = {"PYTHONPATH": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True
    )
    assert answer.stdout.startswith(str(library))


def test_what_is_no_library_stays(tmp_path: Path) -> None:
    (tmp_path / "a.so").write_bytes(b"no library")
    assert strip_library(tmp_path / "a.so") == 0
