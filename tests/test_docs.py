"""The documents say what is true: commands exist, links lead somewhere, generated parts are up to date."""

import re
import subprocess
from pathlib import Path

import pytest

from infra.cli.main import MODULES
from infra.docs import DOCUMENTS

ROOT = Path(__file__).parents[1]
TRACKED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT, capture_output=True, text=True, check=True,
).stdout.splitlines()  # fmt: skip
PAGES = [ROOT / name for name in TRACKED if name.endswith(".md")]

TARGETS = set(re.findall(r"^([a-z0-9]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
CONTRACT = {
    *["setup", "up", "down", "reset", "demo", "test", "e2e"],
    *["check", "bench", "fuzz", "soak", "build", "deploy", "lock", "docs"],
}


def test_every_target_of_the_contract_exists() -> None:
    assert CONTRACT <= TARGETS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_in_the_documents_exist(page: Path) -> None:
    text = page.read_text()
    for target in re.findall(r"(?:^|`)make ([a-z0-9]+)", text, re.MULTILINE):
        assert target in TARGETS, f"make {target}"
    commands = {path.stem for path in (ROOT / "infra/cli").glob("*.py")}
    for command in re.findall(r"(?:^|`)(?:\.venv/bin/)?rapport ([a-z-]+)", text, re.MULTILINE):
        assert MODULES.get(command, command.replace("-", "_")) in commands, f"rapport {command}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text()):
        if not re.match(r"[a-z]+:", link):
            assert (page.parent / link).exists(), link


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_generated_document_is_up_to_date(path: str) -> None:
    assert (ROOT / path).read_text() == DOCUMENTS[path](), "run `make docs`"


def test_the_readme_names_the_two_commands_and_what_they_need() -> None:
    text = (ROOT / "README.md").read_text()
    assert "```\nmake up\nmake test\n```" in text
    for word in ("python3", "minutes", "disk", "token", "crash", "deploy", "tear", "month"):
        assert word in text


def test_no_two_decisions_have_one_number() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/decisions").glob("*.md"))
    assert numbers
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("path", sorted((ROOT / "docs/decisions").glob("*.md")), ids=lambda path: path.name)
def test_a_decision_opens_with_what_its_reader_can_do_with_it(path: Path) -> None:
    """Behind the title, and behind a note that another decision took its place."""
    _, *paragraphs = path.read_text().split("\n\n")
    opening = next(each for each in paragraphs if each.startswith("**") or not each.startswith("*"))
    assert opening.startswith("Read this ")


def test_what_holds_the_house_is_there() -> None:
    """docs/contributing.md names tests: each is defined somewhere below tests/."""
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs/contributing.md").read_text()))
    tests = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    assert len(named) > 15
    assert not named - set(re.findall(r"^def (test_\w+)", tests, re.MULTILINE))


def test_no_path_of_a_machine_is_in_the_repository() -> None:
    # Written with brackets, so that this file does not find itself.
    strange = re.compile(rb"(^|[^\w./-])/(?:wor[k]|roo[t]|hom[e])/\w")
    for name in TRACKED:
        path = ROOT / name
        if path.is_file() and path.suffix not in (".bin", ".lock"):
            assert not strange.search(path.read_bytes()), name
