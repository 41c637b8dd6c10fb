"""From what is used to what AWS bills: every kind of charge of the template, at the prices of `bench/prices.json`.

What is measured comes from `bench.rates`; what is not is an assumption with a name here, so that it can be doubted.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PRICES: dict[str, Any] = json.loads((Path(__file__).parent / "prices.json").read_text())
MILLION = 1_000_000
MINUTES_A_MONTH = 43_800
SECONDS_A_MONTH = 60 * MINUTES_A_MONTH

WEBHOOK_MS = 40
"""A warm request: verifying, and one call to SQS."""

CALL_MS = 5
"""Of a request to DynamoDB or SQS from Lambda, which is waited for."""

INVOCATION_MS = 10
"""What a worker needs besides its calls."""

MEMORY_GB = 0.5
LOG_BYTES = 100
"""Lines and metrics of ours for an interaction; Lambda's own lines are switched off."""

SECRET_READS_A_MINUTE = 1
"""Of a busy endpoint by one warm copy of the webhook."""

POLLERS, POLL_S = 5, 20
"""Lambda asks an idle queue by five long polls: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html"""

SCHEDULED_MS = 200
"""Of a scheduled function that finds nothing to do."""


@dataclass(frozen=True, slots=True)
class Use:
    """What one interaction uses on the path: units and calls of tables, and how many travel together.

    `hops` are the messages of one step to the next, as a share of an interaction.
    """

    writes: float
    reads: float
    calls: float
    hops: float
    batch: int
    a_minute: float
    stored_bytes: float = 0.0


def price_interaction(use: Use) -> dict[str, float]:
    """Returns what a million interactions cost, by kind of charge. Units: USD."""
    price = PRICES["usd_per_million"]
    in_receive = min(use.batch, 10)
    # A hop is sent, received and deleted; deliveries are sent one by one.
    queue_requests = 1 + 2 / in_receive + 3 * use.hops
    workers = 1 / use.batch + use.hops
    invocations = 1 + workers
    waited = (use.calls + use.hops) * CALL_MS + workers * INVOCATION_MS
    seconds = (WEBHOOK_MS + waited) / 1000
    return {
        "writes to tables": use.writes * price["write_unit"],
        "reads of tables": use.reads * price["read_unit"],
        "queue requests": queue_requests * price["sqs_request"],
        "HTTP API": price["http_api_request"],
        "invocations": invocations * price["lambda_request"],
        "computing": seconds * MEMORY_GB * PRICES["usd_per_gb_second_arm64"] * MILLION,
        "secrets read": SECRET_READS_A_MINUTE / use.a_minute * price["secret_request"],
        "logs": LOG_BYTES * MILLION / 1e9 * PRICES["usd_per_gb_logs"],
    }


def price_storage(use: Use) -> float:
    """Returns what a million interactions cost for each month that they are kept, with backups. Units: USD."""
    price = PRICES["usd_per_gb_month"]
    return use.stored_bytes * MILLION / 1e9 * (price["table"] + price["table_backup"])


def price_idle(queues: int, alarm_metrics: int, minutes_between_runs: Iterable[int]) -> dict[str, float]:
    """Returns what a month costs in which nothing happens, without secrets. Units: USD."""
    month, million = PRICES["usd_per_month"], PRICES["usd_per_million"]
    polls = queues * POLLERS * SECONDS_A_MONTH / POLL_S
    runs = sum(MINUTES_A_MONTH / each for each in minutes_between_runs)
    seconds = runs * SCHEDULED_MS / 1000
    return {
        "KMS key": month["kms_key"],
        f"alarms, {alarm_metrics} metrics in them": alarm_metrics * month["alarm_metric"],
        f"Lambda asking {queues} empty queues": polls / MILLION * million["sqs_request"],
        f"scheduled functions, {runs:,.0f} runs": runs / MILLION * million["lambda_request"]
        + seconds * MEMORY_GB * PRICES["usd_per_gb_second_arm64"],
    }


AGENT_DAY = {
    "poll": 7_380,
    "list": 150,
    "open": 120,
    "presence": 1_080,
    "draft": 180,
    "reply": 60,
    "search": 20,
}
"""How often an agent's console does what in eight hours. `open` is a conversation with all that stands beside it;
`presence` is told every 20 s while one is open, for six hours."""

REQUEST_MS = 60
"""A request of the console, most of which ask what changed."""
AUTHORIZED_A_DAY = 8 * 60
"""The authorizer's answer is kept for a minute."""


def price_agent_day(requests: float, reads: float, writes: float) -> float:
    """Returns what an agent costs whose console makes so many requests a day, with the units of them. Units: USD.

    Each passes the console's API and the agents' API behind it.
    """
    price = PRICES["usd_per_million"]
    invocations = requests + AUTHORIZED_A_DAY
    seconds = invocations * REQUEST_MS / 1000
    return float(
        (
            requests * (price["rest_api_request"] + price["http_api_request"])
            + invocations * price["lambda_request"]
            + (reads + AUTHORIZED_A_DAY * 2) * price["read_unit"]
            + writes * price["write_unit"]
        )
        / MILLION
        + seconds * MEMORY_GB * PRICES["usd_per_gb_second_arm64"]
    )


PLATFORM_MS = 400
"""Until a platform answers that it posted a reply."""


def price_replies(writes: float, reads: float, calls: float) -> float:
    """Returns what a thousand replies cost, each with a secret read of its own and no echo. Units: USD."""
    price = PRICES["usd_per_million"]
    seconds = (REQUEST_MS + PLATFORM_MS + calls * CALL_MS) / 1000
    million = (
        price["rest_api_request"]
        + 2 * price["lambda_request"]
        + 3 * price["sqs_fifo_request"]
        + price["secret_request"]
        + writes * price["write_unit"]
        + reads * price["read_unit"]
        + seconds * MEMORY_GB * PRICES["usd_per_gb_second_arm64"] * MILLION
    )
    return float(million / 1000)


def sum_up(parts: Mapping[str, float]) -> float:
    """Returns the sum of a bill's parts."""
    return sum(parts.values())
