"""`rapport verify --jsonl`: whether a request is proved, and what a handshake is answered.

One request per line on standard input, one answer per line on standard output.
"""

import argparse
import base64
import json
import sys
from dataclasses import replace
from typing import Any

from infra.cli.parse import Record, answer_lines
from model.http import Answer, Request
from platforms.base import Platform
from platforms.families.signed_request import DELETION, read_signed_request
from platforms.key_proof import from_hex, is_signed_by
from platforms.proof import SharedToken
from platforms.registry import platform
from platforms.signing import header


def add_to(subparsers: Any) -> None:
    """Registers `verify`."""
    parser = subparsers.add_parser("verify", help="check signatures and handshakes", description=__doc__)
    parser.add_argument("--jsonl", action="store_true", help="requests on standard input, answers on output")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exits with 0; 2 without `--jsonl`."""
    if not arguments.jsonl:
        print("rapport verify: give --jsonl", file=sys.stderr)
        return 2
    return answer_lines(sys.stdin, sys.stdout, verify_line)


def verify_line(record: Record) -> Record:
    """Returns the answer to one request; never raises. `error` stands only where we could not even judge it."""
    try:
        found = platform(record["platform"])
    except (KeyError, TypeError):
        return _answer(record, accepted=False, reason="no such platform here", error="unknown_platform")
    try:
        return _judged(found, record)
    except Exception as error:  # noqa: BLE001 - one bad line must not end the others
        return _answer(record, accepted=False, reason="crash", error=type(error).__name__)


def _judged(found: Platform, record: Record) -> Record:
    request = _request(record)
    secrets = _records(found, record)
    now, kind = int(record.get("now") or 0), record.get("kind") or "delivery"
    if record.get("scheme") == "ed25519":
        return _outcome(record, _is_signed(request, record))
    if kind == "signed_request" and DELETION in found.parts:
        return _outcome(record, read_signed_request(request.body, secrets) is not None)
    if kind == "handshake":
        return _handshake(found, record, request, secrets, now)
    if kind == "url_secret" and isinstance(found.proof, SharedToken) and found.proof.parameter:
        sent = str((record.get("extra") or {}).get("path") or "").rpartition("/")[2]
        request = replace(request, query={found.proof.parameter: sent})
        return _outcome(record, found.verify(request, secrets, now))
    if kind == "delivery":
        return _outcome(record, found.verify(request, secrets, now))
    return _answer(record, accepted=False, reason=f"{found.name} knows no {kind}", error="unsupported")


def _is_signed(request: Request, record: Record) -> bool:
    """Tells whether the body was signed, and nothing else is asked for (the bare method)."""
    public = [from_hex(str(value).encode()) for value in record.get("secrets") or ()]
    signature = from_hex(header(request, "signature"))
    return any(key and signature and is_signed_by(key, signature, request.body) for key in public)


def _records(found: Platform, record: Record) -> list[dict[str, str]]:
    """Returns every given secret under each declared name, with what an account's settings or a key fetch
    would give.
    """
    extra = {
        str(name): value if isinstance(value, str) else json.dumps(value)
        for name, value in (record.get("extra") or {}).items()
    }
    given = [dict.fromkeys((s.name for s in found.secrets), str(v)) for v in record.get("secrets") or ()]
    return [each | extra for each in given or ([{}] if extra else [])]


def _handshake(
    found: Platform, record: Record, request: Request, secrets: list[dict[str, str]], now: int
) -> Record:
    """Answers as the webhook does: a GET at once, anything else only after it was verified."""
    probe = request.method != "POST"
    if not probe and not found.verify(request, secrets, now):
        return _outcome(record, accepted=False, answer=Answer(401))
    answer = found.handshake(request, secrets) or Answer(405 if probe else 200)
    return _outcome(record, answer.status < 300, answer)


def _request(record: Record) -> Request:
    headers = {str(name): str(value) for name, value in (record.get("headers") or {}).items()}
    query = {str(name): str(value) for name, value in (record.get("query") or {}).items()}
    body = base64.b64decode(record.get("body_base64") or "", validate=True)
    target = str(((record.get("extra") or {}).get("request") or {}).get("target") or "")
    return Request.of(str(record.get("method") or "POST"), headers, query, body, target=target)


def _outcome(record: Record, accepted: bool, answer: Answer | None = None) -> Record:
    return _answer(record, accepted=accepted, reason="proved" if accepted else "not proved", answer=answer)


def _answer(
    record: Record, *, accepted: bool, reason: str, answer: Answer | None = None, error: str | None = None
) -> Record:
    judged = {
        "id": record.get("id"),
        "accepted": accepted,
        "reason": reason,
        "status": answer.status if answer else None,
        "content_type": answer.content_type if answer else None,
        "body": answer.body if answer else None,
    }
    return {**judged, "error": error} if error else judged


def main(arguments: list[str] | None = None) -> int:
    """Runs this command alone."""
    parser = argparse.ArgumentParser(prog="rapport")
    add_to(parser.add_subparsers(required=True))
    parsed = parser.parse_args(["verify", *(sys.argv[1:] if arguments is None else arguments)])
    return int(parsed.run(parsed))


if __name__ == "__main__":
    sys.exit(main())
