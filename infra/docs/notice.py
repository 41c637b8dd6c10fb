"""NOTICE: what ships with its licence, and the attributions that the models' data ask for."""

from collections.abc import Iterator
from importlib.metadata import Distribution, distribution

from infra.build.requirements import FILE
from infra.template import ROOT

PATH = "NOTICE"
CARD = ROOT / "docs" / "model-card.md"
ASK = ("CC BY", "MIT")
"""Licences of data that ask to be named."""


def text() -> str:
    """Returns the whole file."""
    return "\n".join(
        [
            "Rapport",
            "Written by `make docs` from uv.lock and docs/model-card.md; Rapport's own licence is in LICENSE.",
            "",
            "What ships inside the functions, each under its own licence, whose text is in the package's folder:",
            "",
            *map(_describe_package, list_packages()),
            "",
            "The models of the sentiment engine are weights learned from texts, which do not ship. Their sources ask",
            "to be named:",
            "",
            *map(_describe_data, list_data()),
            "",
        ]
    )


def list_packages() -> list[Distribution]:
    """Returns the packages of functions/requirements.txt."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [distribution(line.split("==")[0]) for line in lines if "==" in line]


def find_licence(package: Distribution) -> str:
    """Returns a package's licence as its metadata say it. Raises ValueError when they say none."""
    for name in ("License-Expression", "License"):
        said = package.metadata.get_all(name) or [""]
        if said[0] and "\n" not in said[0]:
            return str(said[0])
    classifiers = package.metadata.get_all("Classifier") or []
    found = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License :: ")]
    if not found:
        raise ValueError(f"{package.name} does not say its licence")
    return ", ".join(found)


def list_data() -> Iterator[tuple[str, str, str]]:
    """Yields data, source and licence of the model card's rows whose licence asks for it."""
    for line in CARD.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("|") and len(cells) == 4 and any(each in cells[3] for each in ASK):
            yield cells[0], cells[2], cells[3]


def _describe_package(package: Distribution) -> str:
    return f"- {package.name} {package.version}: {find_licence(package)}"


def _describe_data(row: tuple[str, str, str]) -> str:
    data, source, licence = row
    return f"- {data}: {source} ({licence})"
