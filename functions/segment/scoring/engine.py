"""The embedded engine: one text in, sentiment, language, intent, urgency and offence out; nothing leaves."""

from functools import partial

from model.analysis import Analysis, Sentiment
from segment.scoring.concepts import placed_ideas, words_of
from segment.scoring.devanagari import as_written
from segment.scoring.features import context, hashes_of_ideas, meet_tokens
from segment.scoring.heads import heads_model
from segment.scoring.intent import QUESTION_MARKS, intents
from segment.scoring.language import identified
from segment.scoring.offence import listed_offence
from segment.scoring.runs import runs_model
from segment.scoring.sentiment import Reading, reading_of, sentiment_model
from segment.scoring.tokens import own_part, says_something, tokens_of
from segment.scoring.urgency import urgency
from segment.scoring.weights import token_weights

ENGINE = "rapport-2"
_NO_LANGUAGE = frozenset(("", "und", "xx", "zxx", "mul", "qaa"))
_POST, _POST_SHARE = 0.5, 0.4
"""From here on a text is read as a public post rather than as a message to a company, which means things otherwise; of
how a message is meant, the model of posts says this share."""
_ELSEWHERE = "en"
"""Whose ideas are looked for where no language is known, or one that was not learned: emoji mean the same there."""
_SURE_ELSEWHERE = 0.6
"""A language that was not learned needs this probability of a label: what it shares with the learned ones is little."""


def score(text: str, language: str | None = None) -> Analysis:
    """Analyses one text. A language given by the platform wins over the identified one.

    Never raises for any text; reads at most its first 2,000 characters, without what the writer quotes. Sentiment is
    "unknown" where nothing is said (no word, no emoji), or in a language the model did not learn where it is not
    sure. OSError where the package's model files are missing.
    """
    own = own_part(text)
    found = tokens_of(own)
    if not says_something(found):
        return Analysis("unknown", 0.0, _code(language), (), 0.0, (), 0.0, (), ENGINE)
    spoken = _code(language) or identified(text, found)
    met, placed = meet_tokens(found), placed_ideas(found, spoken if words_of(spoken) else _ELSEWHERE)
    around, added = context(met), token_weights().add(met)
    places, voiced = [place for place, _ in placed], [name for _, name in placed]
    hashed = hashes_of_ideas(voiced)
    heads, message = heads_model().read(added, around, hashed, places, partial(runs_model().weigh_runs, own))
    post = sentiment_model().read(added, around, hashed, spoken, places)
    reading = reading_of(found, post if heads["post"] >= _POST else message.mixed(post, _POST_SHARE))
    sentiment = _label(reading, spoken)
    balance = round(reading.positive - reading.negative, 3) if sentiment != "unknown" else 0.0
    offensive = round(max(heads["offensive"], listed_offence(found)), 2)
    asking = voiced[:1] == ["q"] or not QUESTION_MARKS.isdisjoint(found)
    labels = intents(asking, heads, balance)
    named, glad = {label.name for label in labels}, sentiment == "positive"
    urgent, reasons = urgency(voiced, named, heads["urgent"], offensive, glad)
    return Analysis(
        sentiment=sentiment,
        score=balance,
        language=spoken,
        intent=labels,
        urgency=urgent,
        reasons=reasons,
        offensive=offensive,
        words=as_written(text, reading.words) if sentiment != "unknown" else (),
        engine=ENGINE,
    )


def _label(reading: Reading, language: str | None) -> Sentiment:
    likeliest = max(reading.negative, reading.neutral, reading.positive)
    learned = language is None or words_of(language) is not None
    return reading.label if learned or likeliest >= _SURE_ELSEWHERE else "unknown"


def _code(language: str | None) -> str | None:
    """Returns the language of a tag: pt for pt-BR and PT_br; none for the codes that say "not known"."""
    if not language:
        return None
    code = language.replace("_", "-").split("-")[0].strip().lower()
    return None if code in _NO_LANGUAGE else code
