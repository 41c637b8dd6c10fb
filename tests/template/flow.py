"""Queues, functions and the two ways in. A rule answers with what is wrong."""

from infra import template
from tests.template.reading import DAY, Rule, Template, functions, mappings, queues, text

NEW_ACCOUNT = 10
"""Concurrent invocations that a new account often has for all its functions."""

WAYS_IN = 2
"""What webhook and agent API need of them at least."""


def visibility_is_six_timeouts(body: Template) -> list[str]:
    """https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"""
    wrong = []
    for name, function, mapping in mappings(body):
        queue = body["Resources"][mapping["Queue"]["Fn::GetAtt"][0]]["Properties"]
        least = 6 * function["Timeout"] + mapping["MaximumBatchingWindowInSeconds"]
        if queue["VisibilityTimeout"] < least:
            wrong.append(f"{name}: visibility {queue['VisibilityTimeout']} s, needed {least} s")
    return wrong


def queues_keep_and_give_up(body: Template) -> list[str]:
    sources, dead = queues(body)
    wrong = []
    for name, queue in sources.items():
        redrive = queue.get("RedrivePolicy", {})
        target = text(redrive.get("deadLetterTargetArn", "")).removesuffix(".Arn")
        if queue["MessageRetentionPeriod"] != 4 * DAY:
            wrong.append(f"{name} does not keep four days")
        if target not in dead or redrive.get("maxReceiveCount", 0) < 5:
            wrong.append(f"{name} has no dead queue of its own after five receives or more")
    wrong += [
        f"{name} keeps less than 14 days"
        for name, one in dead.items()
        if one["MessageRetentionPeriod"] < 14 * DAY
    ]
    wrong += [
        f"{name} is not encrypted"
        for name, one in (sources | dead).items()
        if not one.get("SqsManagedSseEnabled")
    ]
    return wrong


def mappings_fail_in_parts(body: Template) -> list[str]:
    wrong = []
    for name, _, mapping in mappings(body):
        if mapping.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            wrong.append(f"{name} does not report partial failures")
        if "FilterCriteria" in mapping:
            wrong.append(f"{name} filters: a filtered message is deleted unseen")
        if mapping.get("ScalingConfig") != {"MaximumConcurrency": {"Ref": "MaxConcurrency"}}:
            wrong.append(f"{name} may take all of the account's concurrency")
    if 4 * body["Parameters"]["MaxConcurrency"]["Default"] > NEW_ACCOUNT - WAYS_IN:
        wrong.append("the queues leave nothing of a new account's concurrency to the ways in")
    return wrong


OUTAGE_S = 6 * 3600


def an_outage_is_no_dead_letter(body: Template) -> list[str]:
    """A message that Lambda could not hand over for want of concurrency counts as received, and comes back when its
    visibility ends: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
    """
    return [
        f"{name} gives up after {queue['RedrivePolicy']['maxReceiveCount']} receives"
        for name, queue in queues(body)[0].items()
        if queue.get("RedrivePolicy", {}).get("maxReceiveCount", 0) * queue["VisibilityTimeout"] < OUTAGE_S
    ]


def dead_queues_alarm(body: Template) -> list[str]:
    watched = set()
    for alarm in template.of_type(body, "AWS::CloudWatch::Alarm").values():
        properties = alarm["Properties"]
        metric = properties.get("MetricName")
        if metric == "ApproximateNumberOfMessagesVisible" and properties["Threshold"] == 0:
            watched.add(text(properties["Dimensions"][0]["Value"]).removesuffix(".QueueName"))
    return [f"{name} has no alarm" for name in queues(body)[1] if name not in watched]


def a_crash_in_a_check_alarms(body: Template) -> list[str]:
    """Outside it is a rejection, so no status tells."""
    alarms = template.of_type(body, "AWS::CloudWatch::Alarm").values()
    watched = [(one["Properties"].get("Namespace"), one["Properties"].get("MetricName")) for one in alarms]
    return [] if ("Rapport", "verify_crashed") in watched else ["nobody hears of a crash in a check"]


def functions_are_explicit(body: Template) -> list[str]:
    wrong = []
    for name, function in functions(body).items():
        wrong += [
            f"{name} has no {key}" for key in ("Timeout", "MemorySize", "Handler") if key not in function
        ]
        if function.get("Role") != {"Fn::GetAtt": [f"{name}Role", "Arn"]}:
            wrong.append(f"{name} has not its own role")
        if "Policies" in function:
            wrong.append(f"{name} has policies besides its role: SAM would add managed ones")
        if function.get("LoggingConfig") != {"LogGroup": {"Ref": f"{name}Logs"}}:
            wrong.append(f"{name} has not its own log group")
    for name, group in template.of_type(body, "AWS::Logs::LogGroup").items():
        if "RetentionInDays" not in group["Properties"]:
            wrong.append(f"{name} keeps for ever")
    return wrong


PUBLIC_ROUTES = [
    "$default",
    "ANY /api/{proxy+}",
    "ANY /webhooks/{platform}/{endpoint}",
    "ANY /webhooks/{platform}/{endpoint}/{part}",
    "GET /.well-known/webfinger",
    "GET /actors/{name}",
    "GET /actors/{name}/{collection}",
    "GET /oauth/{platform}/callback",
    "GET /privacy/status/{code}",
]


def one_webhook_route(body: Template) -> list[str]:
    routes = [
        one["Properties"]["RouteKey"] for one in template.of_type(body, "AWS::ApiGatewayV2::Route").values()
    ]
    wrong = [] if sorted(routes) == PUBLIC_ROUTES else [f"public routes are {routes}"]
    integration = body["Resources"]["WebhookIntegration"]["Properties"]
    if integration["PayloadFormatVersion"] != "2.0":
        wrong.append("the webhook's payload is not 2.0")
    if integration["TimeoutInMillis"] < 1000 * functions(body)["Webhook"]["Timeout"]:
        wrong.append("the API gives up before the webhook does")
    return wrong


def agents_are_known(body: Template) -> list[str]:
    auth = body["Resources"]["AgentApi"]["Properties"]["Auth"]
    authorizer = auth["Authorizers"][auth["DefaultAuthorizer"]]
    wrong = (
        [] if authorizer["Identity"]["ReauthorizeEvery"] <= 60 else ["a revoked token lives longer than 60 s"]
    )
    for path, methods in body["Resources"]["AgentApi"]["Properties"]["DefinitionBody"]["paths"].items():
        if path != "/health" and any("security" in method for method in methods.values()):
            wrong.append(f"{path} has an authorizer of its own or none")
    return wrong


RULES: tuple[Rule, ...] = (
    visibility_is_six_timeouts,
    queues_keep_and_give_up,
    mappings_fail_in_parts,
    an_outage_is_no_dead_letter,
    dead_queues_alarm,
    a_crash_in_a_check_alarms,
    functions_are_explicit,
    one_webhook_route,
    agents_are_known,
)
