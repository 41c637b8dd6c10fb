"""The model card, and the figures that a test holds the models to."""

import hashlib
import json
from pathlib import Path
from statistics import mean
from typing import Any

from bench.understanding import LABELS, f1_scores, label_rows, language_rows, ours, read, sentiment_figures
from segment.scoring.intent import HEAD_LIMITS
from tools.train_sentiment.data import read as read_rows
from tools.train_sentiment.heads import cross_validated

# Questions that hold no trouble: whoever calls them negative takes asking for complaining.
QUESTIONS = "banking_intents_train.tsv.gz"
INFORMATIVE = frozenset(
    "fiat_currency_support country_support supported_cards_and_currencies age_limit exchange_rate order_physical_card "
    "card_linking atm_support visa_or_mastercard get_physical_card getting_spare_card top_up_limits automatic_top_up "
    "transfer_timing card_delivery_estimate".split()
)


def write_card(folder: Path, models: Path, card: Path) -> None:
    """Measure the models on the validation data; write `models/card.json` and `card`."""
    figures = measure(folder)
    files = {path.name: describe(path) for path in sorted(models.glob("*.bin"))}
    facts = {"files": files, "validation": figures}
    (models / "card.json").write_text(json.dumps(facts, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    card.write_text(text(files, figures), encoding="utf-8")


def describe(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def measure(folder: Path) -> dict[str, float]:
    """Name of a figure → percent, one decimal."""
    found = sentiment_figures(ours(), read(folder, "sentiment_validation.tsv.gz"))
    figures = {f"sentiment {name}": round(value, 1) for name, value in found.items()}
    thai = [cells for cells in read(folder, "thai_validation.tsv.xz") if cells[1] in LABELS]
    classify = ours()
    said = [classify(cells[2], "th") for cells in thai]
    figures["sentiment th"] = round(100 * mean(f1_scores([cells[1] for cells in thai], said)), 1)
    asked = [classify(row.text, "en") for row in read_rows(folder, QUESTIONS) if row.label in INFORMATIVE]
    figures["questions called negative"] = round(100 * asked.count("negative") / len(asked), 1)
    truth, answers = cross_validated(folder, "complaint", HEAD_LIMITS["complaint"])
    figures["complaint, cross-validated"] = round(100 * mean(f1_scores(truth, answers, ("yes", "no"))), 1)
    rows = [*language_rows(folder), *label_rows(folder)]
    return figures | {row["name"]: row["value"] for row in rows if "%" in row["unit"]}


def text(files: dict[str, dict[str, Any]], figures: dict[str, float]) -> str:
    sums = "\n".join(f"| {name} | {f['bytes']:,} | `{f['sha256']}` |" for name, f in files.items())
    measured = "\n".join(f"| {name} | {value} |" for name, value in figures.items())
    template = (Path(__file__).parent / "card.md").read_text(encoding="utf-8")
    return template.format(
        files=sums,
        figures=measured,
        questions=figures["questions called negative"],
        common=figures["language, 28 common languages, sentences of any length"],
        tweets=figures["language, tweets in seven languages"],
    )
