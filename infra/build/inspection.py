"""Proves of a built folder that Lambda can run it: every import is there, every library fits, it is small enough."""

import struct
import sys
from collections.abc import Mapping
from pathlib import Path

from infra import template
from infra.build.imports import OURS, Modules
from infra.build.parameters import find_value
from infra.build.sdk import PACKAGES, check_sdk

AIM_MB = 24.0
"""With byte-code, without botocore and without the models of the sentiment engine."""

MODELS = "segment/scoring/models"
GLIBC = (2, 34)
"""Of Amazon Linux 2023, on which every runtime that the template offers runs."""

MACHINES = {"arm64": (183, "aarch64"), "x86_64": (62, "x86_64")}
"""Lambda's name -> the number in a library's header, and the name in a wheel's tag."""


def inspect_folder(folder: Path, parameters: Mapping[str, str]) -> list[str]:
    """Returns what is wrong with a folder that was built with these parameters."""
    runtime, architecture = (find_value(dict(parameters), name) for name in ("Runtime", "Architecture"))
    return [
        *(f"cannot import {name}" for name in list_missing(folder)),
        *check_wheels(folder, runtime, architecture),
        *check_libraries(folder, runtime, architecture),
        *check_size(folder),
        *check_sdk(folder),
    ]


def list_missing(folder: Path) -> list[str]:
    """Returns what the handlers, and every module of ours that is imported by its name, ask for in vain."""
    handlers = [
        each["Properties"]["Handler"].rpartition(".")[0]
        for each in template.of_type(template.load(), "AWS::Serverless::Function").values()
    ]
    ours = [
        ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
        for room in OURS
        for path in (folder / room).rglob("*.py")
    ]
    return Modules(folder).follow([*handlers, *ours])


def check_wheels(folder: Path, runtime: str, architecture: str) -> list[str]:
    """Returns the packages that were built for another interpreter, processor or C library."""
    wrong = []
    for wheel in sorted(folder.glob("*.dist-info/WHEEL")):
        tags = [line.split(": ")[1] for line in wheel.read_text().splitlines() if line.startswith("Tag: ")]
        if not any(fits_runtime(tag, runtime, architecture) for tag in tags):
            wrong.append(f"{wheel.parent.name} is for {', '.join(tags)}")
    return wrong


def fits_runtime(tag: str, runtime: str, architecture: str) -> bool:
    """Returns whether a wheel with this tag runs there: https://packaging.python.org/specifications/platform-compatibility-tags"""
    python, abi, place = tag.split("-")
    minor = int(runtime.removeprefix("python3."))
    stable = abi == "abi3" and int(python.removeprefix("cp3")) <= minor
    if python not in (f"cp3{minor}", "py3", "py2.py3") and not stable:
        return False
    if place == "any":
        return True
    machine = f"_{MACHINES[architecture][1]}"
    if not (place.startswith("manylinux") and place.endswith(machine)):
        return False
    version = place.removeprefix("manylinux").removesuffix(machine)
    known = {"2014": (2, 17), "2010": (2, 12), "1": (2, 5)}
    glibc = known.get(version) or tuple(map(int, version.strip("_").split("_")))
    return glibc <= GLIBC


def check_libraries(folder: Path, runtime: str, architecture: str) -> list[str]:
    """Returns the native libraries of another processor or interpreter."""
    wrong = []
    machine, word = MACHINES[architecture]
    name = f"cpython-{runtime.removeprefix('python').replace('.', '')}-{word}"
    for library in sorted(folder.rglob("*.so")):
        (found,) = struct.unpack_from("<H", library.read_bytes()[:20], 18)
        if found != machine:
            wrong.append(f"{library.name} is for another processor than {architecture}")
        if "cpython-" in library.name and name not in library.name:
            wrong.append(f"{library.name} is not for {runtime} on {architecture}")
    return wrong


def measure(folder: Path) -> float:
    """Returns the size of what is in a folder. Units: MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _measure_sdk(folder: Path) -> float:
    return sum(measure(folder / name) for name in PACKAGES)


def check_size(folder: Path) -> list[str]:
    """Returns that a folder is too large, if it is."""
    size = measure(folder) - measure(folder / MODELS) - _measure_sdk(folder)
    return [] if size <= AIM_MB else [f"{size:.1f} MB without the models, aim {AIM_MB:.0f} MB"]


def report(folder: Path, parameters: Mapping[str, str]) -> bool:
    """Prints the size and what is wrong; returns whether all is well."""
    models, sdk = measure(folder / MODELS), _measure_sdk(folder)
    whole = measure(folder)
    print(
        f"{folder.name}: {whole - models - sdk:.1f} MB unzipped with byte-code (aim {AIM_MB:.0f}), "
        f"{models:.1f} MB of models and {sdk:.1f} MB of botocore and what it needs"
    )
    wrong = inspect_folder(folder, parameters)
    for each in wrong:
        print(f"{folder.name}: {each}", file=sys.stderr)
    return not wrong
