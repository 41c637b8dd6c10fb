"""Deploys what was built: asks the account what it can take, then `sam deploy` without a question but one.

Build and deployment get the same parameters from one place; sam's own guided mode would let them differ.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from infra import template
from infra.build import functions
from infra.build.endpoint_key import find_or_make_key
from infra.build.parameters import (
    WrongParameter,
    find_value,
    read_parameters,
    read_settings,
    read_stack_name,
)
from infra.template import ROOT

SPARE = 2
"""Concurrent invocations that webhook and agent API need beside the queues."""

FEWEST = 10
"""Concurrent invocations of a new account: with the least that a queue may cause, this does. When everything happens at
once, messages wait their turn, and none is lost."""

UNRESERVED = 100
"""Concurrent invocations that Lambda keeps unreserved in every account."""


class Refused(RuntimeError):
    """Says that the deployment would fail, or do harm."""


def deploy(given: Sequence[str], stack_name: str = "") -> int:
    """Builds, checks and deploys; 1 when the build or the account refuses."""
    try:
        chosen = read_parameters(given)
        name = stack_name or read_stack_name()
        refusal = functions.build(given)
        if refusal:
            return refusal
        asked = _ask_account(name, chosen)
        note_parameters(functions.OUTPUT, chosen)
        return _run_sam(name, chosen | asked)
    except (WrongParameter, Refused) as error:
        print(f"make deploy: {error}", file=sys.stderr)
        return 1


def note_parameters(output: Path, chosen: Mapping[str, str]) -> None:
    """Writes what is deployed with into what is deployed, where versions of functions are called.

    A version keeps the settings that it began with, and SAM publishes another one only for another code.
    """
    if find_value(dict(chosen), "ShiftTraffic") != "true":
        return
    text = "".join(f"{name}={value}\n" for name, value in sorted(chosen.items()))
    for folder in (path for path in output.iterdir() if path.is_dir()):
        (folder / "parameters.txt").write_text(text, encoding="utf-8")


def _ask_account(name: str, chosen: Mapping[str, str]) -> dict[str, str]:
    """Returns the parameters that only the account knows. Raises Refused."""
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        check_stage(read_deployed(boto3.client("cloudformation"), name), chosen)
        quota = boto3.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
        check_quota(int(quota), chosen)
        return {"EndpointKey": find_or_make_key(boto3.client("ssm"), find_value(dict(chosen), "Stage"))}
    except (BotoCoreError, ClientError) as error:
        raise Refused(f"the account does not answer: {error}") from error


def read_deployed(cloudformation: Any, name: str) -> dict[str, str]:
    """Returns the parameters of the stack that is there; nothing when there is none."""
    try:
        stacks = cloudformation.describe_stacks(StackName=name)["Stacks"]
    except cloudformation.exceptions.ClientError as error:
        if "does not exist" in str(error):
            return {}
        raise
    state = stacks[0]["StackStatus"]
    if state in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"):
        raise Refused(
            f"the first deployment of {name} failed and left things behind: `rapport aws clean --stack {name}`"
        )
    return {each["ParameterKey"]: each["ParameterValue"] for each in stacks[0].get("Parameters", [])}


def check_stage(deployed: Mapping[str, str], chosen: Mapping[str, str]) -> None:
    """Raises Refused when the stack is of another stage: secrets and addresses carry its name."""
    before, wanted = deployed.get("Stage"), find_value(dict(chosen), "Stage")
    if before not in (None, wanted):
        raise Refused(f"this stack is of the stage {before}; {wanted} needs a stack of its own (STACK=…)")


def check_quota(quota: int, chosen: Mapping[str, str]) -> None:
    """Raises Refused when the account cannot run what is asked for at the same time."""
    values = {name: int(find_value(dict(chosen), name)) for name in ("MaxConcurrency", "WebhookConcurrency")}
    reserved = values["WebhookConcurrency"]
    if reserved and quota - reserved < UNRESERVED:
        raise Refused(
            f"WebhookConcurrency={reserved} leaves less than {UNRESERVED} of the account's {quota} concurrent "
            "invocations unreserved, which Lambda does not allow: raise the quota or reserve none"
        )
    most = values["MaxConcurrency"]
    least = int(template.load()["Parameters"]["MaxConcurrency"]["MinValue"])
    needed = count_mappings() * most + SPARE if most > least else FEWEST
    if quota - reserved < needed:
        raise Refused(
            f"MaxConcurrency={most} may take {needed} concurrent invocations and the account has "
            f"{quota - reserved}: raise the quota (Service Quotas, Lambda, Concurrent executions) or lower it"
        )


def count_mappings() -> int:
    """Returns how many queues the template's functions are fed from."""
    found = template.of_type(template.load(), "AWS::Serverless::Function").values()
    events = [event for function in found for event in function["Properties"].get("Events", {}).values()]
    return sum(event["Type"] == "SQS" for event in events)


def _run_sam(name: str, parameters: Mapping[str, str]) -> int:
    """Deploys with a configuration of its own: on the command line everybody on this machine would see the key."""
    path = ROOT / ".aws-sam" / "deploy.toml"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(describe_deployment(name, parameters, asks=sys.stdin.isatty() and "CI" not in os.environ))
    command = [str(functions.SAM), "deploy", "--config-file", str(path)]
    try:
        return subprocess.run(command, cwd=ROOT, env=functions.make_environment(), check=False).returncode
    finally:
        path.unlink(missing_ok=True)


def describe_deployment(name: str, parameters: Mapping[str, str], *, asks: bool) -> str:
    """Returns the configuration for `sam deploy`; `asks`: whether it shows what changes and waits for a yes."""
    settings = {
        **read_settings()["deploy"],
        "stack_name": name,
        "confirm_changeset": asks,
        "parameter_overrides": [f"{key}={value}" for key, value in parameters.items()],
    }
    lines = [f"{key} = {_toml(value)}" for key, value in settings.items()]
    return "\n".join(["version = 0.1", "[default.deploy.parameters]", *lines, ""])


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
