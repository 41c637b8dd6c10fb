"""A platform stays small enough to be read in one sitting: shared code is for what several need."""

from pathlib import Path
from statistics import median

import pytest

from platforms import base
from platforms.registry import names

HERE = Path(base.__file__).parent
MOST_LINES = 150
MEDIAN_LINES = 170


def own_files(name: str) -> list[Path]:
    """What only this platform uses."""
    folder = HERE / name
    return sorted(folder.glob("*.py")) if folder.is_dir() else [HERE / f"{name}.py"]


@pytest.mark.parametrize("name", names())
def test_no_file_of_a_platform_is_long(name: str) -> None:
    files = [*own_files(name), *HERE.glob(f"sending/{name}.py")]
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert not {file: lines for file, lines in lengths.items() if lines > MOST_LINES}


def test_half_of_all_platforms_are_received_in_few_lines() -> None:
    whole = [
        sum(len(path.read_text(encoding="utf-8").splitlines()) for path in own_files(name))
        for name in names()
    ]
    assert median(whole) <= MEDIAN_LINES


@pytest.mark.parametrize("name", names())
def test_no_module_hides_a_name_of_its_package(name: str) -> None:
    """Python sets a submodule as an attribute of its package: `text.py` would replace an imported `text`."""
    files = own_files(name)
    if len(files) > 1:
        package = (HERE / name / "__init__.py").read_text(encoding="utf-8")
        imported = {
            word.strip("(), ")
            for line in package.splitlines()
            if line.startswith("from ") and not line.startswith(f"from platforms.{name} ")
            for word in line.partition(" import ")[2].split(",")
        }
        assert not imported & {path.stem for path in files}
