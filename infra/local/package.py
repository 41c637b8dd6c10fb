"""The functions and their dependencies for this machine, as the one zip all functions are made from."""

import fcntl
import hashlib
import platform
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.build.functions import prune
from infra.local.ministack import PYTHON
from infra.template import ROOT

FUNCTIONS = ROOT / "functions"
_BUILD = ROOT / ".local" / "build"
_NOT_SHIPPED = ("__pycache__", "requirements.txt")
_ARCHITECTURES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}


def parameters() -> dict[str, str]:
    """Returns the template parameters that differ on this machine.

    `Runtime` stays as it is: here it is a label, and the functions run on this interpreter, whichever that is.
    """
    return {"Architecture": _ARCHITECTURES[platform.machine().lower()], "ConsoleSignIn": "cognito token"}


def bundle(functions: Path = FUNCTIONS) -> Path:
    """Returns the zip of the code as it is now, named by its content: unchanged code is not built or sent again."""
    with _alone():
        packages = _packages(FUNCTIONS / "requirements.txt")
        sources = [(path, name) for path, name in _files(functions) if _ships(name)]
        target = _BUILD / f"functions-{_digest(packages.name, sources)}.zip"
        if not target.exists():
            for old in _BUILD.glob("functions-*.zip"):
                old.unlink()
            _write(target, [*_files(packages), *sources])
    return target


@contextmanager
def _alone() -> Iterator[None]:
    """Keeps others out meanwhile: a test's own stack may be built while `make up` runs."""
    _BUILD.mkdir(parents=True, exist_ok=True)
    with (_BUILD / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _packages(requirements: Path) -> Path:
    """Installs what the lock file names for this machine, with byte-code that is never checked again."""
    target = (
        _BUILD
        / f"packages-{hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()[:16]}"
    )
    if target.exists():
        return target
    partial = _BUILD / "partial"
    for old in (*_BUILD.glob("packages-*"), partial):
        shutil.rmtree(old, ignore_errors=True)
    _run(
        sys.executable,
        "-m",
        "uv",
        "pip",
        "install",
        "-q",
        "--target",
        partial,
        "--no-deps",
        "-r",
        requirements,
    )
    prune(partial)
    _run(PYTHON, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", partial)
    partial.rename(target)
    return target


def _run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True)


def _files(root: Path) -> list[tuple[Path, Path]]:
    return [(path, path.relative_to(root)) for path in sorted(root.rglob("*")) if path.is_file()]


def _ships(name: Path) -> bool:
    return not any(part in _NOT_SHIPPED for part in name.parts)


def _digest(packages: str, sources: list[tuple[Path, Path]]) -> str:
    digest = hashlib.sha256(packages.encode())
    for path, name in sources:
        digest.update(f"\0{name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _write(target: Path, files: list[tuple[Path, Path]]) -> None:
    partial = target.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path, name in files:
            archive.write(path, name)
    partial.rename(target)
