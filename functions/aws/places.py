"""Finds where a service of AWS is called and as whom, where that is plain; botocore finds out everything else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import getproxies_environment

from aws import settings

PROTOCOLS = {
    "dynamodb": ("DynamoDB_20120810", "1.0"),
    "secretsmanager": ("secretsmanager", "1.1"),
    "sqs": ("AmazonSQS", "1.0"),
}
"""Services whose requests and answers are JSON without further ado: prefix of the target, version of the protocol."""

_REGION = re.compile(r"(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+")
"""Regions of the partition `aws`, as botocore's list of endpoints has it."""

_NOT_PLAIN = ("AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")


@dataclass(frozen=True, slots=True)
class Place:
    """Holds a service's address, its protocol, and the credentials of this function, which last as long as it does."""

    service: str
    region: str
    url: str
    target: str
    content_type: str
    access_key: str
    secret_key: str = field(repr=False)
    token: str = field(repr=False)


def place(service: str, environment: Mapping[str, str] | None = None) -> Place | None:
    """Returns the place of a service for a Lambda function as the runtime starts it.

    None where it is not as plain as that.
    """
    environment = settings.environment() if environment is None else environment
    region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION", "")
    access_key, secret_key = (
        environment.get(f"AWS_{name}") for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY")
    )
    if service not in PROTOCOLS or not access_key or not secret_key or not _REGION.fullmatch(region):
        return None
    if getproxies_environment() or any(environment.get(name) for name in _NOT_PLAIN):
        return None
    named = "secrets_manager" if service == "secretsmanager" else service
    url = environment.get(f"AWS_ENDPOINT_URL_{named.upper()}") or environment.get("AWS_ENDPOINT_URL")
    target, version = PROTOCOLS[service]
    return Place(
        service,
        region,
        url or f"https://{service}.{region}.amazonaws.com",
        target,
        f"application/x-amz-json-{version}",
        access_key,
        secret_key,
        environment.get("AWS_SESSION_TOKEN", ""),
    )


def trusted() -> str:
    """Returns the file of authorities that botocore trusts."""
    import botocore

    return settings.environment().get("AWS_CA_BUNDLE") or str(Path(botocore.__file__).with_name("cacert.pem"))
