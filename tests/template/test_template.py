"""Every rule holds of the template, and every rule can fail: each is shown a template that breaks it."""

from collections.abc import Callable
from typing import Any

import pytest

from infra import template
from tests.template import deploying, flow, loops, rights, sizes, storage, watching
from tests.template.reading import Rule, Template, policies, statements

RULES = (
    *flow.RULES,
    *loops.RULES,
    *deploying.RULES,
    *watching.RULES,
    *rights.RULES,
    *sizes.RULES,
    *storage.RULES,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_template_holds(rule: Rule) -> None:
    assert rule(template.load()) == []


def properties(body: Template, name: str) -> dict[str, Any]:
    found: dict[str, Any] = body["Resources"][name]["Properties"]
    return found


def event(body: Template, function: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = properties(body, f"{function}Function")["Events"][name]["Properties"]
    return found


def allow(function: str, action: str, resource: Any, *leading: str) -> Callable[[Template], None]:
    def change(body: Template) -> None:
        statement: dict[str, Any] = {
            "Sid": "More",
            "Effect": "Allow",
            "Action": [action],
            "Resource": resource,
        }
        if leading:
            statement["Condition"] = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": list(leading)}}
        policies(body, function)[0]["Statement"].append(statement)

    return change


def put(*path: str | int, value: Any) -> Callable[[Template], None]:
    """Sets `Resources.{path}`; None removes it."""

    def change(body: Template) -> None:
        place: Any = body["Resources"]
        for step in path[:-1]:
            place = place[step]
        if value is None:
            del place[path[-1]]
        else:
            place[path[-1]] = value

    return change


def _own_authorizer(body: Template) -> None:
    paths = properties(body, "AgentApi")["DefinitionBody"]["paths"]
    paths["/{proxy+}"]["x-amazon-apigateway-any-method"]["security"] = [{"NONE": []}]


def _filter(body: Template) -> None:
    event(body, "Intake", "Deliveries")["FilterCriteria"] = {"Filters": []}


def _no_partial_failures(body: Template) -> None:
    event(body, "Assign", "Segments")["FunctionResponseTypes"] = []


def _greedy(body: Template) -> None:
    event(body, "Assign", "Segments")["ScalingConfig"] = {"MaximumConcurrency": 20}


def _old_runtime(body: Template) -> None:
    body["Parameters"]["Runtime"]["AllowedValues"].append("python3.11")


def _together(body: Template) -> None:
    del body["Resources"]["WebhookPartRoute"]["DependsOn"]


def _after_the_same(body: Template) -> None:
    body["Resources"]["WebhookPartRoute"]["DependsOn"] = "StatusIntegration"


def _loud(body: Template) -> None:
    body["Globals"]["Function"]["LoggingConfig"]["ApplicationLogLevel"] = "WARN"


def _open_health(body: Template) -> None:
    del properties(body, "AgentApi")["MethodSettings"][1]


def _silent_default(body: Template) -> None:
    del properties(body, "AgentApi")["GatewayResponses"]["DEFAULT_4XX"]


def _other_status(body: Template) -> None:
    properties(body, "AgentApi")["GatewayResponses"]["DEFAULT_5XX"]["StatusCode"] = 500


def _one_table_unwatched(body: Template) -> None:
    del properties(body, "TablesThrottledAlarm")["Metrics"][1:3]


def _mixed_actions(body: Template) -> None:
    found = next(one for one in statements(body, "Intake") if one["Sid"] == "CoreByStatement")
    found["Action"].append("dynamodb:GetItem")


def _much_more_reach(body: Template) -> None:
    reach = policies(body, "Api")[1]
    reach["Statement"] += reach["Statement"]


def _bought_dashboard(body: Template) -> None:
    body["Parameters"]["Dashboard"]["Default"] = "true"


def _many_alarms(body: Template) -> None:
    body["Resources"] |= {f"More{number}Alarm": body["Resources"]["FaultAlarm"] for number in range(9)}


def _no_prefixes(body: Template) -> None:
    for statement in statements(body, "Intake"):
        statement.pop("Condition", None)


def _copied_index(body: Template) -> None:
    properties(body, "FeedTable")["GlobalSecondaryIndexes"][0]["Projection"] = {"ProjectionType": "ALL"}


def _long_lived(body: Template) -> None:
    properties(body, "FallbackBucket")["LifecycleConfiguration"]["Rules"][0]["ExpirationInDays"] = 30


def _long_cached(body: Template) -> None:
    properties(body, "AgentApi")["Auth"]["Authorizers"]["Bearer"]["Identity"]["ReauthorizeEvery"] = 300


CORE = {"Fn::GetAtt": ["CoreTable", "Arn"]}
KEYS = {"Fn::GetAtt": ["KeysTable", "Arn"]}
OPS = {"Fn::GetAtt": ["OpsTable", "Arn"]}
ROOT_KEY = {"Fn::GetAtt": ["RootKey", "Arn"]}
OUT = {"Fn::Sub": "arn:aws:secretsmanager:::secret:rapport/${Stage}/out/*"}
STORE_TIMEOUT = ("IntakeFunction", "Properties", "Timeout")
EXPIRY = ("FeedTable", "Properties", "TimeToLiveSpecification")

BREAKS: tuple[tuple[Rule, Callable[[Template], None]], ...] = (
    (flow.visibility_is_six_timeouts, put(*STORE_TIMEOUT, value=60)),
    (flow.queues_keep_and_give_up, put("SegmentsQueue", "Properties", "MessageRetentionPeriod", value=60)),
    (flow.queues_keep_and_give_up, put("SegmentsQueue", "Properties", "RedrivePolicy", value=None)),
    (
        flow.queues_keep_and_give_up,
        put("SegmentsDeadQueue", "Properties", "MessageRetentionPeriod", value=60),
    ),
    (
        flow.queues_keep_and_give_up,
        put("SegmentsDeadQueue", "Properties", "SqsManagedSseEnabled", value=False),
    ),
    (flow.mappings_fail_in_parts, _no_partial_failures),
    (flow.mappings_fail_in_parts, _filter),
    (flow.mappings_fail_in_parts, _greedy),
    (
        flow.an_outage_is_no_dead_letter,
        put("SegmentsQueue", "Properties", "RedrivePolicy", "maxReceiveCount", value=6),
    ),
    (deploying.runtimes_load_what_ships, _old_runtime),
    (deploying.children_of_an_api_wait, _together),
    (deploying.children_of_an_api_wait, _after_the_same),
    (deploying.the_runtime_is_quiet, _loud),
    (
        deploying.the_webhook_may_be_kept_room,
        put("WebhookFunction", "Properties", "ReservedConcurrentExecutions", value=None),
    ),
    (deploying.people_have_one_spelling, put("UserPool", "Properties", "UsernameConfiguration", value=None)),
    (
        deploying.people_sign_in_by_code,
        put("UserPoolClient", "Properties", "AllowedOAuthFlows", value=["implicit"]),
    ),
    (deploying.health_cannot_use_up_the_api, _open_health),
    (deploying.gateways_answer_problems, _silent_default),
    (deploying.gateways_answer_problems, _other_status),
    (deploying.what_costs_is_asked_for, put("AgentWebAcl", "Condition", value="HasApiDomain")),
    (deploying.what_costs_is_asked_for, _bought_dashboard),
    (
        deploying.webhooks_are_told_by_their_domain,
        put("ApiFunction", "Properties", "Environment", "Variables", "RAPPORT_WEBHOOK_URL", value={}),
    ),
    (deploying.one_permission_for_the_api, put("ApiPermission", value=None)),
    (
        deploying.new_versions_take_over_step_by_step,
        put(
            "WebhookIntegration",
            "Properties",
            "IntegrationUri",
            value={"Fn::GetAtt": ["WebhookFunction", "Arn"]},
        ),
    ),
    (
        deploying.new_versions_take_over_step_by_step,
        put("ApiFunction", "Properties", "DeploymentPreference", "Alarms", value=[]),
    ),
    (flow.dead_queues_alarm, put("SentimentDeadAlarm", value=None)),
    (watching.every_function_is_heard_when_it_fails, put("TrendsFaults", value=None)),
    (watching.every_function_is_heard_when_it_fails, put("FaultAlarm", value=None)),
    (watching.queues_that_stand_still_are_heard, put("SentimentLateAlarm", value=None)),
    (watching.what_nobody_would_see_is_heard, put("EventUnconnectedAlarm", value=None)),
    (watching.what_nobody_would_see_is_heard, _one_table_unwatched),
    (
        watching.a_new_stack_is_silent,
        put("PurgeSilentAlarm", "Properties", "TreatMissingData", value="breaching"),
    ),
    (watching.alarms_reach_somebody, put("FaultAlarm", "Properties", "AlarmActions", value=[])),
    (
        watching.alarms_reach_somebody,
        put("PurgeSilentAlarm", "Properties", "InsufficientDataActions", value=[]),
    ),
    (watching.alarms_are_explained, _many_alarms),
    (watching.alarms_are_few, _many_alarms),
    (flow.a_crash_in_a_check_alarms, put("VerifyCrashedAlarm", value=None)),
    (flow.functions_are_explicit, put(*STORE_TIMEOUT, value=None)),
    (flow.functions_are_explicit, put("IntakeFunction", "Properties", "Role", value={"Ref": "ApiRole"})),
    (
        flow.functions_are_explicit,
        put("IntakeFunction", "Properties", "Policies", value=["AWSLambdaExecute"]),
    ),
    (flow.functions_are_explicit, put("IntakeLogs", "Properties", "RetentionInDays", value=None)),
    (flow.one_webhook_route, put("WebhookRoute", "Properties", "RouteKey", value="$default")),
    (flow.one_webhook_route, put("WebhookIntegration", "Properties", "TimeoutInMillis", value=3000)),
    (flow.agents_are_known, _own_authorizer),
    (flow.agents_are_known, _long_cached),
    (rights.permissions_are_named, allow("Intake", "sqs:*", {"Fn::GetAtt": ["SentimentQueue", "Arn"]})),
    (rights.permissions_are_named, allow("Intake", "sqs:SendMessage", "*")),
    (rights.permissions_are_named, put("IntakeRole", "Properties", "ManagedPolicyArns", value=["arn:x"])),
    (
        rights.permissions_are_named,
        put("ApiReachPolicy", "Properties", "PolicyDocument", "Statement", 0, "Resource", value="*"),
    ),
    (rights.rows_are_limited_by_prefix, _no_prefixes),
    (rights.rows_are_limited_by_prefix, allow("Intake", "dynamodb:GetItem", CORE, "*")),
    (rights.rows_are_limited_by_prefix, allow("Intake", "dynamodb:Scan", CORE, "account#*")),
    (rights.keys_must_be_told, allow("Intake", "dynamodb:GetItem", CORE, "account#*")),
    (rights.keys_must_be_told, _mixed_actions),
    (sizes.policies_fit, allow("Intake", "dynamodb:GetItem", CORE, *["account#*"] * 900)),
    (sizes.policies_fit, allow("Send", "dynamodb:GetItem", [CORE] * 100, "account#*")),
    (sizes.policies_fit, _much_more_reach),
    (rights.keys_are_guarded, allow("Intake", "dynamodb:PutItem", KEYS, "root#*")),
    (rights.keys_are_guarded, allow("Api", "dynamodb:DeleteItem", KEYS, "person#*")),
    (rights.keys_are_guarded, allow("Assign", "dynamodb:GetItem", KEYS, "person#*")),
    (rights.the_root_key_is_guarded, allow("Assign", "kms:Decrypt", ROOT_KEY)),
    (rights.the_root_key_is_guarded, put("RootKey", "Properties", "EnableKeyRotation", value=False)),
    (rights.the_root_key_is_guarded, allow("Intake", "kms:Decrypt", ROOT_KEY)),
    (rights.keys_rows_follow_the_purposes, allow("Sentiment", "dynamodb:GetItem", KEYS, "index#*")),
    (rights.secrets_are_split, allow("Webhook", "secretsmanager:GetSecretValue", OUT)),
    (
        rights.secrets_are_split,
        allow("Api", "secretsmanager:PutSecretValue", {"Fn::Sub": "arn:secret:other"}),
    ),
    (
        deploying.mail_is_signed_and_published_by_ses_alone,
        put("MailTopic", "Properties", "SignatureVersion", value="1"),
    ),
    (
        deploying.mail_is_signed_and_published_by_ses_alone,
        put("MailTopicPolicy", "Properties", "PolicyDocument", "Statement", 0, "Condition", value={}),
    ),
    (rights.the_webhook_only_hands_on, allow("Webhook", "dynamodb:GetItem", CORE, "endpoint#*")),
    (
        rights.the_webhook_only_hands_on,
        allow("Webhook", "s3:GetObject", {"Fn::Sub": "${FallbackBucket.Arn}/claims/*"}),
    ),
    (
        rights.published_keys_are_guarded,
        allow("Intake", "s3:PutObject", {"Fn::Sub": "${FallbackBucket.Arn}/keysets/*"}),
    ),
    (rights.receipts_are_put_only, allow("Purge", "dynamodb:DeleteItem", CORE, "receipts#*")),
    (rights.keys_are_guarded, allow("Purge", "dynamodb:UpdateItem", KEYS, "root#*")),
    (rights.audit_is_put_only, allow("Api", "dynamodb:DeleteItem", OPS, "audit#*")),
    (rights.tables_are_named_where_used, allow("Authorizer", "dynamodb:GetItem", OPS, "audit#*")),
    (loops.loops_are_allowed, put("AssignFunction", "Properties", "RecursiveLoop", value=None)),
    (loops.loops_are_allowed, put("IntakeFunction", "Properties", "RecursiveLoop", value="Allow")),
    (
        loops.plain_requests_are_the_webhook_s,
        put("AssignFunction", "Properties", "Environment", "Variables", "RAPPORT_PLAIN_REQUESTS", value="on"),
    ),
    (storage.tables_are_kept, put("CoreTable", "DeletionPolicy", value="Delete")),
    (storage.tables_are_kept, put("CoreTable", "Properties", "DeletionProtectionEnabled", value=False)),
    (storage.tables_are_kept, _copied_index),
    (storage.tables_forget_in_time, put(*EXPIRY, value=None)),
    (
        storage.tables_forget_in_time,
        put("KeysTable", "Properties", "PointInTimeRecoverySpecification", value=None),
    ),
    (storage.the_bucket_is_private_and_forgets, _long_lived),
    (
        storage.the_bucket_is_private_and_forgets,
        put("FallbackBucket", "Properties", "BucketEncryption", value=None),
    ),
)


@pytest.mark.parametrize(("rule", "breaks"), BREAKS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_rule_notices(rule: Rule, breaks: Callable[[Template], None]) -> None:
    body = template.load()
    breaks(body)
    assert rule(body) != []


def test_every_rule_was_seen_to_fail() -> None:
    assert {rule for rule, _ in BREAKS} == set(RULES)
