"""Measures how well and how fast texts are understood: ours, vaderSentiment, TextBlob, py3langid, langdetect in one
run.

    python -m bench.understanding [--data FOLDER]

The folder (`RAPPORT_DATA`, by default beside the repository) holds the public validation texts; the models never saw
them, nor the held-back messages of `bench.care`. An engine that is not installed is left out. Accuracy is that of a
caller who names the language, as most platforms do; "language not given" is the harder case. "unknown" counts as
neutral, so that every engine answers every text.
"""

import argparse
import gzip
import json
import lzma
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from statistics import mean, median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT / "functions") not in sys.path:
    sys.path.insert(0, str(ROOT / "functions"))

LABELS = ("negative", "neutral", "positive")
LANGUAGES = ("ar", "de", "en", "es", "fr", "hi", "it", "pt")
COMMAND = "python -m bench.understanding"
Cells = list[str]
Classify = Callable[[str, str | None], str]
IMPORTS = {
    "ours": "from segment.scoring import score; score('one two three four', 'en')",
    "vaderSentiment": "from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer as A; "
    "A().polarity_scores('one two three four')",
    "TextBlob": "from textblob import TextBlob; TextBlob('one two three four').sentiment",
}


def data_folder() -> Path:
    """Where the validation data are expected; it need not exist."""
    return Path(os.environ.get("RAPPORT_DATA", ROOT.parent / "shared" / "data"))


def read(folder: Path, name: str) -> list[Cells]:
    opener = gzip.open if name.endswith(".gz") else lzma.open
    with opener(folder / name, "rt", encoding="utf-8", newline="\n") as lines:
        return [line.rstrip("\n").split("\t") for line in lines]


def recalls(truth: list[str], said: list[str], labels: tuple[str, ...] = LABELS) -> list[float]:
    """Recall of each label, 0..1."""
    return [
        sum(a == b == label for a, b in zip(truth, said, strict=True)) / max(truth.count(label), 1)
        for label in labels
    ]


def f1_scores(truth: list[str], said: list[str], labels: tuple[str, ...] = LABELS) -> list[float]:
    """F1 of each label, 0..1."""
    return [
        2 * sum(a == b == label for a, b in zip(truth, said, strict=True))
        / max(truth.count(label) + said.count(label), 1)
        for label in labels
    ]  # fmt: skip


def ours() -> Classify:
    from segment.scoring import score

    return lambda text, language: score(text, language).sentiment.replace("unknown", "neutral")


def vader() -> Classify:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    polarity = SentimentIntensityAnalyzer().polarity_scores

    def classify(text: str, _: str | None) -> str:
        compound = polarity(text)["compound"]
        return "positive" if compound >= 0.05 else "negative" if compound <= -0.05 else "neutral"

    return classify


def textblob() -> Classify:
    blob: Any = import_module("textblob").TextBlob

    def classify(text: str, _: str | None) -> str:
        value = blob(text).sentiment.polarity
        return "positive" if value > 0.05 else "negative" if value < -0.05 else "neutral"

    return classify


ENGINES: dict[str, tuple[str, Callable[[], Classify]]] = {
    "ours": ("segment", ours),
    "vaderSentiment": ("vaderSentiment", vader),
    "TextBlob": ("textblob", textblob),
}


def sentiment_figures(classify: Classify, texts: list[Cells]) -> dict[str, float]:
    """English macro recall and macro F1 of every language and their mean, in percent."""
    said = [classify(cells[2], cells[0]) for cells in texts]
    figures: dict[str, float] = {}
    for language in LANGUAGES:
        here = [(cells[1], answer) for cells, answer in zip(texts, said, strict=True) if cells[0] == language]
        truth, answers = [a for a, _ in here], [b for _, b in here]
        figures[language] = 100 * mean(f1_scores(truth, answers))
        if language == "en":
            figures["english recall"] = 100 * mean(recalls(truth, answers))
    figures["mean"] = mean(figures[language] for language in LANGUAGES)
    return figures


def microseconds(call: Callable[[str], object], texts: list[str], chunk: int = 50) -> float:
    """Median over chunks of the mean processor time of a call, on texts not seen before, after as many others."""
    return microseconds_beside([call], texts, chunk)[0]


def microseconds_beside(
    calls: Sequence[Callable[[str], object]], texts: list[str], chunk: int = 50
) -> list[float]:
    """Median over chunks of the mean processor time of each call, on texts not seen before, after as many others.

    That is a warm function at work: most words known, the texts new. The median leaves out the moments in which
    the machine did something else as well; the calls take turns, so that such moments meet them alike.
    """
    middle = len(texts) // 2
    for call in calls:
        for text in texts[:middle]:
            call(text)
    return times_beside(calls, texts[middle:], chunk)


def times_beside(calls: Sequence[Callable[[str], object]], texts: list[str], chunk: int = 50) -> list[float]:
    """Median over chunks of the mean processor time of each call in microseconds; the calls take turns."""
    spent: list[list[float]] = [[] for _ in calls]
    for first in range(0, len(texts) - chunk + 1, chunk):
        for call, times in zip(calls, spent, strict=True):
            start = time.process_time()
            for text in texts[first : first + chunk]:
                call(text)
            times.append((time.process_time() - start) / chunk)
    return [median(times) * 1e6 for times in spent]


def start_up(code: str) -> tuple[float, float]:
    """Milliseconds and megabytes that importing and one call add to an empty process (median of five)."""
    probe = (
        "import os, sys, time\n"
        "def held():\n"
        "    if not os.path.exists('/proc/self/statm'): return 0.0\n"
        "    return int(open('/proc/self/statm').read().split()[1]) * os.sysconf('SC_PAGE_SIZE') / 1e6\n"
        f"before = held(); start = time.perf_counter()\n{code}\n"
        "print((time.perf_counter() - start) * 1e3, held() - before)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "functions")}
    found = []
    for _ in range(5):
        out = subprocess.run(
            [sys.executable, "-c", probe], env=environment, capture_output=True, text=True, check=True
        )
        found.append([float(value) for value in out.stdout.split()])
    return median(cells[0] for cells in found), median(cells[1] for cells in found)


def row(name: str, value: float, unit: str, target: str = "", passed: bool | None = None) -> dict[str, Any]:
    digits = 1 if unit != "MB" else 2
    shown = round(value, digits)
    return {
        "name": name,
        "value": shown,
        "unit": unit,
        "target": target,
        "passed": passed,
        "command": COMMAND,
    }


def sentiment_rows(folder: Path) -> Iterator[dict[str, Any]]:
    texts = read(folder, "sentiment_validation.tsv.gz")
    found = {
        name: sentiment_figures(build(), texts)
        for name, (module, build) in ENGINES.items()
        if find_spec(module) is not None
    }
    for name, figures in found.items():
        yield row(f"sentiment, English, {name}", figures["english recall"], "macro recall %")
        yield row(f"sentiment, eight languages, {name}", figures["mean"], "mean macro F1 %")
        for language in LANGUAGES:
            yield row(f"sentiment, {language}, {name}", figures[language], "macro F1 %")
    guessed = sentiment_figures(lambda text, _: ours()(text, None), texts)
    yield row("sentiment, eight languages, ours, language not given", guessed["mean"], "mean macro F1 %")
    for title, key, target in (("English", "english recall", 70), ("eight languages", "mean", 50)):
        figure = found["ours"][key]
        yield row(f"sentiment, {title}, ours against its aim", figure, "%", f">= {target}", figure >= target)


def language_rows(folder: Path) -> Iterator[dict[str, Any]]:
    from segment.scoring.language import identify

    texts = read(folder, "langid_validation.tsv.xz")
    common = {cells[0] for cells in read(folder, "language_train.tsv.gz")}
    held = [cells for cells in texts if cells[0] in common]
    right = mean(identify(cells[2]) == cells[0] for cells in held) * 100
    title = f"language, {len(common)} common languages, sentences of any length"
    yield row(title, right, "% right", ">= 96", right >= 96)
    tweets = [cells for cells in read(folder, "sentiment_validation.tsv.gz") if cells[0] != "hi"]
    right = mean(identify(cells[2]) == cells[0] for cells in tweets) * 100
    yield row("language, tweets in seven languages", right, "% right", ">= 97", right >= 97)
    shuffled = [cells[2] for cells in tweets]
    Random(1).shuffle(shuffled)
    forget()
    spent = microseconds(identify, shuffled)
    yield row("language, time a tweet", spent, "µs", "<= 100", spent <= 100)


def label_rows(folder: Path) -> Iterator[dict[str, Any]]:
    from segment.scoring import score

    checks = (
        ("offensive", "offensive_validation.tsv.gz", "offensive"),
        ("spam", "spam_validation.tsv.xz", "yes"),
    )
    for name, file, label in checks:
        texts = read(folder, file)
        truth = ["yes" if cells[1] == label else "no" for cells in texts]
        said = []
        for cells in texts:
            found = score(cells[2], "en")
            hit = found.offensive >= 0.5 if name == "offensive" else name in {i.name for i in found.intent}
            said.append("yes" if hit else "no")
        yield row(f"{name}, validation", 100 * mean(f1_scores(truth, said, ("yes", "no"))), "macro F1 %")


def forget() -> None:
    """Drop the words that our engine remembers, so that texts scored before are new to it."""
    from segment.scoring import concepts, features
    from segment.scoring.heads import heads_model
    from segment.scoring.language import language_model
    from segment.scoring.runs import runs_model
    from segment.scoring.sentiment import sentiment_model
    from segment.scoring.weights import token_weights

    for remembering in (
        *(heads_model, language_model, runs_model, sentiment_model, token_weights),
        *(concepts.met, concepts.bare),
    ):
        remembering.cache_clear()
    features.met_before.forget()


def _untold(classify: Classify, text: str) -> str:
    return classify(text, None)


def speed_rows(texts: list[str], spoken: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Times of a message and of the start beside vaderSentiment's in the same run.

    "no word met before" is the first half of the texts, after none: what a function does that has just started.
    """
    Random(1).shuffle(texts)
    forget()
    engines = {name: build() for name, (module, build) in ENGINES.items() if find_spec(module) is not None}
    calls = [partial(_untold, classify) for classify in engines.values()]
    for call in calls:
        call("one two three four")  # reads the tables
    fresh = dict(zip(engines, times_beside(calls, texts[: len(texts) // 2]), strict=True))
    forget()
    times: dict[str, tuple[float, float]] = {}
    for name, spent in zip(engines, microseconds_beside(calls, texts), strict=True):
        took, size = start_up(IMPORTS[name])
        times[name] = spent, took
        yield row(f"time a message, {name}", spent, "µs")
        yield row(f"import and first text, {name}", took, "ms")
        yield row(f"memory, {name}", size, "MB")
    yield row("time a message, ours, no word met before", fresh["ours"], "µs")
    forget()
    classify = ours()
    spent = microseconds(lambda text: classify(text, spoken[text]), texts)
    yield row("time a message, ours, language given", spent, "µs")
    if "vaderSentiment" in times:
        for what, place, most in (("time a message", 0, 8), ("import and first text", 1, 3)):
            ratio = times["ours"][place] / times["vaderSentiment"][place]
            yield row(f"{what}, ours beside vaderSentiment", ratio, "times", f"<= {most}", ratio <= most)
    models = sorted((ROOT / "functions/segment/scoring/models").glob("*.bin"))
    size = sum(path.stat().st_size for path in models) / 1e6
    yield row("model files, all", size, "MB", "<= 8", size <= 8)


def rows(folder: Path | None = None) -> list[dict[str, Any]]:
    """All figures; those on public texts only where their folder is there."""
    from bench.care import care_rows  # they need this module
    from bench.identification import identification_rows
    from tools.train_sentiment.data import held_back_messages

    folder = folder or data_folder()
    found = care_rows()
    spoken = {message.text: message.language for message in held_back_messages()}
    if (folder / "sentiment_validation.tsv.gz").is_file():
        parts = (sentiment_rows, language_rows, identification_rows, label_rows)
        found += [one for part in parts for one in part(folder)]
        spoken |= {cells[2]: cells[0] for cells in read(folder, "sentiment_validation.tsv.gz")}
    return [*found, *speed_rows(sorted(spoken), spoken)]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the understanding of texts")
    parser.add_argument("--data", type=Path, default=None)
    print(json.dumps(rows(parser.parse_args().data), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
