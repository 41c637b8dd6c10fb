"""Builds what is deployed: `sam build`, without what no function imports, stripped, with byte-code, and inspected.

Byte-code more than halves a cold start. It must be of the runtime's minor version; the processor does not
matter. `unchecked-hash`, because the deployment changes the files' times. See docs/decisions/0002.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from infra.build import inspection
from infra.build.parameters import find_value, read_parameters
from infra.build.sdk import prune_sdk
from infra.build.stripping import strip_library
from infra.template import ROOT

OUTPUT = ROOT / ".aws-sam" / "build"
SAM = ROOT / ".local" / "tools" / "sam" / "bin" / "sam"
# chalice's command line; cffi, of which cryptography needs the compiled part alone, and its parser of C; what the
# powertools have beside the batch processor; scripts.
POWERTOOLS = (
    *("auth_alpha", "circuit_breaker", "data_masking", "feature_flags", "idempotency", "kafka"),
    *("parameters", "parser", "streaming", "validation"),
)
UNUSED = (
    *(f"chalice/{name}" for name in ("cdk", "cli", "deploy", "pipeline.py", "policies.json", "templates")),
    *(f"chalice/{name}" for name in ("awsclient.py", "package.py")),
    "aws_lambda_powertools/event_handler",
    *(f"aws_lambda_powertools/utilities/{name}" for name in POWERTOOLS),
    *("cffi", "pycparser"),
    *("aws_lambda_powertools/metrics/provider/datadog", "aws_lambda_powertools/utilities/metadata"),
    *("chalice/analyzer.py", "chalice/local.py", "dateutil/zoneinfo", "urllib3/contrib/emscripten"),
    *(f"chalice/{name}.py" for name in ("config", "invoke", "logs", "policy", "test", "utils")),
    *("dateutil/rrule.py", "urllib3/contrib/pyopenssl.py", "urllib3/contrib/socks.py"),
    "bin",
)
UNREAD = ("*.dist-info/RECORD", "*.dist-info/sboms/*", "requirements.txt", "**/*.pyi")
"""Files that say something to installers, scanners and type checkers alone."""


def build(given: Sequence[str] = ()) -> int:
    """Builds every function of the template with these `Name=value` parameters; prints the size.

    Returns 1 when sam refuses, or when Lambda could not run what came out.
    """
    parameters = read_parameters(given)
    if not _sam_build(parameters):
        return 1
    folders = sorted(path for path in OUTPUT.iterdir() if path.is_dir())
    python = _interpreter(find_value(parameters, "Runtime"))
    for folder in folders:
        prune(folder)
        for library in folder.rglob("*.so"):
            strip_library(library)
        if python:
            compile_all(folder, python)
    return 0 if all(inspection.report(folder, parameters) for folder in folders) else 1


def prune(folder: Path) -> None:
    """Unlinks: the files are hard links into uv's cache, so they may go but not change."""
    for name in UNUSED:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for pattern in UNREAD:
        for path in folder.glob(pattern):
            path.unlink()
    prune_sdk(folder)


def compile_all(folder: Path, python: str) -> None:
    """Compiles everything. The paths that tracebacks show are those of the runtime, not of this machine."""
    command = [python, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    subprocess.run([*command, "-s", str(folder), "-p", "/var/task", str(folder)], check=True)


def make_environment() -> dict[str, str]:
    """Returns the environment that sam runs in: it finds the project's uv, and its own region where none is set."""
    environment = {"AWS_DEFAULT_REGION": "eu-central-1", **os.environ, "SAM_CLI_TELEMETRY": "0"}
    return environment | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"}


def _sam_build(parameters: Mapping[str, str]) -> bool:
    """Builds first with what is cached, so that a repeated build needs no network."""
    shutil.rmtree(OUTPUT, ignore_errors=True)
    environment = make_environment()
    overrides = [f"{name}={value}" for name, value in parameters.items()]
    command = [str(SAM), "build", "--parameter-overrides", *overrides]
    offline = subprocess.run(
        command, cwd=ROOT, env={**environment, "UV_OFFLINE": "1"}, capture_output=True, check=False
    )
    if offline.returncode == 0:
        return True
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


def _interpreter(runtime: str) -> str | None:
    """Returns the interpreter of the runtime's version, if this machine has one; pyenv's need not be on PATH."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    version = runtime.removeprefix("python")
    for found in (shutil.which(runtime), *sorted(pyenv.glob(f"{version}.*/bin/{runtime}"))):
        if found and _runs(str(found)):
            return str(found)
    print(f"warning: no {runtime} here, so no byte-code is shipped and cold starts are twice as long")
    return None


def _runs(python: str) -> bool:
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0
