"""`rapport corrections`: what agents said instead of the engine, as rows to train on.

`export` writes the care corpus' format: text, sentiment, intents, urgency (0 to 3) and offensive (0 or 1), parted by
tabs, one file a language. It has rows of this brand only, whose setting `corrections_with_text` and whose platforms'
terms allow it; people whose data may only be stored are left out, and names read `[removed]`.
"""

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from infra.cli import target
from infra.cli.errors import CommandError

UNKNOWN = "xx"
"""The file of texts whose language nobody knows; training passes over it."""
URGENT, SOON, ANSWER, OFFENSIVE = 0.8, 0.5, 0.25, 0.5


def add_to(subparsers: Any) -> None:
    """Registers `corrections`."""
    parser = subparsers.add_parser(
        "corrections", help="agents' corrections as rows to train on", description=__doc__
    )
    verbs = parser.add_subparsers(metavar="export", required=True)
    exporting = verbs.add_parser("export", help="write them, one file a language")
    exporting.add_argument(
        "folder", type=Path, nargs="?", help="where to; without it all go to standard output"
    )
    exporting.set_defaults(run=run_export)


def run_export(arguments: argparse.Namespace) -> int:
    """Writes the rows. Exit 0, also when there are none; 1 when the API refuses."""
    by_language: dict[str, list[str]] = {}
    passed_over = 0
    for view in target.agent_api().every("corrections", limit=100):
        if (row := write_row(view)) is None:
            passed_over += 1
        else:
            by_language.setdefault(_language(view), []).append(row)
    if arguments.folder is None:
        sys.stdout.writelines(row for rows in by_language.values() for row in rows)
    else:
        _write_files(arguments.folder, by_language)
    rows = sum(map(len, by_language.values()))
    print(
        f"{rows} rows; {passed_over} without a text that may be used, or without a sentiment", file=sys.stderr
    )
    return 0


def write_row(view: Mapping[str, Any]) -> str | None:
    """Returns one correction as a row of the corpus; None when it has no text or says nothing of a feeling."""
    label = view["corrected_label"]
    if not view["text"] or label["sentiment"] == "unknown":
        return None
    # The corpus has one row a line.
    text = " ".join(view["text"].split())
    offensive = str(int((view["offensive"] or 0.0) >= OFFENSIVE))
    return "\t".join((text, label["sentiment"], ",".join(label["intent"]), _urgency(view), offensive)) + "\n"


def _urgency(view: Mapping[str, Any]) -> str:
    urgency = view["urgency"] or 0.0
    return str(sum(urgency >= step for step in (ANSWER, SOON, URGENT)))


def _language(view: Mapping[str, Any]) -> str:
    code = str(view["language"] or "").replace("_", "-").partition("-")[0].lower()
    return code if code.isascii() and code.isalpha() and len(code) == 2 else UNKNOWN


def _write_files(folder: Path, by_language: Mapping[str, Iterable[str]]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for language, rows in by_language.items():
            (folder / f"{language}.tsv").write_text("".join(rows), encoding="utf-8")
    except OSError as error:
        raise CommandError(f"cannot write to {folder}: {error.strerror}") from error
