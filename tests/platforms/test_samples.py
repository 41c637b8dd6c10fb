"""The published payloads and signature vectors of the registered platforms, where their folder is at hand."""

import base64
import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from infra.cli.parse import parse_line
from infra.cli.verify import verify_line
from platforms.registry import names

Record = dict[str, Any]

SAMPLES = Path(os.environ.get("RAPPORT_SAMPLES", "../shared/samples"))
RECEIVED_AT = "2026-11-21T12:00:00Z"
FIELDS = (
    "kind",
    "external_id",
    "author_id",
    "author_name",
    "text",
    "parent_id",
    "thread_id",
    "occurred_at",
    "direction",
)
LOOSE = {"delete": ("kind", "external_id"), "join": ("kind", "author_id"), "leave": ("kind", "author_id")}
QUIET = {"none", "control", "ignore", "leave"}
SCHEMES = {
    "meta-data-deletion": "facebook",
    "zendesk": "standard_webhooks",
    "google-business": "google_business",
    "bot_framework": "teams",
    "teams_outgoing": "teams",
    "http_signature_cavage": "activitypub",
    "http_signature_rfc9421": "activitypub",
    "mastodon_admin": "mastodon",
    "sns": "email",
    "ed25519": "discord",
    "websub": "feeds",
}
"""Whose scheme a vector is about, where it is not called like its platform."""

JUDGED = frozenset(
    "id name kind platform secret secret_or_key key_format headers body body_is_base64 now valid method query source "
    "note reason expect_status expect_body expect_user_id expect_response_keys form".split()
)
"""Fields of a vector that are no settings of the account."""

pytestmark = pytest.mark.skipif(
    not (SAMPLES / "expected.jsonl").exists(), reason="RAPPORT_SAMPLES is no folder of sample payloads"
)


def expected() -> list[Record]:
    """What each file of a registered platform must become."""
    if not (SAMPLES / "expected.jsonl").exists():
        return []
    lines = (SAMPLES / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    return [entry for entry in map(json.loads, lines) if entry["platform"] in names()]


def vectors() -> list[Record]:
    """The vectors of a registered platform."""
    files = sorted((SAMPLES / "../platforms").glob("vectors*.json"))
    rows = [row for file in files for row in json.loads(file.read_text(encoding="utf-8"))]
    return [row for row in rows if SCHEMES.get(row["platform"], row["platform"]) in names()]


@pytest.mark.parametrize("entry", expected(), ids=lambda entry: entry["file"])
def test_sample(entry: Record) -> None:
    body = base64.b64encode((SAMPLES / entry["file"]).read_bytes()).decode()
    request = {**entry, "id": "1", "received_at": RECEIVED_AT, "body_base64": body}
    answer = parse_line(request)
    assert "error" not in answer
    left = [event for event in answer["events"] if event["kind"] not in QUIET]
    for want in entry["events"]:
        best = min(left, key=lambda event: len(faults(event, want)), default=None)
        if QUIET.isdisjoint(want["kind"]) or (best is not None and not faults(best, want)):
            assert best is not None, want["external_id"]
            assert faults(best, want) == []
            left.remove(best)
    assert left == [] or entry.get("smoke")  # such a file lists no events: it must only be read


@pytest.mark.parametrize(
    "row", vectors(), ids=lambda row: f"{row['platform']}-{row.get('id', row.get('note'))}"
)
def test_vector(row: Record) -> None:
    answer = verify_line(asked(row))
    assert "error" not in answer
    if row.get("kind") != "handshake":
        assert answer["accepted"] is row["valid"]
        return
    allowed = {200: {200}, 400: {400}, 403: {400, 401, 403}, 404: {400, 403, 404}}[row["expect_status"]]
    assert answer["status"] in allowed
    body = json.loads(answer["body"]) if isinstance(row["expect_body"], dict) else answer["body"]
    assert row["expect_body"] in (None, body)


def asked(row: Record) -> Record:
    """A vector as `rapport verify --jsonl` is asked."""
    secret = row.get("secret", row.get("secret_or_key"))
    body = row.get("body") or urlencode(row.get("form") or {})
    return {
        "id": "1",
        "platform": SCHEMES.get(row["platform"], row["platform"]),
        "scheme": row["platform"],
        "kind": row.get("kind", "delivery"),
        "method": row.get("method", "POST"),
        "query": row.get("query"),
        "headers": row.get("headers"),
        "body_base64": body if row.get("body_is_base64") else base64.b64encode(body.encode()).decode(),
        "secrets": _texts(secret),
        "key_format": row.get("key_format"),
        "now": row.get("now"),
        "extra": {name: value for name, value in row.items() if name not in JUDGED},
    }


def _texts(secret: Any) -> list[str]:
    if secret is None:
        return []
    if isinstance(secret, list):
        return secret
    return [secret] if isinstance(secret, str) else [json.dumps(secret)]


def faults(event: Record, want: Record) -> list[str]:
    """The fields that are not among the equally right values."""
    fields = [field for field in LOOSE.get(want["kind"][0], FIELDS) if field in want]
    return [field for field in fields if not any(same(field, event[field], w) for w in want[field])]


def same(field: str, got: str | None, wanted: str | None) -> bool:
    """Whitespace does not count in texts, nor a second in times; the receipt stands for no time, * for all."""
    if wanted == "*":
        return True
    if field == "occurred_at":
        if wanted is None:
            return got in (None, RECEIVED_AT)
        return got is not None and abs((instant(got) - instant(wanted)).total_seconds()) <= 1
    if field in ("text", "author_name"):
        return squeezed(got) == squeezed(wanted)
    return got == wanted


def squeezed(text: str | None) -> str | None:
    """One blank for any whitespace; the empty text is none."""
    return re.sub(r"\s+", " ", text or "").strip() or None


def instant(text: str) -> datetime:
    """A time with its zone."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
