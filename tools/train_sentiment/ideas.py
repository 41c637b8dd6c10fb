"""The words of `functions/segment/scoring/models/concepts.txt` as training texts of one word."""

from collections.abc import Iterator

from segment.scoring.concepts import languages

LABELS = {
    "positive": "good great love happy kind fast easy tasty recom solved thanks best",
    "negative": "bad terrible broken fail late lost wrong rude scam insult disapp angry dirty expens hard ignore waste",
    "neutral": "q price can hours order doc please buy stock cancel account add wish ooo spam deadline",
}
LABEL_OF = {idea: label for label, named in LABELS.items() for idea in named.split()}


def labelled_words() -> Iterator[tuple[str, str, str]]:
    """(language, label, word) of every word whose idea says how it is meant."""
    for language, lines in sorted(languages().items()):
        for line in lines.splitlines():
            idea, *entries = line.split() or [""]
            if idea in LABEL_OF:
                for entry in entries:
                    yield language, LABEL_OF[idea], entry.rstrip("*").replace("_", " ")
