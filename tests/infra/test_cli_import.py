"""`rapport import`: a file that was interrupted goes on where it ended, and another file does not."""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from infra.cli import import_file, imports
from infra.cli.errors import CommandError
from ingest.importing import Importing, ImportTally
from ingest.unpack import Part, Piece
from model.file_form import FileForm


class Fake:
    """Takes parts until `dies_at`; remembers which it was given."""

    def __init__(self, dies_at: int = 10**6) -> None:
        self.tally = ImportTally()
        self.taken: list[bytes] = []
        self._dies_at = dies_at

    def import_pieces(self, pieces: Iterable[Piece], done: int = 0) -> Iterator[int]:
        """As `Importing`."""
        for number, piece in enumerate((each for each in pieces if isinstance(each, Part)), 1):
            if number > done:
                if number == self._dies_at:
                    raise KeyboardInterrupt
                self.taken.append(piece.body)
                yield number


def asked(file: Path, **more: Any) -> argparse.Namespace:
    usual: dict[str, Any] = {
        "platform": "standard_webhooks",
        "account": "own",
        "form": "jsonl",
        "own": [],
        "site": None,
        "dry_run": False,
    }
    return argparse.Namespace(file=file, **(usual | more))


def run(fake: Fake, arguments: argparse.Namespace) -> ImportTally:
    told = FileForm(arguments.platform, arguments.form)
    return import_file._import(cast(Importing, fake), arguments, told)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "history.jsonl"
    records = [json.dumps({"id": n, "text": "x" * 60_000}) for n in range(9)]
    path.write_text("\n".join(records), encoding="utf-8")
    return path


def test_it_goes_on_where_it_ended(file: Path) -> None:
    whole, first, second = Fake(), Fake(dies_at=3), Fake()
    run(whole, asked(file))
    assert len(whole.taken) > 3
    with pytest.raises(KeyboardInterrupt):
        run(first, asked(file))
    run(second, asked(file))
    assert [*first.taken, *second.taken] == whole.taken
    assert list(file.parent.iterdir()) == [file], "the progress goes with the end"


def test_another_file_of_that_name_begins_anew(file: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(Fake(dies_at=3), asked(file))
    file.write_text(json.dumps({"id": 1, "text": "other"}), encoding="utf-8")
    fake = Fake()
    run(fake, asked(file))
    assert len(fake.taken) == 1


def test_a_dry_run_leaves_no_trace_and_a_broken_file_says_why(file: Path) -> None:
    run(Fake(), asked(file, dry_run=True))
    assert list(file.parent.iterdir()) == [file]
    file.write_bytes(b'{"id": 1}\n{"id": ')
    with pytest.raises(CommandError, match="cannot be read as jsonl: bad_json"):
        run(Fake(), asked(file))
    with pytest.raises(CommandError, match="OURS=THEIRS"):
        import_file._pair("text", "--map takes OURS=THEIRS")


@pytest.mark.parametrize("platform", ["facebook", "messenger"])
def test_an_export_that_is_not_read_says_so_before_anything_is_asked(platform: str, file: Path) -> None:
    wanted = asked(file, platform=platform, form="export", map=[], agent=[])
    with pytest.raises(CommandError, match=f"no export of {platform} is read"):
        import_file.run(wanted)


def test_the_bar_shows_how_far_it_is_and_what_was_found() -> None:
    tally = ImportTally(new=5, known=2, refused=Counter(no_id=1))
    shown = import_file.draw_bar(3, 50, 100, tally)
    assert shown == f"[{'#' * 15:<30}]  50% 3 parts: 5 new, 2 known, 1 refused"


def test_an_import_is_described_with_the_reasons_of_what_was_refused() -> None:
    view = {"id": "i1", "platform": "feeds", "form": "csv", "state": "failed", "reason": "bad_csv", "parts": 2,
            "new": 4, "known": 0, "refused": 3, "reasons": [{"reason": "no_id", "count": 3}]}  # fmt: skip
    assert imports._describe(view) == (
        "i1  feeds, csv: failed (bad_csv), 2 parts: 4 new, 0 known already, 3 refused (3 no_id)"
    )
