"""Train every model of `functions/segment/scoring` from a folder of labelled texts.

python -m tools.train_sentiment [--data FOLDER] [--out FOLDER]
"""

import argparse
import os
import sys
from pathlib import Path

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_threads] = "1"  # the order of additions, and so the last digit, must not vary

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "functions/segment/scoring/models"
sys.path.insert(0, str(ROOT / "functions"))


def main() -> None:
    from tools.train_sentiment import heads, language, sentiment

    parser = argparse.ArgumentParser(
        prog="train_sentiment", description="Train the models of segment/scoring"
    )
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--out", type=Path, default=MODELS)
    parser.add_argument("--only", help="one model by name")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for name, recipe in (("language", language), ("heads", heads), ("sentiment", sentiment)):
        if name in (given.only or name):
            recipe.train(given.data, given.out / f"{name}.bin")
    if given.out == MODELS:
        from tools.train_sentiment.card import write_card

        write_card(given.data, MODELS, ROOT / "docs/model-card.md")


if __name__ == "__main__":
    main()
