"""`rapport score`: what the engine makes of a text.

With `--jsonl`, one request per line on standard input and one answer per line on standard output, for programs;
with a text, the result and the words that made it, for people.
"""

import argparse
import sys
from typing import Any

from infra.cli.parse import Record, answer_lines
from model.analysis import Analysis
from segment.scoring import score

SIGNS = {"negative": "-", "positive": "+", "neutral": "=", "unknown": "?"}


def add_to(subparsers: Any) -> None:
    """Registers `score`."""
    parser = subparsers.add_parser("score", help="score a text: mood, language, intent", description=__doc__)
    parser.add_argument("text", nargs="*", help="what somebody wrote")
    parser.add_argument("--lang", help="its language, where that is known (en, de, pt-BR...)")
    parser.add_argument("--jsonl", action="store_true", help="requests on standard input, answers on output")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exits with 0; 2 when there is neither `--jsonl` nor a text."""
    if arguments.jsonl:
        return answer_lines(sys.stdin, sys.stdout, score_line)
    if not arguments.text:
        print("rapport score: give a text, or --jsonl", file=sys.stderr)
        return 2
    print(readable(score(" ".join(arguments.text), arguments.lang)))
    return 0


def score_line(record: Record) -> Record:
    """Returns the answer to one request; never raises."""
    text, language = record.get("text"), record.get("lang")
    if not isinstance(text, str) or not (language is None or isinstance(language, str)):
        detail = "text must be a string, lang a string or null"
        return {"id": record.get("id"), "error": {"code": "bad_request", "detail": detail}}
    found = score(text, language)
    return {
        "id": record.get("id"),
        "sentiment": found.sentiment,
        "score": found.score,
        "lang": found.language,
        "intent": [label.name for label in found.intent],
        "urgency": found.urgency,
        "offensive": found.offensive,
    }


def readable(found: Analysis) -> str:
    """Writes the answer for people to read."""
    words = ", ".join(f"{word} {weight:+.2f}" for word, weight in found.words)
    intent = ", ".join(f"{label.name} ({label.method}, {label.confidence:.2f})" for label in found.intent)
    lines = [
        f"{SIGNS[found.sentiment]} {found.sentiment} {found.score:+.2f}, language {found.language or 'unknown'}",
        f"words      {words or 'none that count'}",
        f"intent     {intent or 'none found'}",
        f"urgency    {found.urgency:.2f} {', '.join(found.reasons)}".rstrip(),
        f"offensive  {found.offensive:.2f}",
        f"engine     {found.engine}",
    ]
    return "\n".join(lines)
