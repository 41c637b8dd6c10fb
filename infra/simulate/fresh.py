"""Fresh random secrets of the kind each platform's endpoint needs."""

import secrets

from platforms import registry

RANDOM_BYTES = 32


def secrets_for(platform: str) -> dict[str, str]:
    """Returns secrets for an endpoint of `platform`. Raises KeyError for an unknown platform."""
    return registry.platform(platform).make_up_secrets(secrets.token_bytes(RANDOM_BYTES))
