"""Who may do what. A rule answers with what is wrong."""

from typing import Any

from infra import template
from tests.template.reading import (
    Rule,
    Template,
    actions,
    all_statements,
    functions,
    leading_keys,
    resources,
    statements,
)

WITHOUT_RESOURCES = {
    "comprehend:BatchDetectSentiment",
    "comprehend:BatchDetectDominantLanguage",
    "comprehend:DetectDominantLanguage",
    "translate:TranslateText",
}
"""Actions of a service that has no resources of this kind: IAM takes nothing but `*` for them."""


def permissions_are_named(body: Template) -> list[str]:
    wrong, ours = [], template.of_type(body, "AWS::IAM::ManagedPolicy")
    for name, role in template.of_type(body, "AWS::IAM::Role").items():
        taken = role["Properties"].get("ManagedPolicyArns", ())
        wrong += [f"{name} takes {each}" for each in taken if each not in [{"Ref": one} for one in ours]]
    for name, statement in all_statements(body):
        wrong += [f"{name} may {action}" for action in actions(statement) if "*" in action]
        if not set(actions(statement)) <= WITHOUT_RESOURCES:
            wrong += [f"{name}: resource {one}" for one in resources(statement) if one in ("*", "")]
        wrong += [f"{name}: {key}" for key in ("NotAction", "NotResource") if key in statement]
    return wrong


def rows_are_limited_by_prefix(body: Template) -> list[str]:
    """Indexes have their own keys, which begin with a brand that the policy cannot know: Query only."""
    wrong = []
    for name, statement in all_statements(body):
        used = [action for action in actions(statement) if action.startswith("dynamodb:")]
        if not used:
            continue
        if all("/index/" in one for one in resources(statement)):
            wrong += [f"{name} may {action} on an index" for action in used if action != "dynamodb:Query"]
        elif any("/index/" in one for one in resources(statement)) or not leading_keys(statement):
            wrong.append(f"{name}: {statement['Sid']} is not limited by leading keys")
        wrong += [
            f"{name}: {key} is no prefix"
            for key in leading_keys(statement)
            if not key.rstrip("*").endswith("#")
        ]
        wrong += [f"{name} may Scan" for action in used if action == "dynamodb:Scan"]
    return wrong


SURE = {"dynamodb:LeadingKeys": "false"}
PARTIQL = {"dynamodb:LeadingKeys": {"Fn::If": ["RequiresPartiqlKeys", "false", {"Ref": "AWS::NoValue"}]}}


def keys_must_be_told(body: Template) -> list[str]:
    """`ForAllValues` holds of no values at all, so that a request without a key would be allowed everything.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    """
    wrong = []
    for name, statement in all_statements(body):
        if not leading_keys(statement):
            continue
        kinds = {"PartiQL" in action for action in actions(statement)}
        wanted = PARTIQL if kinds == {True} else SURE
        if len(kinds) > 1 or statement["Condition"].get("Null") != wanted:
            wrong.append(f"{name}: {statement['Sid']} holds without a key")
    return wrong


SHREDDERS = {"Purge", "Fulfil"}
SHREDS = {"dynamodb:UpdateItem", "dynamodb:DeleteItem"}
"""Who destroys salts, and how."""


def keys_are_guarded(body: Template) -> list[str]:
    """A brand's own keys are written by its operator alone; only what shows or scores text reads."""
    wrong = []
    for name, statement in all_statements(body):
        if not any("KeysTable" in one for one in resources(statement)):
            continue
        writes = set(actions(statement)) - {"dynamodb:GetItem", "dynamodb:BatchGetItem"}
        if name in ("Webhook", "Assign", "Authorizer"):
            wrong.append(f"{name} may touch keys")
        if writes - {"dynamodb:PutItem", "dynamodb:PartiQLInsert"} - (SHREDS if name in SHREDDERS else set()):
            wrong.append(f"{name} may {sorted(writes)} keys")
        own = ("root#", "index#", "signing#")
        if writes and any(key.startswith(own) for key in leading_keys(statement)):
            wrong.append(f"{name} may write a brand's own keys")
    return wrong


UNWRAP = {
    "Intake": ("root", "index"),
    "Sweep": ("root", "index"),
    "Poll": ("root", "index"),
    "Search": ("root",),
    "Media": ("root",),
    "Fetch": ("root", "index"),
    "Unpack": ("root", "index"),
    "Sentiment": ("root",),
    "Trends": ("root",),
    "Api": ("root", "index"),
    "Consent": ("root",),
    "Send": ("root", "index"),
    "Purge": ("root", "receipts"),
    "Fulfil": ("root", "index", "receipts"),
}
"""Who opens what is sealed, makes ids (whoever fulfils finds by them what leads to a name), and signs receipts."""


def the_root_key_is_guarded(body: Template) -> list[str]:
    key = body["Resources"]["RootKey"]
    wrong = [] if key["Properties"].get("EnableKeyRotation") else ["the root key does not rotate"]
    wrong += [] if key.get("DeletionPolicy") == "Retain" else ["the root key goes with the stack"]
    for name, statement in all_statements(body):
        for action in actions(statement):
            if action.startswith("kms:") and (name not in UNWRAP or action != "kms:Decrypt"):
                wrong.append(f"{name} may {action}")
            elif action.startswith("kms:") and statement.get("Condition") != context_of(UNWRAP[name]):
                wrong.append(f"{name}: the encryption context is not demanded")
    return wrong


def keys_rows_follow_the_purposes(body: Template) -> list[str]:
    """Who may not unwrap a key may not read its row either."""
    rows = {"root#*": "root", "index#*": "index", "signing#*": "receipts"}
    return [
        f"{name} reads {key}"
        for name, statement in all_statements(body)
        if any("KeysTable" in one for one in resources(statement))
        for key in leading_keys(statement)
        if key in rows and rows[key] not in UNWRAP.get(name, ())
    ]


def context_of(purposes: tuple[str, ...]) -> dict[str, Any]:
    """The condition by which a role unwraps keys of these purposes alone, each named with its brand and version."""
    return {
        "StringEquals": {"kms:EncryptionContext:purpose": list(purposes)},
        "StringLike": {"kms:EncryptionContext:brand": "?*", "kms:EncryptionContext:version": "?*"},
        "ForAllValues:StringEquals": {"kms:EncryptionContextKeys": ["brand", "version", "purpose"]},
    }


READERS = {
    ("Webhook", "in"),
    ("Fetch", "out"),
    ("Poll", "out"),
    ("Search", "out"),
    ("Send", "out"),
    ("Media", "out"),
}
"""Who reads which branch of the secrets."""
HUBS = {("Poll", "in/youtube"), ("Poll", "in/feeds")}
"""Who reads the secrets of which platform: hubs are told them again, or they would sign no more."""


def secrets_are_split(body: Template) -> list[str]:
    """The function that faces the internet reads what verifies, and the one that sends reads what sends."""
    wrong = []
    for name, statement in all_statements(body):
        used = [action for action in actions(statement) if action.startswith("secretsmanager:")]
        for place in resources(statement) if used else []:
            if (name, place.removesuffix("/*").partition("${Stage}/")[2]) in HUBS:
                continue
            if not place.endswith(("secret:rapport/${Stage}/in/*", "secret:rapport/${Stage}/out/*")):
                wrong.append(f"{name}: secrets at {place}")
            if "secretsmanager:GetSecretValue" in used and (name, place.split("/")[-2]) not in READERS:
                wrong.append(f"{name} may read {place}")
    return wrong


def the_webhook_only_hands_on(body: Template) -> list[str]:
    allowed = {
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "secretsmanager:GetSecretValue",
        "sqs:SendMessage",
        "s3:PutObject",
        "s3:GetObject",
    }
    used = {action for one in statements(body, "Webhook") for action in actions(one)}
    wrong = [f"Webhook may {action}" for action in sorted(used - allowed)]
    read = [resources(one) for one in statements(body, "Webhook") if "s3:GetObject" in actions(one)]
    return wrong + [f"Webhook reads {each}" for each in read if each != ["${FallbackBucket.Arn}/keysets/*"]]


KEY_WRITERS = {"Poll", "Fetch"}


def published_keys_are_guarded(body: Template) -> list[str]:
    """Whoever could write them could sign deliveries of every platform that publishes its keys."""
    return [
        f"{name} may {action} {place}"
        for name, statement in all_statements(body)
        for place in resources(statement)
        for action in actions(statement)
        if action.startswith("s3:Put")
        and name not in KEY_WRITERS
        and place in ("${FallbackBucket.Arn}/*", "${FallbackBucket.Arn}/keysets/*")
    ]


AUDITORS = {("Purge", "dynamodb:Query"), ("Api", "dynamodb:Query")}
"""The purge signs what was noted, and the agent API shows it to officers."""


def receipts_are_put_only(body: Template) -> list[str]:
    return [
        f"{name} may {action} receipts"
        for name, statement in all_statements(body)
        if any(key.startswith("receipts#") for key in leading_keys(statement))
        for action in actions(statement)
        if action not in ("dynamodb:PutItem", "dynamodb:Query")
    ]


def audit_is_put_only(body: Template) -> list[str]:
    return [
        f"{name} may {action} audit rows"
        for name, statement in all_statements(body)
        if any(key.startswith("audit#") for key in leading_keys(statement))
        for action in actions(statement)
        if action != "dynamodb:PutItem" and (name, action) not in AUDITORS
    ]


def tables_are_named_where_used(body: Template) -> list[str]:
    """A function knows the name of a table if and only if its role may touch it."""
    wrong = []
    for name, function in functions(body).items():
        told = {
            value["Ref"]
            for value in function["Environment"]["Variables"].values()
            if isinstance(value, dict) and str(value.get("Ref")).endswith("Table")
        }
        touched = {
            one.split("Table", 1)[0].removeprefix("${") + "Table"
            for statement in statements(body, name)
            if actions(statement)[0].startswith("dynamodb:")
            for one in resources(statement)
        }
        if told != touched:
            wrong.append(f"{name} is told {sorted(told)} and may touch {sorted(touched)}")
    return wrong


RULES: tuple[Rule, ...] = (
    permissions_are_named,
    rows_are_limited_by_prefix,
    keys_must_be_told,
    keys_are_guarded,
    the_root_key_is_guarded,
    keys_rows_follow_the_purposes,
    secrets_are_split,
    the_webhook_only_hands_on,
    published_keys_are_guarded,
    audit_is_put_only,
    receipts_are_put_only,
    tables_are_named_where_used,
)
