"""Tells how long a backup can bring back what was forgotten."""

from aws import settings

DAY_MS = 86_400_000

KEYS_DAYS = 7
"""How long after its end a destroyed salt can be had back from a backup of `keys` (fixed in template.yaml)."""


def person_days() -> int:
    """Returns for how many days a backup knows somebody: by their key, or by their name in what others wrote."""
    return max(KEYS_DAYS, settings.feed_pitr_days())
