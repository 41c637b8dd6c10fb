"""A platform stays small enough to be read in one sitting: shared code is for what several need."""

import ast
import io
import tokenize
from pathlib import Path
from statistics import median

import pytest

from platforms import base
from platforms.registry import names

HERE = Path(base.__file__).parent
MOST_LINES = 150
MEDIAN_RECEIVING, MEDIAN_WHOLE = 100, 142
"""Lines of code, as cloc counts them."""

POLLED = "polled.py"
"""The file of a platform that only serves asking it, where it calls us as well."""

NO_CODE = frozenset({
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER,
})  # fmt: skip
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def own_files(name: str) -> list[Path]:
    """What only this platform uses."""
    folder = HERE / name
    return sorted(folder.glob("*.py")) if folder.is_dir() else [HERE / f"{name}.py"]


@pytest.mark.parametrize("name", names())
def test_no_file_of_a_platform_is_long(name: str) -> None:
    files = [*own_files(name), *HERE.glob(f"sending/{name}.py")]
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert not {file: lines for file, lines in lengths.items() if lines > MOST_LINES}


def receiving_files(name: str) -> list[Path]:
    """The same without what only asks: who never calls us asks for everything, and has no such file."""
    return [path for path in own_files(name) if path.name != POLLED]


def count_code(path: Path) -> int:
    """Counts the lines that are code: no blank ones, no comments and no docstrings."""
    written = path.read_text(encoding="utf-8")
    lines = {
        line
        for token in tokenize.generate_tokens(io.StringIO(written).readline)
        if token.type not in NO_CODE
        for line in range(token.start[0], token.end[0] + 1)
    }
    for node in ast.walk(ast.parse(written)):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            lines -= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return len(lines)


def test_half_of_all_platforms_are_received_in_a_hundred_lines_of_code() -> None:
    assert median(sum(map(count_code, receiving_files(name))) for name in names()) <= MEDIAN_RECEIVING


def test_half_of_all_platforms_stay_small_with_what_asks_too() -> None:
    assert median(sum(map(count_code, own_files(name))) for name in names()) <= MEDIAN_WHOLE


@pytest.mark.parametrize("name", names())
def test_what_only_asks_reads_no_webhook(name: str) -> None:
    """Else it would be hidden from the count of what receives."""
    asking = [path for path in own_files(name) if path.name == POLLED]
    found = [
        each.name
        for path in asking
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(each, ast.FunctionDef)
    ]
    assert not {"parse", "verify", "handshake", "read_fetched", "read_progress"} & set(found)


def test_code_is_told_from_what_explains_it(tmp_path: Path) -> None:
    file = tmp_path / "some.py"
    file.write_text(
        '"""Says."""\n\nA = """x\n\ny"""\n\n\ndef f():\n    """Says.\n\n    More."""\n    # why\n    return 1\n'
    )
    assert count_code(file) == 5


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
