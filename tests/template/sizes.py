"""How long policies are once CloudFormation has written the names out: only then does IAM count their characters.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

import json
import re
from typing import Any

from tests.template.reading import Rule, Template, functions, policies

INLINE_LIMIT = 10_240
"""Characters of all inline policies of a role, without white space."""
MANAGED_LIMIT = 6_144
"""Characters of one managed policy."""

STACK = "s" * 32
"""As long a name as we promise to take; what CloudFormation names begins with it."""
PSEUDO = {
    "AWS::Partition": "aws",
    "AWS::Region": "ap-southeast-1",
    "AWS::AccountId": "1" * 12,
    "AWS::NoValue": "",
    "Stage": "s" * 16,
}
LONGEST = 64
"""CloudFormation cuts the names of functions to this."""

_PLACES = {
    "AWS::DynamoDB::Table": "dynamodb:{region}:{account}:table/{name}",
    "AWS::SQS::Queue": "sqs:{region}:{account}:{name}",
    "AWS::Serverless::Function": "lambda:{region}:{account}:function:{function}",
    "AWS::S3::Bucket": "s3:::{name}",
    "AWS::KMS::Key": "kms:{region}:{account}:key/{key}",
    "AWS::SecretsManager::Secret": "secretsmanager:{region}:{account}:secret:{name}",
    "AWS::SNS::Topic": "sns:{region}:{account}:{name}",
}


def policies_fit(body: Template) -> list[str]:
    wrong = []
    for name in functions(body):
        own, *taken = [_count(body, each) for each in policies(body, name)]
        if own > INLINE_LIMIT:
            wrong.append(f"{name}'s role has {own} characters")
        wrong += [f"{name} takes a policy of {each} characters" for each in taken if each > MANAGED_LIMIT]
    return wrong


def _count(body: Template, policy: dict[str, Any]) -> int:
    return len(re.sub(r"\s", "", json.dumps(_write_out(body, policy))))


def _write_out(body: Template, value: Any) -> Any:
    """A part of a template as it is deployed, with names as long as they get."""
    if isinstance(value, list):
        return [_write_out(body, each) for each in value]
    if not isinstance(value, dict):
        return value
    if "Fn::If" in value:
        return max((_write_out(body, each) for each in value["Fn::If"][1:]), key=lambda each: len(str(each)))
    if "Fn::GetAtt" in value:
        return _arn(body, value["Fn::GetAtt"][0])
    if "Fn::Sub" in value:
        return re.sub(
            r"\$\{([\w:]+)(\.Arn)?\}", lambda found: _named(body, *found.groups()), value["Fn::Sub"]
        )
    if "Ref" in value:
        return _named(body, value["Ref"], None)
    return {name: _write_out(body, each) for name, each in value.items()}


def _named(body: Template, name: str, arn: str | None) -> str:
    if arn:
        return _arn(body, name)
    return PSEUDO.get(name, f"{STACK}-{name}-{'X' * 12}")


def _arn(body: Template, name: str) -> str:
    resource = body["Resources"][name]
    if resource["Type"] == "AWS::Logs::LogGroup":
        group = _write_out(body, resource["Properties"]["LogGroupName"])
        return f"arn:aws:logs:{PSEUDO['AWS::Region']}:{PSEUDO['AWS::AccountId']}:log-group:{group}:*"
    made = f"{STACK}-{name}-{'X' * 12}"
    place = _PLACES[resource["Type"]].format(
        region=PSEUDO["AWS::Region"],
        account=PSEUDO["AWS::AccountId"],
        name=made,
        function=made[:LONGEST],
        key="k" * 36,
    )
    return f"arn:aws:{place}"


RULES: tuple[Rule, ...] = (policies_fit,)
