"""Verifying and parsing beside the platforms' own libraries: same payloads, same process, taking turns.

    python -m bench.parse

Slack: `verify` and slack_sdk's SignatureVerifier over a signed delivery. Telegram: `verify` and `parse` of an update,
and python-telegram-bot's `json.loads` and `Update.de_json` of the same bytes. CPU time, median of 25 turns.
"""

import json
import time
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from statistics import median
from typing import Any

from bench import traffic
from bench.figures import NotRun, Row, row
from model.http import Delivery, Request
from platforms import registry

COMMAND = "python -m bench.parse"
TURNS, CALLS = 25, 400
TOKEN = "a-token-of-the-bench"  # noqa: S105 - nobody's

UPDATE: dict[str, Any] = {
    "update_id": 90001,
    "message": {
        "message_id": 77,
        "date": 1790000000,
        "chat": {"id": -1001234, "type": "supergroup", "title": "Lamps and more", "username": "lamps_and_more"},
        "from": {
            "id": 6001, "is_bot": False, "first_name": "Anna", "last_name": "Beispiel", "username": "anna_b",
            "language_code": "de",
        },
        "message_thread_id": 70,
        "text": "Thank you @bo_b for the lamp, it shines! When will the blue one be there again? " * 3,
        "entities": [
            {"type": "mention", "offset": 10, "length": 5},
            {"type": "bold", "offset": 20, "length": 4},
        ],
        "reply_to_message": {
            "message_id": 70, "date": 1789999000, "text": "Which one was it?",
            "chat": {"id": -1001234, "type": "supergroup", "title": "Lamps and more"},
            "from": {"id": 6002, "is_bot": False, "first_name": "Bo", "username": "bo_b"},
        },
    },
}  # fmt: skip


def rows(turns: int = TURNS) -> list[Row]:
    """Microseconds of each, and the ratios."""
    absent = [name for name in ("slack_sdk", "telegram") if find_spec(name) is None]
    if absent:
        raise NotRun(f"{' and '.join(absent)} not installed: `make bench` installs the group bench")
    slack = _turns({"ours": _slack_ours(), "slack_sdk": _slack_sdk()}, turns)
    telegram = _turns({"ours": _telegram_ours(), "python_telegram_bot": _telegram_bot()}, turns)
    slower = slack["ours"] / slack["slack_sdk"]
    faster = telegram["python_telegram_bot"] / telegram["ours"]
    return [
        *(row(f"parse.slack_verify.{name}", spent, "µs", command=COMMAND) for name, spent in slack.items()),
        row("parse.slack_verify.ours_to_slack_sdk", slower, "times", "<= 1", slower <= 1, COMMAND),
        *(row(f"parse.telegram.{name}", spent, "µs", command=COMMAND) for name, spent in telegram.items()),
        row("parse.telegram.times_faster", faster, "times", ">= 5", faster >= 5, COMMAND),
    ]


def _turns(calls: Mapping[str, Callable[[], object]], turns: int) -> dict[str, float]:
    spent: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(turns):
        for name, call in calls.items():
            start = time.process_time()
            for _ in range(CALLS):
                call()
            spent[name].append((time.process_time() - start) / CALLS * 1e6)
    return {name: median(each) for name, each in spent.items()}


def _slack_delivery() -> tuple[bytes, Mapping[str, str], int]:
    now = int(time.time())
    body = traffic.bodies(0, now)[0]
    return body, traffic.signed(body, now), now


def _slack_ours() -> Callable[[], object]:
    body, headers, now = _slack_delivery()
    request, platform = Request.of("POST", headers, {}, body), registry.platform("slack")
    assert platform.verify(request, [traffic.SECRET], now)
    assert not platform.verify(Request.of("POST", headers, {}, body + b" "), [traffic.SECRET], now)
    return lambda: platform.verify(request, [traffic.SECRET], now)


def _slack_sdk() -> Callable[[], object]:
    from slack_sdk.signature import SignatureVerifier

    body, headers, _ = _slack_delivery()
    verifier = SignatureVerifier(traffic.SECRET["signing_secret"])
    given = dict(headers)
    assert verifier.is_valid_request(body, given)
    return lambda: verifier.is_valid_request(body, given)


def _telegram_ours() -> Callable[[], object]:
    platform, body, secrets = (
        registry.platform("telegram"),
        json.dumps(UPDATE).encode(),
        [{"secret_token": TOKEN}],
    )
    headers = platform.sign(body, secrets[0], 0).headers
    request = Request.of("POST", headers, {}, body)
    delivery = Delivery("telegram", body, {}, 1_790_000_000_000, "webhook", self_ids=("8001",))

    def run() -> object:
        return platform.verify(request, secrets, 0) and platform.parse(delivery)

    events: Any = run()
    assert [event.external_id for event in events] == ["-1001234:77"]
    return run


def _telegram_bot() -> Callable[[], object]:
    from telegram import Update

    body = json.dumps(UPDATE).encode()

    def run() -> Update:
        return Update.de_json(json.loads(body), None)

    assert run().update_id == UPDATE["update_id"]
    return run


if __name__ == "__main__":
    print(json.dumps(rows(), indent=1, ensure_ascii=False))
