"""A stack on the local AWS: where it is, and the file that tells everybody else."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

from infra.local import ministack
from infra.local.ministack import CREDENTIALS, REGION

_VARIABLES = {
    "RAPPORT_TABLE_CORE": "TableCore",
    "RAPPORT_TABLE_FEED": "TableFeed",
    "RAPPORT_TABLE_OPS": "TableOps",
    "RAPPORT_TABLE_KEYS": "TableKeys",
    "RAPPORT_QUEUE_DELIVERIES": "QueueDeliveries",
    "RAPPORT_QUEUE_DELIVERIES_DLQ": "QueueDeliveriesDlq",
    "RAPPORT_QUEUE_FETCHES": "QueueFetches",
    "RAPPORT_QUEUE_IMPORTS": "QueueImports",
    "RAPPORT_QUEUE_SENTIMENT": "QueueSentiment",
    "RAPPORT_QUEUE_SEGMENTS": "QueueSegments",
    "RAPPORT_BUCKET_FALLBACK": "BucketFallback",
    "RAPPORT_KMS_KEY_ID": "KmsKeyId",
    "RAPPORT_SECRETS_PREFIX": "SecretsPrefix",
    "RAPPORT_USER_POOL_ID": "UserPoolId",
    "RAPPORT_USER_POOL_CLIENT_ID": "UserPoolClientId",
}


@dataclass(frozen=True)
class Stack:
    """Holds a stack's addresses. `api_url` and `webhook_url` are bases without a closing slash, in ministack's path
    form: a host name such as `{id}.execute-api.localhost` is not resolved everywhere.
    """

    endpoint_url: str
    stack_name: str
    outputs: Mapping[str, str]
    region: str = REGION

    @property
    def api_url(self) -> str:
        url = urlsplit(self.outputs["ApiUrl"])
        return f"{self._execute_api(url.netloc)}{url.path}"

    @property
    def webhook_url(self) -> str:
        return self._execute_api(urlsplit(self.outputs["WebhookUrl"]).netloc)

    @property
    def console_url(self) -> str:
        """Ends with a slash: the page asks for its files beside it."""
        return f"{self._execute_api(urlsplit(self.outputs['ConsoleUrl']).netloc)}/"

    def environment(self) -> dict[str, str]:
        """Returns the variables with which AWS clients and the code in functions/ work on this stack as its owner."""
        return {
            **CREDENTIALS,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_REGION": self.region,
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "RAPPORT_STAGE": self.outputs["SecretsPrefix"].split("/")[1],
            "RAPPORT_WEBHOOK_URL": self.webhook_url,
            **{variable: self.outputs[output] for variable, output in _VARIABLES.items()},
        }

    def client(self, service: str) -> Any:
        """Makes a boto3 client of the service on this stack, as its owner."""
        return client(service, self.endpoint_url)

    def _execute_api(self, netloc: str) -> str:
        api_id, _, _ = netloc.partition(".")
        return f"{self.endpoint_url}/_aws/execute-api/{api_id}"


def client(service: str, endpoint_url: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=endpoint_url,
        region_name=REGION,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        config=Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}),
    )


def read(path: Path) -> dict[str, Any]:
    """Reads the last stack file; empty if there is none."""
    try:
        return cast(dict[str, Any], json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


def choose_file(usual: Path, state_dir: Path, endpoint_url: str) -> Path:
    """Returns where the stack at `endpoint_url` is told of: `RAPPORT_STACK`, or the usual file.

    While another stack that answers is told of there, it is a file in the stack's own state folder.
    """
    if named := os.environ.get("RAPPORT_STACK"):
        return Path(named).resolve()
    other = read(usual).get("endpoint_url")
    taken = other not in (None, endpoint_url) and ministack.answers(str(other))
    return state_dir / "stack.json" if taken else usual


def forget_file(usual: Path, endpoint_url: str | None) -> None:
    """Deletes the file that told of a stack which is gone; one of a stack that still answers stays."""
    path = Path(os.environ.get("RAPPORT_STACK") or usual)
    told = read(path).get("endpoint_url")
    if told in (None, endpoint_url) or not ministack.answers(str(told)):
        path.unlink(missing_ok=True)


def write(path: Path, stack: Stack, seeded: Mapping[str, Any]) -> None:
    """Writes the stack file with `brand`, `token` and `accounts` of `seeded`.

    It holds secrets: only its owner may read it.
    """
    content = {
        "api_url": stack.api_url,
        "webhook_url": stack.webhook_url,
        "console_url": stack.console_url,
        "token": seeded["token"],
        "tokens": seeded["tokens"],
        "brand": seeded["brand"],
        "region": stack.region,
        "endpoint_url": stack.endpoint_url,
        "stack_name": stack.stack_name,
        "accounts": seeded["accounts"],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(
        os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(content, file, indent=2)
    partial.rename(path)
