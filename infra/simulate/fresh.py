"""Fresh random secrets of the kind each platform's endpoint needs."""

import secrets

from platforms import registry

RANDOM_BYTES = 32


def secrets_for(platform: str) -> dict[str, str]:
    """Returns a value for every secret that `platform` declares. Raises KeyError for an unknown platform."""
    declared = registry.platform(platform).secrets
    return {each.name: each.make_up(secrets.token_bytes(RANDOM_BYTES)) for each in declared}
