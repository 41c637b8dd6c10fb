"""template.yaml on the local AWS, through its CloudFormation: the same file that goes to AWS."""

import json
import time
from pathlib import Path
from typing import Any

from infra import template
from infra.build import endpoint_key
from infra.local import package
from infra.local.fitting import fit_template
from infra.local.ministack import REGION
from infra.local.stack import Stack, client

STACK_NAME = "rapport-dev"
SIMULATED_WEB = template.ROOT / ".local" / "simulated-web.json"
"""Where simulated platforms that run here say at which addresses."""
_ARTIFACTS = "rapport-local-artifacts"
_TEMPLATE = "template.json"
_SECONDS = 180.0


class DeployError(RuntimeError):
    """Says that CloudFormation refused; the message lists its failed resources."""


def deploy(
    endpoint_url: str,
    functions: Path = package.FUNCTIONS,
    stack_name: str = STACK_NAME,
    simulated: Path = SIMULATED_WEB,
) -> Stack:
    """Creates or updates the stack from the code as it is now; does nothing where nothing changed.

    Raises `DeployError` when CloudFormation does not accept it.
    """
    body = template.load()
    body["Globals"]["Function"]["CodeUri"] = _upload(endpoint_url, package.bundle(functions))
    fit_template(body, simulated)
    stage = body["Parameters"]["Stage"]["Default"]
    parameters = package.parameters() | {
        "EndpointKey": endpoint_key.find_or_make_key(client("ssm", endpoint_url), stage)
    }
    arguments = {
        "StackName": stack_name,
        "TemplateURL": _put_template(endpoint_url, body),
        "Parameters": [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    }
    cloudformation = client("cloudformation", endpoint_url)
    if _described(cloudformation, stack_name) is None:
        cloudformation.create_stack(**arguments)
    else:
        _update(cloudformation, arguments)
    stack = Stack(endpoint_url, stack_name, _outputs(cloudformation, stack_name))
    _complete(stack)
    return stack


def _upload(endpoint_url: str, archive: Path) -> dict[str, str]:
    """Does what `sam package` does: the answer takes the place of the code's folder in the template."""
    s3 = client("s3", endpoint_url)
    if _ARTIFACTS not in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]:
        s3.create_bucket(Bucket=_ARTIFACTS, CreateBucketConfiguration={"LocationConstraint": REGION})
    stored = [item["Key"] for item in s3.list_objects_v2(Bucket=_ARTIFACTS).get("Contents", [])]
    if archive.name not in stored:
        s3.put_object(Bucket=_ARTIFACTS, Key=archive.name, Body=archive.read_bytes())
    for key in stored:
        if key not in (archive.name, _TEMPLATE):
            s3.delete_object(Bucket=_ARTIFACTS, Key=key)
    return {"Bucket": _ARTIFACTS, "Key": archive.name}


def _put_template(endpoint_url: str, body: dict[str, Any]) -> str:
    """Stores the template and returns its address: one longer than 51,200 bytes cannot be sent along."""
    s3 = client("s3", endpoint_url)
    s3.put_object(Bucket=_ARTIFACTS, Key=_TEMPLATE, Body=json.dumps(body).encode())
    return f"{endpoint_url}/{_ARTIFACTS}/{_TEMPLATE}"


def _described(cloudformation: Any, stack_name: str) -> dict[str, Any] | None:
    try:
        stack: dict[str, Any] = cloudformation.describe_stacks(StackName=stack_name)["Stacks"][0]
    except cloudformation.exceptions.ClientError:
        return None
    return stack


def _update(cloudformation: Any, arguments: dict[str, Any]) -> None:
    try:
        cloudformation.update_stack(**arguments)
    except cloudformation.exceptions.ClientError as error:
        if "No updates" not in str(error):
            raise DeployError(str(error)) from error


def find_stack(endpoint_url: str, stack_name: str) -> Stack:
    """Returns a stack that stands. Raises `DeployError`."""
    return Stack(endpoint_url, stack_name, _outputs(client("cloudformation", endpoint_url), stack_name))


def _outputs(cloudformation: Any, stack_name: str) -> dict[str, str]:
    """Waits until the stack is complete."""
    status, deadline = "", time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        stack = _described(cloudformation, stack_name) or {"StackStatus": "missing"}
        status = stack["StackStatus"]
        if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            return {item["OutputKey"]: item["OutputValue"] for item in stack["Outputs"]}
        if not status.endswith("IN_PROGRESS"):
            break
        time.sleep(0.1)
    raise DeployError(f"{stack_name} is {status}:\n{_failures(cloudformation, stack_name)}")


def _failures(cloudformation: Any, stack_name: str) -> str:
    events = cloudformation.describe_stack_events(StackName=stack_name)["StackEvents"]
    lines = [
        f"  {event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}"
        for event in events
        if event["ResourceStatus"].endswith("FAILED")
    ]
    return "\n".join(lines) or "  no resource says why"


def _complete(stack: Stack) -> None:
    """Does what AWS does with the same template and ministack's CloudFormation leaves out."""
    _expire_rows(stack)
    _name_addresses(stack)
    _send_people_back(stack)


def _expire_rows(stack: Stack) -> None:
    dynamodb = stack.client("dynamodb")
    for name, table in template.of_type(template.load(), "AWS::DynamoDB::Table").items():
        wanted = table["Properties"].get("TimeToLiveSpecification")
        physical = stack.outputs[f"Table{name.removesuffix('Table')}"]
        is_on = dynamodb.describe_time_to_live(TableName=physical)["TimeToLiveDescription"][
            "TimeToLiveStatus"
        ]
        if wanted and is_on != "ENABLED":
            dynamodb.update_time_to_live(TableName=physical, TimeToLiveSpecification=wanted)


def _name_addresses(stack: Stack) -> None:
    """Tells functions their addresses: a host below localhost is one that few programs resolve, and its port may move.

    ministack's way from the console's address to the API loses the answers' headers, and all its APIs share one
    origin: so here the page asks the API at its own address.
    """
    functions = stack.client("lambda")
    told = {
        "RAPPORT_WEBHOOK_URL": stack.webhook_url,
        "RAPPORT_CONSOLE_API": stack.api_url,
        "RAPPORT_CONSOLE_URL": stack.console_url,
        "RAPPORT_COGNITO_URL": stack.endpoint_url,
    }
    for one in functions.list_functions(MaxItems=50)["Functions"]:
        variables = one.get("Environment", {}).get("Variables", {})
        wanted = variables | {name: told[name] for name in told.keys() & variables.keys()}
        if wanted != variables:
            functions.update_function_configuration(
                FunctionName=one["FunctionName"], Environment={"Variables": wanted}
            )


def _send_people_back(stack: Stack) -> None:
    """Tells Cognito the page's address here, which the template cannot know: it sends people to no other."""
    cognito = stack.client("cognito-idp")
    known = {"UserPoolId": stack.outputs["UserPoolId"], "ClientId": stack.outputs["UserPoolClientId"]}
    told = cognito.describe_user_pool_client(**known)["UserPoolClient"]
    back = {"CallbackURLs": [stack.console_url], "LogoutURLs": [stack.console_url]}
    if any(told.get(name) != urls for name, urls in back.items()):
        given = cognito.meta.service_model.operation_model("UpdateUserPoolClient").input_shape.members
        kept = {name: value for name, value in told.items() if value and name in given}
        cognito.update_user_pool_client(**kept | back)
