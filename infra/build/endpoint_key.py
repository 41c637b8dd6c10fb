"""Keeps the key with which endpoint ids are checked: made once for an installation, in its account's Parameter Store.

It outlives the stack, as the tables do whose endpoints it vouches for. A standard parameter costs nothing:
https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
"""

import os
from contextlib import suppress
from typing import Any

KEY_BYTES = 32


def find_or_make_key(ssm: Any, stage: str) -> str:
    """Returns the installation's key as 64 hexadecimal digits; makes it when there is none."""
    name = f"/rapport/{stage}/endpoint-key"
    with suppress(ssm.exceptions.ParameterAlreadyExists):
        ssm.put_parameter(
            Name=name,
            Value=os.urandom(KEY_BYTES).hex(),
            Type="SecureString",
            Description="Checks endpoint ids. Whoever replaces it makes every webhook address unknown.",
        )
    return str(ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])
