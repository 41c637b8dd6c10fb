"""`rapport outcome --jsonl`: what a platform's answer to a send means.

One answer of a platform per line on standard input, one judgement per line on standard output.
"""

import argparse
import base64
import sys
import time
from typing import Any

from infra.cli.parse import Record, answer_lines
from platforms.sending.answer import SendAnswer
from platforms.sending.registry import find_sender


def add_to(subparsers: Any) -> None:
    """Registers `outcome`."""
    parser = subparsers.add_parser("outcome", help="judge answers to a send", description=__doc__)
    parser.add_argument(
        "--jsonl", action="store_true", help="answers on standard input, judgements on output"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exits with 0; 2 without `--jsonl`."""
    if not arguments.jsonl:
        print("rapport outcome: give --jsonl", file=sys.stderr)
        return 2
    return answer_lines(sys.stdin, sys.stdout, judge_line)


def judge_line(record: Record) -> Record:
    """Returns the judgement of one answer; never raises."""
    identity = {"id": record.get("id")}
    try:
        sender = find_sender(record["platform"])
    except (KeyError, TypeError):
        return {**identity, "error": {"code": "unknown_platform", "detail": "nothing is sent there"}}
    try:
        found = sender.judge(_read(record))
    except Exception as error:  # noqa: BLE001 - one bad line must not end the others
        return {**identity, "error": {"code": "crash", "detail": type(error).__name__}}
    return {
        **identity,
        "outcome": str(found.result),
        "native_id": found.native_id,
        "retry_after_s": found.retry_after_s,
        "code": found.code,
        "detail": found.detail,
    }


def _read(record: Record) -> SendAnswer:
    headers = {str(name): str(value) for name, value in (record.get("headers") or {}).items()}
    body = base64.b64decode(record.get("body_base64") or "", validate=True)
    operation = str(record.get("operation") or "reply")
    return SendAnswer.from_http(operation, int(record.get("status") or 0), headers, body, time.time())
