"""The model card, and the figures that a test holds the models to."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from typing import Any

from bench import care, understanding
from segment.scoring import score, tables
from tools.train_sentiment.data import read_if_there
from tools.train_sentiment.steady import name_versions

BUILDS = Path(__file__).parent / "builds.json"
"""The figures of builds whose models are not kept, written by them."""
# Questions that hold no trouble: whoever calls them negative takes asking for complaining.
QUESTIONS = "banking_intents_train.tsv.gz"
INFORMATIVE = frozenset(
    "fiat_currency_support country_support supported_cards_and_currencies age_limit exchange_rate order_physical_card "
    "card_linking atm_support visa_or_mastercard get_physical_card getting_spare_card top_up_limits automatic_top_up "
    "transfer_timing card_delivery_estimate".split()
)
PUBLIC: tuple[Callable[[Path], Any], ...] = (understanding.language_rows, understanding.label_rows)


def write_card(folder: Path, models: Path, card: Path) -> None:
    """Measure the models on the validation data; write `models/card.json` and `card`."""
    figures = measure(folder)
    files = {path.name: describe(path) for path in sorted(models.glob("*.bin"))}
    facts = {"files": files, "trained_with": name_versions(), "validation": figures}
    (models / "card.json").write_text(json.dumps(facts, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    card.write_text(text(files, figures), encoding="utf-8")


def keep_figures(build: str, folder: Path, models: Path) -> None:
    """Measure the models of another build, and keep its figures for the card."""
    tables.FOLDER = models
    known = builds() | {build: measure(folder)}
    BUILDS.write_text(json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def builds() -> dict[str, dict[str, float]]:
    """Build → its figures."""
    if not BUILDS.is_file():
        return {}
    known: dict[str, dict[str, float]] = json.loads(BUILDS.read_text(encoding="utf-8"))
    return known


def describe(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def measure(folder: Path) -> dict[str, float]:
    """Name of a figure → percent, one decimal; without the public sets, those on the repository's texts."""
    rows = [row for row in care.care_rows() if ours(row["name"])]
    figures = {row["name"].removesuffix(", ours"): row["value"] for row in rows}
    if not (folder / "sentiment_validation.tsv.gz").is_file():
        return figures
    found = understanding.sentiment_figures(
        understanding.ours(), understanding.read(folder, "sentiment_validation.tsv.gz")
    )
    figures |= {f"posts, sentiment, {name}": round(value, 1) for name, value in found.items()}
    asked = [
        score(row.text, "en").sentiment
        for row in read_if_there(folder, QUESTIONS)
        if row.label in INFORMATIVE
    ]
    figures["questions called negative"] = round(100 * mean(said == "negative" for said in asked), 1)
    public = [row for part in PUBLIC for row in part(folder)]
    return figures | {row["name"]: row["value"] for row in public if "%" in row["unit"]}


def ours(name: str) -> bool:
    return not name.endswith(("vaderSentiment", "TextBlob", "py3langid", "langdetect"))


def text(files: dict[str, dict[str, Any]], figures: dict[str, float]) -> str:
    others = builds()
    sums = "\n".join(f"| {name} | {f['bytes']:,} | `{f['sha256']}` |" for name, f in files.items())
    measured = "\n".join(
        f"| {name} | {value} | {others.get('research', {}).get(name, '')} | {others.get('own', {}).get(name, '')} |"
        for name, value in figures.items()
    )
    template = (Path(__file__).parent / "card.md").read_text(encoding="utf-8")
    return template.format(files=sums, figures=measured, versions=name_versions())
