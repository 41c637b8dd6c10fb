"""Logs and metrics: JSON lines on standard output that cannot carry personal data.

Fields that name personal data are refused where the call is written, so a test finds it. Metrics are lines in
CloudWatch's embedded metric format, which costs no call:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
Not Powertools' Logger: its import costs the webhook 25 ms, and it logs whatever it is given.
"""

import json
import sys
import time
from collections.abc import Mapping
from pathlib import PurePath
from traceback import extract_tb

from aws import settings
from model.errors import RapportError

Value = str | int | float | bool | None

_PEOPLE = {"author", "email", "handle", "handles", "ip", "name", "names", "phone", "user", "username"}
_TEXTS = {"body", "headers", "html", "media", "payload", "query", "snippet", "subject", "text", "title"}
_SECRETS = {"authorization", "cookie", "credentials", "secret", "secrets", "signature", "token", "url"}

REFUSED = frozenset(_PEOPLE | _TEXTS | _SECRETS)
"""Words that no field may have in its name, as a whole or between underscores (`author_name`)."""

NAMESPACE = "Rapport"
LONGEST_VALUE = 200

_LEVELS = {"DEBUG": 10, "INFO": 20, "WARNING": 30, "ERROR": 40}
_FRAMES = 3


def debug(what: str, **fields: Value) -> None:
    """Logs that `what` (a fixed word) happened. Raises TypeError for a field that may carry personal data."""
    _log("DEBUG", what, fields)


def info(what: str, **fields: Value) -> None:
    """See `debug`."""
    _log("INFO", what, fields)


def warning(what: str, **fields: Value) -> None:
    """See `debug`."""
    _log("WARNING", what, fields)


def failure(what: str, error: BaseException, **fields: Value) -> None:
    """Logs an exception: its class, our code, where it was raised. Never its text, which may quote data."""
    code = error.code if isinstance(error, RapportError) else None
    _log("ERROR", what, {**fields, "error": type(error).__name__, "code": code, "where": _where(error)})


def metric(
    what: str,
    value: float = 1,
    *,
    unit: str = "Count",
    details: Mapping[str, Value] | None = None,
    **dimensions: str,
) -> None:
    """Counts or measures, for the stage as a whole (alarms watch this) and by the dimensions given.

    Dimensions need few values (a platform, a queue): each combination is billed. `details` stand in the line only.
    """
    _refuse(dimensions)
    _refuse(details or {})
    definition = {
        "Namespace": NAMESPACE,
        "Dimensions": [["stage"], ["stage", *dimensions]] if dimensions else [["stage"]],
        "Metrics": [{"Name": what, "Unit": unit}],
    }
    now_ms = int(time.time() * 1000)
    _write(
        {
            "_aws": {"Timestamp": now_ms, "CloudWatchMetrics": [definition]},
            "stage": settings.stage(),
            **dimensions,
            **(details or {}),
            what: value,
        }
    )


def _log(level: str, what: str, fields: dict[str, Value]) -> None:
    _refuse(fields)
    if _LEVELS[level] < _LEVELS.get(settings.log_level(), 20):
        return
    _write({"level": level, "what": what, **{k: v for k, v in fields.items() if v is not None}})


def _refuse(fields: Mapping[str, Value] | Mapping[str, str]) -> None:
    for field, value in fields.items():
        if not REFUSED.isdisjoint(field.lower().split("_")):
            raise TypeError(f"the field {field!r} may carry personal data and is not logged")
        if value is not None and not isinstance(value, (str, int, float)):
            raise TypeError(f"the field {field!r} must be one plain value")
        if isinstance(value, str) and len(value) > LONGEST_VALUE:
            raise TypeError(f"the field {field!r} is too long to be an id or a code")


def _where(error: BaseException) -> str:
    """Returns the innermost frames as `file:line`, outermost first."""
    frames = extract_tb(error.__traceback__)[-_FRAMES:]
    return " ".join(f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in frames)


def _write(record: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(record, separators=(",", ":")) + "\n")
