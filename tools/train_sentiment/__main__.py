"""Train every model of `functions/segment/scoring`.

python -m tools.train_sentiment [--data FOLDER] [--out FOLDER] [--research] [--crossed]

Without the public sets it trains on the texts of this repository alone. Those that are for research only join with
`--research`; such models are measured, and not for the repository.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from tools.train_sentiment import steady

steady.hold_sums()  # before numpy is imported

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "functions/segment/scoring/models"
PUBLIC = Path(os.environ.get("RAPPORT_DATA", ROOT.parent / "shared" / "data"))
sys.path.insert(0, str(ROOT / "functions"))


def main() -> None:
    from tools.train_sentiment import card, crossed, heads, language, runs, sentiment

    parser = argparse.ArgumentParser(
        prog="train_sentiment", description="Train the models of segment/scoring"
    )
    parser.add_argument("--data", type=Path, default=PUBLIC, help="the public sets; need not be there")
    parser.add_argument("--out", type=Path, default=MODELS)
    parser.add_argument("--research", action="store_true", help="train on research-use sets as well")
    parser.add_argument("--only", help="one model by name")
    parser.add_argument("--crossed", action="store_true", help="print cross-validated figures, train nothing")
    given = parser.parse_args()
    if given.crossed:
        sys.stdout.write(json.dumps(crossed.crossed_figures(), indent=1) + "\n")
        return
    if given.research and given.out == MODELS:
        parser.error("--research needs --out: such models are not for the repository")
    given.out.mkdir(parents=True, exist_ok=True)
    for name, recipe in (("language", language), ("heads", heads), ("runs", runs), ("sentiment", sentiment)):
        if name in (given.only or name):
            recipe.train(given.data, given.out / f"{name}.bin", given.research)
    if given.out == MODELS:
        card.write_card(given.data, MODELS, ROOT / "docs/model-card.md")
    else:
        own = not (given.data / "sentiment_train.tsv.gz").is_file()
        card.keep_figures("research" if given.research else "own" if own else "again", PUBLIC, given.out)


if __name__ == "__main__":
    main()
