"""`make docs`: write every generated document. With `--check`: say which are out of date, and fail."""

import sys
from pathlib import Path

from infra.docs import DOCUMENTS

ROOT = Path(__file__).parents[2]


def main(arguments: list[str]) -> int:
    """Returns the exit code: 1 when a document is out of date and was only to be checked."""
    stale = [path for path, text in DOCUMENTS.items() if _present(path) != text()]
    for path in stale:
        if "--check" in arguments:
            print(f"{path} is out of date: run `make docs`")
        else:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(DOCUMENTS[path]())
            print(f"wrote {path}")
    return 1 if stale and "--check" in arguments else 0


def _present(path: str) -> str:
    found = ROOT / path
    return found.read_text() if found.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
