"""`rapport corrections export`: rows of the care corpus' format, and nothing without a text that may be used."""

from pathlib import Path
from typing import Any

import pytest

from infra.cli.corrections import write_row
from infra.cli.main import main
from tests.infra.servers import Asked, serve

VIEW: dict[str, Any] = {
    "id": "a" * 32,
    "language": "de-AT",
    "corrected_label": {"sentiment": "negative", "intent": ["complaint", "question"]},
    "text": "Wo bleibt\tmein Paket,\n[removed]?",
    "urgency": 0.6,
    "offensive": 0.1,
}


@pytest.mark.parametrize(("urgency", "level"), [(0.0, 0), (0.3, 1), (0.5, 2), (0.79, 2), (0.8, 3), (None, 0)])
def test_a_row_has_five_columns_on_one_line(urgency: float | None, level: int) -> None:
    row = write_row(VIEW | {"urgency": urgency, "offensive": 0.9})
    assert row == f"Wo bleibt mein Paket, [removed]?\tnegative\tcomplaint,question\t{level}\t1\n"


def test_no_row_without_a_text_or_a_feeling() -> None:
    assert write_row(VIEW | {"text": None}) is None
    assert write_row(VIEW | {"corrected_label": {"sentiment": "unknown", "intent": []}}) is None


@pytest.mark.parametrize("to_files", [True, False])
def test_they_are_exported_by_language(
    to_files: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    views = [VIEW, VIEW | {"language": None, "text": "?"}, VIEW | {"text": None}]

    def answer(asked: Asked) -> tuple[int, Any]:
        assert asked.path.startswith("/corrections")
        return 200, {"data": views, "next_cursor": None, "has_more": False}

    with serve(answer) as served:
        monkeypatch.setenv("RAPPORT_API", served.url)
        monkeypatch.setenv("RAPPORT_TOKEN", "rpt_a_b")
        assert main(["corrections", "export", *([str(tmp_path / "rows")] if to_files else [])]) == 0
    shown = capsys.readouterr()
    assert shown.err.startswith("2 rows; 1 without")
    if to_files:
        assert sorted(each.name for each in (tmp_path / "rows").iterdir()) == ["de.tsv", "xx.tsv"]
        assert (tmp_path / "rows" / "de.tsv").read_text().count("\t") == 4
    else:
        assert len(shown.out.splitlines()) == 2
