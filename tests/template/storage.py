"""What is kept, and for how long. A rule answers with what is wrong."""

from infra import template
from model import policy
from model.raw_objects import PREFIXES
from store.interactions.long_texts import PREFIX
from tests.template.reading import Rule, Template


def tables_are_kept(body: Template) -> list[str]:
    wrong = []
    for name, table in template.of_type(body, "AWS::DynamoDB::Table").items():
        properties = table["Properties"]
        kept = {table.get("DeletionPolicy"), table.get("UpdateReplacePolicy")} == {"Retain"}
        if not kept or not properties.get("DeletionProtectionEnabled"):
            wrong.append(f"{name} can be deleted")
        if properties.get("BillingMode") != "PAY_PER_REQUEST":
            wrong.append(f"{name} is not on demand")
        indexes = properties.get("GlobalSecondaryIndexes", [])
        wrong += [
            f"{name} copies more than keys"
            for one in indexes
            if one["Projection"] != {"ProjectionType": "KEYS_ONLY"}
        ]
    return wrong


def tables_forget_in_time(body: Template) -> list[str]:
    """Backups of `keys` decide how long an erased person could be read from one."""
    pitr = {"CoreTable": 14, "FeedTable": {"Ref": "FeedPitrDays"}, "OpsTable": None, "KeysTable": 7}
    ttl = {"FeedTable": "expires_at", "OpsTable": "expires_at", "CoreTable": "until"}
    wrong = []
    for name, days in pitr.items():
        properties = body["Resources"][name]["Properties"]
        recovery = properties.get("PointInTimeRecoverySpecification", {})
        if recovery.get("RecoveryPeriodInDays") != days or bool(recovery) != (days is not None):
            wrong.append(f"{name} has backups of {recovery.get('RecoveryPeriodInDays')} days, not {days}")
        expiry = properties.get("TimeToLiveSpecification")
        if expiry != ({"AttributeName": ttl[name], "Enabled": True} if name in ttl else None):
            wrong.append(f"{name} expires rows by {expiry}")
    return wrong


def the_bucket_is_private_and_forgets(body: Template) -> list[str]:
    properties = body["Resources"]["FallbackBucket"]["Properties"]
    blocks = properties.get("PublicAccessBlockConfiguration", {})
    rules = properties.get("LifecycleConfiguration", {}).get("Rules", [])
    wrong = [] if list(blocks.values()) == [True] * 4 else ["the bucket may be made public"]
    wrong += [] if "BucketEncryption" in properties else ["the bucket is not encrypted"]
    days = {
        one.get("Prefix"): one.get("ExpirationInDays", 9999)
        for one in rules
        if one.get("Status") == "Enabled"
    }
    if any(days.get(prefix, 9999) > 6 for prefix in PREFIXES):
        wrong.append("an object may live longer than seven days")
    if not longest_period() < days.get(PREFIX, 0) <= longest_period() + 1:
        wrong.append("texts go before the rows they belong to, or long after them")
    return wrong


def longest_period() -> float:
    """Returns the days for which the longest-kept interaction of any platform is kept."""
    return max(rule.interaction_days for rule in policy.RULES.values())


RULES: tuple[Rule, ...] = (
    tables_are_kept,
    tables_forget_in_time,
    the_bucket_is_private_and_forgets,
)
