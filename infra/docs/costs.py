"""The figures of docs/costs.md: what AWS bills, from the measured units, the price file and the template."""

import json
import re
from collections.abc import Mapping

from bench import bill
from bench.rates import RATES
from infra import template
from infra.template import ROOT

PATH = "docs/costs.md"
RESULTS = ROOT / "bench" / "results.json"
BLOCK = re.compile(r"<!-- (\w+) -->\n.*?<!-- end -->", re.DOTALL)
DEEDS = {
    "poll": "asking what changed",
    "list": "a list of conversations",
    "open": "opening a conversation, with the person, notes, replies and ways to answer",
    "presence": "telling the others where one is",
    "draft": "keeping a draft",
    "reply": "sending a reply (what happens behind it: below)",
    "search": "a search for a person and for texts",
}
TITLES = ("a million a month", "10 a second", "500 a second")


def text() -> str:
    """Returns the document with the figures of today."""
    figures = {
        "idle": list_bill(price_idle()),
        "rates": list_rates(),
        "storage": [f"{bill.price_storage(read_use('one')):.2f} USD."],
        "people": list_people(),
        "levers": list_levers(),
        "assumed": list_assumptions(),
    }

    def fill(block: re.Match[str]) -> str:
        return "\n".join([f"<!-- {block[1]} -->", *figures[block[1]], "<!-- end -->"])

    return BLOCK.sub(fill, (ROOT / PATH).read_text(encoding="utf-8"))


def price_idle() -> dict[str, float]:
    """Returns the parts of an idle month, counted in the template as its defaults make it."""
    body = template.load()
    events = [
        event
        for function in template.of_type(body, "AWS::Serverless::Function").values()
        for event in function["Properties"].get("Events", {}).values()
    ]
    alarms = [
        each["Properties"]
        for each in template.of_type(body, "AWS::CloudWatch::Alarm").values()
        if "Condition" not in each
    ]
    metrics = sum(sum("MetricStat" in part for part in each.get("Metrics", [])) or 1 for each in alarms)
    runs = [
        int(found[1])
        for event in events
        if event["Type"] == "Schedule"
        and (found := re.fullmatch(r"rate\((\d+) minutes?\)", event["Properties"]["Schedule"]))
    ]
    return bill.price_idle(sum(event["Type"] == "SQS" for event in events), metrics, runs)


def read_use(name: str) -> bill.Use:
    """Returns what an interaction used at a rate when it was last measured."""
    values = {each["name"]: each["value"] for each in json.loads(RESULTS.read_text(encoding="utf-8"))}
    rate = next(each for each in RATES if each.name == name)
    measured = (
        values[f"rates.{name}.{what}"]
        for what in ("write_units", "read_units", "table_calls", "hops", "stored")
    )
    writes, reads, calls, hops, stored = measured
    return bill.Use(writes, reads, calls, hops, rate.batch, rate.a_minute, stored)


def list_bill(parts: Mapping[str, float]) -> list[str]:
    """Returns the lines of a table of parts and their sum."""
    rows = [f"| {name} | {dollars:.2f} |" for name, dollars in parts.items()]
    return ["| | USD |", "|---|---|", *rows, f"| **together** | **{sum(parts.values()):.2f}** |"]


def list_rates() -> list[str]:
    """Returns the lines of the table of all rates."""
    bills = [bill.price_interaction(read_use(rate.name)) for rate in RATES]
    rows = [_row(kind, [f"{each[kind]:.2f}" for each in bills]) for kind in bills[0]]
    together = _row("**together**", [f"**{sum(each.values()):.2f}**" for each in bills])
    aims = _row("aim", [f"{rate.target:g}" for rate in RATES])
    return [_row("USD a million", TITLES), "|---" * (len(bills) + 1) + "|", *rows, together, aims]


def list_people() -> list[str]:
    """Returns what an agent and what a thousand replies cost."""
    values = {each["name"]: each["value"] for each in json.loads(RESULTS.read_text(encoding="utf-8"))}
    requests, dollars = values["agent.requests_per_day"], values["agent.usd_per_day"]
    polls = values["agent.poll.requests"] * bill.AGENT_DAY["poll"]
    return [
        f"An agent who works for a day with the console open: {dollars:.3f} USD, for {requests:,.0f}",
        f"requests through the console's API to the agents' API; {polls:,.0f} of them ask what changed. Counted by",
        "`python -m bench.agent`, with the authorizer called every minute:",
        "",
        "| | times a day | requests | reads | writes |",
        "|---|---|---|---|---|",
        *(_day_row(values, kind, times) for kind, times in bill.AGENT_DAY.items()),
        "",
        f"A thousand replies: {values['replies.usd_per_1000']:.3f} USD, each by a request, a queue and a function that",
        f"waits {bill.PLATFORM_MS} ms for the platform, with {values['replies.write_units']:g} write units and the",
        "account's secret read anew (`python -m bench.replies`).",
        "An interaction more if the platform tells us of our own reply.",
    ]


def _day_row(values: Mapping[str, float], kind: str, times: int) -> str:
    units = (values[f"agent.{kind}.{what}"] for what in ("requests", "read_units", "write_units"))
    return _row(DEEDS[kind], [f"{times:,}", *(f"{each:g}" for each in units)])


def list_levers() -> list[str]:
    """Returns the lines of the table of what an operator can turn."""
    month = bill.PRICES["usd_per_month"]
    computing = bill.price_interaction(read_use("one"))["computing"]
    optional = f"{month['dashboard']:.2f} and about {month['web_acl_with_a_rule']:.2f} USD a month"
    return [
        _row("lever", ["saves", "costs"]),
        "|---|---|---|",
        _row(
            "`MemorySize` 256 instead of 512",
            [f"at most {computing / 2:.2f} USD a million", "cold starts take about twice as long"],
        ),
        _row("`LogLevel` ERROR", ["at most 0.05 USD a million", "an ordinary day leaves no log"]),
        _row("an alarm less", [f"{month['alarm_metric']:.2f} USD a month", "what it watches goes unheard"]),
        _row("shorter retention, `FeedPitrDays`", ["storage in proportion", "less to restore and to read"]),
        _row("no `Dashboard`, no web ACL", [optional, "nothing: both are off by default"]),
    ]


def list_assumptions() -> list[str]:
    """Returns what the figures rest on besides what was counted."""
    return [
        f"- A warm webhook takes {bill.WEBHOOK_MS} ms, a call to a table or a queue {bill.CALL_MS} ms, a worker",
        f"  {bill.INVOCATION_MS} ms besides its calls, all with {bill.MEMORY_GB * 1024:.0f} MB.",
        f"- Lambda asks an idle queue by {bill.POLLERS} long polls of {bill.POLL_S} s, which share what comes:",
        "  five interactions in a batch at 10 a second.",
        f"- One endpoint, whose secret one warm webhook reads {bill.SECRET_READS_A_MINUTE} time a minute.",
    ]


def _row(first: str, others: list[str] | tuple[str, ...]) -> str:
    return f"| {first} | {' | '.join(others)} |"
