"""functions/requirements.txt: the part of uv.lock that ships, for `sam build` and the local stack."""

import subprocess
import sys

from infra.template import ROOT

FILE = ROOT / "functions" / "requirements.txt"


def write() -> int:
    FILE.write_text(_exported(), encoding="utf-8")
    return 0


def check() -> int:
    """Returns 1 if the file is not what uv.lock says."""
    if FILE.read_text(encoding="utf-8") == _exported():
        return 0
    print(f"{FILE.relative_to(ROOT)} is not what uv.lock says: run `make lock`", file=sys.stderr)
    return 1


def _exported() -> str:
    command = [sys.executable, "-m", "uv", "export", "--quiet", "--frozen", "--no-dev", "--no-emit-project"]
    style = ["--no-annotate", "--no-header"]
    return subprocess.run([*command, *style], cwd=ROOT, check=True, capture_output=True, text=True).stdout
