"""The model files, their card, and their figures hold together.

Tests of: `segment.scoring.heads`, `segment.scoring.sentiment`, `segment.scoring.tables`.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from bench.care import care_rows
from bench.understanding import data_folder, ours, read, sentiment_figures
from segment.scoring import tables
from segment.scoring.tables import read_table

ROOT = Path(__file__).resolve().parents[3]
NAMES = ("heads", "language", "runs", "sentiment")
MEGABYTE = 1_000_000


def card() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((tables.FOLDER / "card.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("name", NAMES)
def test_a_model_is_the_one_on_its_card(name: str) -> None:
    data = (tables.FOLDER / f"{name}.bin").read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    assert card()["files"][f"{name}.bin"] == {"bytes": len(data), "sha256": digest}
    assert digest in (ROOT / "docs/model-card.md").read_text(encoding="utf-8")


def test_the_card_shows_the_pinned_figures() -> None:
    text = (ROOT / "docs/model-card.md").read_text(encoding="utf-8")
    figures = card()["validation"]
    assert figures
    for name, value in figures.items():
        assert f"| {name} | {value} |" in text


def test_all_models_together_are_at_most_eight_megabytes() -> None:
    sizes = {path.stem: path.stat().st_size for path in tables.FOLDER.glob("*.bin")}
    assert set(sizes) == set(NAMES)
    assert sum(sizes.values()) <= 8 * MEGABYTE


def test_a_damaged_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (tables.FOLDER / "heads.bin").read_bytes()
    (tmp_path / "heads.bin").write_bytes(whole[:-1])
    monkeypatch.setattr(tables, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match="cut short"):
        read_table("heads")


@pytest.mark.skipif(
    not (data_folder() / "sentiment_validation.tsv.gz").is_file(),
    reason="needs the labelled texts beside the repository (RAPPORT_DATA)",
)
def test_the_figures_on_validation_data_are_those_of_the_card() -> None:
    found = sentiment_figures(ours(), read(data_folder(), "sentiment_validation.tsv.gz"))
    pinned = card()["validation"]
    for name, value in found.items():
        assert value == pytest.approx(pinned[f"posts, sentiment, {name}"], abs=0.06)


def test_the_figures_on_held_back_messages_are_those_of_the_card() -> None:
    found = {row["name"].removesuffix(", ours"): row["value"] for row in care_rows()}
    pinned = card()["validation"]
    for name, value in found.items():
        if name in pinned:
            assert value == pytest.approx(pinned[name], abs=0.06)
    assert found["care, sentiment, 27 languages"] >= 70
    assert found["care, neutral messages called complaints"] <= 4
    assert found["care, urgent messages found"] >= 70
    assert found["care, language of four words and more"] >= 95
