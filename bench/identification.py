"""Compares how ours, py3langid and langdetect tell the language of a text, in one run, part of `bench.understanding`.

An engine that is not installed is left out. Texts: held-back sentences in the 28 languages used most (of any length,
28 characters in the middle), and tweets in seven languages. The other engines know languages that these texts are
not in, as ours does: a wrong answer is a wrong answer.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from statistics import mean
from typing import Any

from bench.understanding import Cells, forget, microseconds, read, row, start_up

Identify = Callable[[str], str | None]
ALIKE = {"iw": "he", "in": "id", "no": "nb"}


def ours() -> Identify:
    from segment.scoring.language import identify

    return identify


def py3langid() -> Identify:
    classify: Any = import_module("py3langid").classify
    return lambda text: code(classify(text)[0])


def langdetect() -> Identify:
    library: Any = import_module("langdetect")
    library.DetectorFactory.seed = 0

    def identify(text: str) -> str | None:
        try:
            return code(library.detect(text))
        except library.LangDetectException:  # no letters
            return None

    return identify


def code(tag: str) -> str:
    """The language of a tag, as our texts name it: zh for zh-cn."""
    language = tag.partition("-")[0]
    return ALIKE.get(language, language)


IMPORTS = {
    "ours": "from segment.scoring.language import identify; identify('one two three four')",
    "py3langid": "from py3langid import classify; classify('one two three four')",
    "langdetect": "from langdetect import detect; detect('one two three four')",
}
ENGINES: dict[str, tuple[str, Callable[[], Identify]]] = {
    "ours": ("segment", ours),
    "py3langid": ("py3langid", py3langid),
    "langdetect": ("langdetect", langdetect),
}


def held_back(folder: Path) -> tuple[list[Cells], list[Cells]]:
    """(sentences in the common languages, tweets in the sentiment languages without mixed Hindi)."""
    common = {cells[0] for cells in read(folder, "language_train.tsv.gz")}
    sentences = [cells for cells in read(folder, "langid_validation.tsv.xz") if cells[0] in common]
    tweets = [cells for cells in read(folder, "sentiment_validation.tsv.gz") if cells[0] != "hi"]
    Random(1).shuffle(tweets)
    return sentences, tweets


def right(identify: Identify, texts: list[Cells]) -> float:
    """Percent of the texts that are given their language."""
    return 100 * mean(identify(cells[2]) == cells[0] for cells in texts)


def identification_rows(folder: Path) -> Iterator[dict[str, Any]]:
    sentences, tweets = held_back(folder)
    for name, (module, build) in ENGINES.items():
        if find_spec(module) is None:
            continue
        took, size = start_up(IMPORTS[name])
        identify = build()
        yield row(f"language, 28 languages, {name}", right(identify, sentences), "% right")
        yield row(f"language, tweets in seven languages, {name}", right(identify, tweets), "% right")
        forget()
        texts = [cells[2] for cells in tweets][:1000]
        yield row(f"language, time a tweet, {name}", microseconds(identify, texts), "µs")
        yield row(f"language, import and first text, {name}", took, "ms")
        yield row(f"language, memory, {name}", size, "MB")
