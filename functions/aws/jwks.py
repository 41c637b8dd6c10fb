"""The public keys with which Cognito signs its tokens.

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
"""

import json
from typing import Any

from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session

from aws import clients, settings
from aws.clients import CallFailed

MOST_BYTES = 65_536


def issuer() -> str:
    """Returns who signs: nothing a token says can change it."""
    pool = settings.user_pool_id()
    region = pool.partition("_")[0]
    return f"https://cognito-idp.{region}.amazonaws.com/{pool}"


def fetch() -> list[dict[str, Any]]:
    """Returns the pool's key set. Raises Unavailable, also when what comes is no key set.

    It is asked for at the issuer's own address, or where `AWS_ENDPOINT_URL` says that AWS is. No client of botocore is
    made for it: that reads the whole description of Cognito.
    """
    elsewhere = settings.environment().get("AWS_ENDPOINT_URL")
    address = f"{elsewhere.rstrip('/')}/{settings.user_pool_id()}" if elsewhere else issuer()
    return _read(f"{address}/.well-known/jwks.json")


def _read(url: str) -> list[dict[str, Any]]:
    # As botocore's own clients do: whoever has other roots of trust says so there.
    trusted = settings.environment().get("AWS_CA_BUNDLE") or True
    session = URLLib3Session(verify=trusted, timeout=(clients.CONNECT_S, clients.READ_S))
    try:
        answer = session.send(AWSRequest("GET", url).prepare())
    except clients.errors() as error:
        raise CallFailed("cognito-idp", error) from error
    if answer.status_code != 200 or len(answer.content) > MOST_BYTES:
        raise CallFailed("cognito-idp", ValueError("no key set"))
    try:
        keys = json.loads(answer.content)["keys"]
        return [dict(key) for key in keys]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CallFailed("cognito-idp", error) from error
