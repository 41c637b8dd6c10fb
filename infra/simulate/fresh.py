"""Fresh random secrets of the kind each platform's endpoint needs."""

import base64
import secrets

from platforms import registry

RANDOM_BYTES = 32


def secrets_for(platform: str) -> dict[str, str]:
    """A value for every secret that `platform` declares. Raises KeyError for an unknown platform."""
    return {each.name: _value(platform) for each in registry.platform(platform).secrets}


def _value(platform: str) -> str:
    if platform == "standard_webhooks":
        return "whsec_" + base64.b64encode(secrets.token_bytes(RANDOM_BYTES)).decode()
    # Letters, digits, _ and - only: the one alphabet that every platform takes.
    return secrets.token_urlsafe(RANDOM_BYTES)
