"""Alarms: nothing fails unheard, nothing cries wolf, and the bill stays small. A rule answers with what is wrong."""

import re
from typing import Any

from infra import template
from tests.template.reading import Rule, Template, queues, text

MOST = 28
"""Alarms that every deployment has, each of which is billed every month; a parameter may ask for others."""


def _alarms(body: Template) -> dict[str, dict[str, Any]]:
    return {name: one["Properties"] for name, one in template.of_type(body, "AWS::CloudWatch::Alarm").items()}


def _watched(body: Template, namespace: str, metric: str) -> set[str]:
    """What the alarms on a metric are about: the value of their first dimension, or nothing in particular."""
    return {
        text(one["Dimensions"][0]["Value"]) if "Dimensions" in one else ""
        for one in _alarms(body).values()
        if (one.get("Namespace"), text(one.get("MetricName", ""))) == (namespace, metric)
    }


def every_function_is_heard_when_it_fails(body: Template) -> list[str]:
    """All log groups are counted into one metric, which one alarm watches."""
    filters = [one["Properties"] for one in template.of_type(body, "AWS::Logs::MetricFilter").values()]
    counted = {
        text(one["LogGroupName"])
        for one in filters
        if text(one["MetricTransformations"][0]["MetricName"]) == "fault_${Stage}"
        and one["FilterPattern"] == {"Fn::FindInMap": ["Fault", "Lines", "Pattern"]}
    }
    wrong = [
        f"{name} may hold faults unheard"
        for name in template.of_type(body, "AWS::Logs::LogGroup")
        if name not in counted
    ]
    return wrong if _watched(body, "Rapport", "fault_${Stage}") else [*wrong, "nobody watches faults"]


def queues_that_stand_still_are_heard(body: Template) -> list[str]:
    late = _watched(body, "AWS/SQS", "ApproximateAgeOfOldestMessage")
    return [f"{name} may stand still unheard" for name in queues(body)[0] if f"{name}.QueueName" not in late]


NEEDED = (
    ("AWS/Lambda", "Throttles"),
    ("AWS/ApiGateway", "5xx"),
    ("AWS/ApiGateway", "5XXError"),
    ("AWS/ApiGateway", "Count"),
    ("Rapport", "event_for_unknown_account"),
    ("Rapport", "delivery_rejected"),
    ("Rapport", "delivery_parked"),
    ("Rapport", "delivery_refused"),
)


def what_nobody_would_see_is_heard(body: Template) -> list[str]:
    wrong = [f"no alarm on {name} of {space}" for space, name in NEEDED if not _watched(body, space, name)]
    sums = [one for one in _alarms(body).values() if "Metrics" in one]
    throttled = {
        (text(each["Value"]), part["MetricStat"]["Metric"]["MetricName"])
        for one in sums
        for part in one["Metrics"]
        if "MetricStat" in part
        for each in part["MetricStat"]["Metric"]["Dimensions"]
    }
    wanted = {
        (table, f"{kind}ThrottleEvents")
        for table in template.of_type(body, "AWS::DynamoDB::Table")
        for kind in ("Read", "Write")
    }
    return wrong + [f"{table} may be throttled unheard" for table, _ in sorted(wanted - throttled)]


def a_new_stack_is_silent(body: Template) -> list[str]:
    """A new stack has no data. Missing data that count as a breach would fire at once."""
    return [
        f"{name} fires right after deployment"
        for name, one in _alarms(body).items()
        if one["TreatMissingData"] not in ("notBreaching", "missing")
    ]


def alarms_reach_somebody(body: Template) -> list[str]:
    wrong = []
    for name, one in _alarms(body).items():
        told = {each["Fn::If"][0] for each in one["AlarmActions"]}
        if told != {"HasAlarmTopic", "HasAlarmEmail"}:
            wrong.append(f"{name} tells {sorted(told)}")
        if one["TreatMissingData"] == "missing" and one.get("InsufficientDataActions") != one["AlarmActions"]:
            wrong.append(f"{name} is silent when its data stop")
    return wrong


def alarms_are_explained(body: Template) -> list[str]:
    """Whoever is woken finds what it means and what to do in `docs/operate.md`."""
    told = (
        (template.ROOT / "docs" / "operate.md").read_text("utf-8").split("\n## Alarms\n")[1].split("\n## ")[0]
    )
    explained = set(re.findall(r"`(\w+)`", told))
    names = {name.removesuffix("Alarm") for name in _alarms(body)}
    return [f"{name} is not in docs/operate.md" for name in sorted(names - explained)]


def alarms_are_few(body: Template) -> list[str]:
    alarms = template.of_type(body, "AWS::CloudWatch::Alarm").values()
    number = sum("Condition" not in each for each in alarms)
    return [] if number <= MOST else [f"{number} alarms"]


RULES: tuple[Rule, ...] = (
    every_function_is_heard_when_it_fails,
    queues_that_stand_still_are_heard,
    what_nobody_would_see_is_heard,
    a_new_stack_is_silent,
    alarms_reach_somebody,
    alarms_are_explained,
    alarms_are_few,
)
