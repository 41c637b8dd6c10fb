"""What a first deployment meets in an account, and the local stack forgives. A rule answers with what is wrong."""

import json

from infra import template
from tests.template.reading import Rule, Template, functions, text

FIRST_ON_AL2023 = (3, 12)
"""python3.11 is the last runtime on Amazon Linux 2, whose glibc cannot load what ships."""


def runtimes_load_what_ships(body: Template) -> list[str]:
    """https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"""
    offered = body["Parameters"]["Runtime"]["AllowedValues"]
    versions = {name: tuple(map(int, name.removeprefix("python").split("."))) for name in offered}
    return [f"{name} has an old glibc" for name, version in versions.items() if version < FIRST_ON_AL2023]


def children_of_an_api_wait(body: Template) -> list[str]:
    """API Gateway refuses changes of one API at the same time, so each waits for the one before."""
    kinds = ("Integration", "Route", "Stage")
    children = [each for kind in kinds for each in template.of_type(body, f"AWS::ApiGatewayV2::{kind}")]
    waits = {each: body["Resources"][each].get("DependsOn") for each in children}
    first = [each for each, before in waits.items() if before is None]
    apis = {text(body["Resources"][each]["Properties"]["ApiId"]) for each in children}
    wrong = [] if len(first) == len(apis) else [f"{first} are made at the same time"]
    twice = [each for each in children if list(waits.values()).count(each) > 1]
    return wrong + [f"two wait for {each}, and are made at the same time" for each in twice]


def the_runtime_is_quiet(body: Template) -> list[str]:
    """Metrics are lines of level INFO, for want of any: a higher level would lose them."""
    logging = body["Globals"]["Function"].get("LoggingConfig")
    wanted = {"LogFormat": "JSON", "SystemLogLevel": "WARN", "ApplicationLogLevel": "INFO"}
    return [] if logging == wanted else [f"logs are {logging}"]


def the_webhook_may_be_kept_room(body: Template) -> list[str]:
    room = functions(body)["Webhook"].get("ReservedConcurrentExecutions", {})
    return (
        []
        if room.get("Fn::If", [""])[0] == "ReservesWebhook"
        else ["nothing can be reserved for the webhook"]
    )


def people_have_one_spelling(body: Template) -> list[str]:
    """It can never be changed on a pool that exists."""
    pool = body["Resources"]["UserPool"]["Properties"]
    return (
        []
        if pool.get("UsernameConfiguration") == {"CaseSensitive": False}
        else ["Ann@ and ann@ are two people"]
    )


def people_sign_in_by_code(body: Template) -> list[str]:
    """Tokens never travel in an address, and the page takes a typed one where an installation asks for it only."""
    client = body["Resources"]["UserPoolClient"]["Properties"]
    parameters = body["Parameters"]
    wrong = [] if client.get("AllowedOAuthFlows") == ["code"] else ["tokens travel in addresses"]
    wrong += ["the client has a secret that a page would have to know"] if client["GenerateSecret"] else []
    wrong += ["typed tokens are taken"] if "token" in parameters["ConsoleSignIn"]["Default"] else []
    wrong += ["pages of others may ask"] if parameters["ConsoleOrigin"]["Default"] else []
    (policy,) = body["Resources"]["ConsoleRole"]["Properties"]["Policies"]
    rights = [each["Sid"] for each in policy["PolicyDocument"]["Statement"]]
    return wrong + ([] if rights == ["Logs"] else ["the page's function may more than log"])


def health_cannot_use_up_the_api(body: Template) -> list[str]:
    settings = body["Resources"]["AgentApi"]["Properties"]["MethodSettings"]
    rates = {one["ResourcePath"]: one["ThrottlingRateLimit"] for one in settings}
    return (
        [] if rates.get("/health", 100) * 4 <= rates[text("/*")] else ["/health has no throttle of its own"]
    )


def gateways_answer_problems(body: Template) -> list[str]:
    """Whatever API Gateway answers by itself is a problem that browsers may read; defaults keep their status."""
    answers = body["Resources"]["AgentApi"]["Properties"]["GatewayResponses"]
    wrong = [f"no {name}" for name in ("DEFAULT_4XX", "DEFAULT_5XX") if name not in answers]
    for name, answer in answers.items():
        headers = answer["ResponseParameters"]["Headers"]
        if "problem+json" not in headers["Content-Type"] or "Access-Control-Allow-Origin" not in headers:
            wrong.append(f"{name} is no problem that a browser may read")
        if name.startswith("DEFAULT") and "StatusCode" in answer:
            wrong.append(f"{name} changes the status")
    return wrong


def one_permission_for_the_api(body: Template) -> list[str]:
    """A function's policy takes 20 KB, which a permission for each route would use up."""
    permissions = template.of_type(body, "AWS::Lambda::Permission").values()
    mine = [
        one["Properties"]
        for one in permissions
        if text(template.decide(one["Properties"]["FunctionName"], SHIFTS, met=False)) == "ApiFunction"
    ]
    if len(mine) != 1 or not text(mine[0]["SourceArn"]).endswith(":${AgentApi}/*/*"):
        return ["the agent API needs one permission for all its routes"]
    return [] if "Events" not in functions(body)["Api"] else ["the API has events besides its definition"]


SHIFTS = "ShiftsTraffic"
CALLED_BY_GATEWAYS = ("Api", "Webhook")


def new_versions_take_over_step_by_step(body: Template) -> list[str]:
    """By parameter, and the one before is back when an alarm fires; then every gateway calls the alias."""
    wrong = []
    for name in CALLED_BY_GATEWAYS:
        made = functions(body)[name]
        preference = made.get("DeploymentPreference", {})
        if made.get("AutoPublishAlias") != "live" or preference.get("Enabled") != {"Ref": "ShiftTraffic"}:
            wrong.append(f"{name} has no alias that traffic is shifted by")
        alarms = [text(each) for each in preference.get("Alarms", [])]
        if not alarms or not all(each in body["Resources"] for each in alarms):
            wrong.append(f"no alarm brings back the version before of {name}")
    shifted = {"Resources": template.decide(body["Resources"], SHIFTS, met=True)}
    callers = {
        "AgentApi": shifted["Resources"]["AgentApi"],
        **template.of_type(shifted, "AWS::Lambda::Permission"),
        **template.of_type(shifted, "AWS::ApiGatewayV2::Integration"),
    }
    for caller, one in callers.items():
        called = json.dumps(one)
        if any(
            f'"{name}Function"' in called or f"{name}Function.Arn" in called for name in CALLED_BY_GATEWAYS
        ):
            wrong.append(f"{caller} calls a function itself, so that no traffic is shifted")
    return wrong


BY_PARAMETER = {
    "AlarmTopic": "HasAlarmEmail",
    "MailTopic": "ReceivesMail",
    "MailTopicPolicy": "ReceivesMail",
    "MailRuleSet": "ReceivesMail",
    "MailRule": "ReceivesMail",
    "MailSubscription": "HandsMailOn",
    "Budget": "HasBudget",
    "WebhookRequestsAlarm": "CountsRequests",
    "AgentRequestsAlarm": "CountsRequests",
    "StageDashboard": "HasDashboard",
    "AgentWebAcl": "HasWaf",
    "AgentWebAclAssociation": "HasWaf",
    "WebhookDomainName": "HasWebhookDomain",
    "WebhookDomainMapping": "HasWebhookDomain",
    "ApiDomainName": "HasApiDomain",
    "ApiDomainMapping": "HasApiDomain",
}
"""Resource -> the condition it is made under: each costs something, or needs something that not everybody has."""


def what_costs_is_asked_for(body: Template) -> list[str]:
    """None of it is made by the defaults."""
    found = {name: one["Condition"] for name, one in body["Resources"].items() if "Condition" in one}
    wrong = [f"{name} is made under {found.get(name)}" for name in BY_PARAMETER | found
             if found.get(name) != BY_PARAMETER.get(name)]  # fmt: skip
    defaults = {
        name: body["Parameters"][name]["Default"]
        for name in (
            "AlarmEmail", "MonthlyBudgetUsd", "RequestAlarmPerHour", "WafRequestsPer5Minutes",
            "Dashboard", "WebhookDomain", "ApiDomain", "ShiftTraffic", "MailRecipients",
            "MailWebhook",
        )
    }  # fmt: skip
    return wrong + [
        f"{name} is {value!r}" for name, value in defaults.items() if value not in ("", 0, "false")
    ]


def webhooks_are_told_by_their_domain(body: Template) -> list[str]:
    """A platform that signs its address signs the one it was given."""
    told = [
        function["Environment"]["Variables"].get("RAPPORT_WEBHOOK_URL")
        for function in functions(body).values()
    ]
    urls = [url for url in told if url is not None] + [body["Outputs"]["WebhookUrl"]["Value"]]
    return [f"webhooks are at {url}" for url in urls if url.get("Fn::If", [""])[0] != "HasWebhookDomain"]


def mail_is_signed_and_published_by_ses_alone(body: Template) -> list[str]:
    """Nobody but this account's receipt rule publishes what becomes a message of a person."""
    (said,) = body["Resources"]["MailTopicPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    wrong = [] if said["Principal"] == {"Service": "ses.amazonaws.com"} else ["others publish mail"]
    demanded = {key for condition in said.get("Condition", {}).values() for key in condition}
    wrong += (
        [] if demanded == {"aws:SourceAccount", "aws:SourceArn"} else ["any account's SES publishes mail"]
    )
    signed = body["Resources"]["MailTopic"]["Properties"].get("SignatureVersion") == "2"
    return wrong + ([] if signed else ["mail is signed with SHA-1"])


RULES: tuple[Rule, ...] = (
    mail_is_signed_and_published_by_ses_alone,
    runtimes_load_what_ships,
    children_of_an_api_wait,
    the_runtime_is_quiet,
    the_webhook_may_be_kept_room,
    people_have_one_spelling,
    people_sign_in_by_code,
    health_cannot_use_up_the_api,
    gateways_answer_problems,
    what_costs_is_asked_for,
    webhooks_are_told_by_their_domain,
    one_permission_for_the_api,
    new_versions_take_over_step_by_step,
)
