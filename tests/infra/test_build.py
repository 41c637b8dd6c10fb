"""After the build: smaller, and with byte-code that is never checked against its source."""

import importlib.util
import subprocess
import sys
from pathlib import Path

from infra import template
from infra.build import functions, requirements

ROOT = Path(__file__).parents[2]


def test_pruning_leaves_what_is_imported(tmp_path: Path) -> None:
    for name in (
        "chalice/app.py",
        "chalice/cli/__init__.py",
        "chalice/policies.json",
        "pycparser/__init__.py",
        "a.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x = 1\n")
    functions.prune(tmp_path)
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"chalice/app.py", "a.py"}


def test_byte_code_is_unchecked_and_names_no_path_of_this_machine(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("def f():\n    return 1\n")
    functions.compile_all(tmp_path, sys.executable)
    compiled = Path(importlib.util.cache_from_source(str(tmp_path / "module.py"))).read_bytes()
    assert int.from_bytes(compiled[4:8], "little") == 0b01  # PEP 552: hash-based, source not checked
    assert b"/var/task/module.py" in compiled
    assert str(tmp_path).encode() not in compiled


def test_what_ships_is_what_the_lock_file_says() -> None:
    assert requirements.check() == 0


def test_botocore_ships_and_what_runs_on_our_machines_only_does_not() -> None:
    shipped = {line.split("==")[0] for line in requirements.FILE.read_text().splitlines() if "==" in line}
    assert {"chalice", "pynamodb", "cryptography", "botocore"} <= shipped
    assert shipped.isdisjoint({"boto3", "pip", "setuptools", "inquirer", "requests"})


def test_no_function_imports_what_is_pruned() -> None:
    pruned = {name.removesuffix(".py").replace("/", ".") for name in functions.UNUSED}
    handlers = template.of_type(template.load(), "AWS::Serverless::Function").values()
    modules = [handler["Properties"]["Handler"].rpartition(".")[0] for handler in handlers]
    loaded = "\n".join((f"import {', '.join(modules)}", "import sys", "print(*sys.modules)"))
    answer = subprocess.run(
        [sys.executable, "-c", loaded], cwd=ROOT / "functions", check=True, capture_output=True, text=True
    )
    assert pruned.isdisjoint(answer.stdout.split())
