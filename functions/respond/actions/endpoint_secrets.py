"""Takes the secrets of endpoints: cleaned, completed, and changed with an overlap. None is ever read here."""

import secrets as random
from collections.abc import Mapping

from msgspec import UnsetType

from aws import secrets
from model.endpoint import Endpoint
from platforms import registry
from platforms.base import Platform
from platforms.secret import MadeBy, SecretRefused
from respond.action import Asked, Caller, action
from respond.denied import deny_impossible, deny_missing
from respond.shapes.account import RotatedView, SecretsWanted
from respond.shapes.scalars import format_time
from respond.shown import NOTHING

SECRET_BYTES = 32
"""Random bytes in a secret that is made up."""
DAY_MS = 86_400_000
USUAL_OVERLAP_MS, LONGEST_OVERLAP_MS = DAY_MS, 7 * DAY_MS


@action(scope="accounts:write", audit="rotate secrets", shows=NOTHING)
def rotate_secrets(caller: Caller, asked: Asked[SecretsWanted]) -> RotatedView:
    """Rotates an endpoint's secrets; the former ones stay good beside them for a while.

    Functions that are warm know it within a minute.
    """
    name = _find_platform(caller, asked.id)
    now_ms = caller.stores.now_ms()
    sent = asked.wanted.former_until
    until = now_ms + USUAL_OVERLAP_MS if isinstance(sent, UnsetType) else int(sent)
    if not now_ms <= until <= now_ms + LONGEST_OVERLAP_MS:
        raise deny_impossible("`former_until` must be within the coming week.", pointer="/former_until")
    record, generated = complete_secrets(registry.platform(name), asked.wanted.secrets or {})
    caller.note(asked.id)
    secrets.put(name, asked.id, Endpoint(caller.brand, record, previous_until=until // 1000))
    return RotatedView(
        endpoint=asked.id, platform=name, former_until=format_time(until), generated_secrets=generated
    )


def complete_secrets(platform: Platform, given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Returns all secrets of an endpoint as they are used, and of these the ones that were made up.

    Raises Denied with the reason for one that cannot be a secret, and for one that is missing.
    """
    cleaned = _clean_secrets(platform, given)
    generated = {
        secret.name: secret.make_up(random.token_bytes(SECRET_BYTES))
        for secret in platform.secrets
        if secret.name not in cleaned and secret.made_by is MadeBy.OWNER
    }
    known = {**cleaned, **generated}
    enough = known or not platform.needs_secret
    names = [secret.name for secret in platform.secrets if not secret.optional or not enough]
    missing = [name for name in names if name not in known]
    if missing:
        raise deny_impossible(f"`secrets` needs {', '.join(missing)}.", pointer="/secrets")
    return known, generated


def _clean_secrets(platform: Platform, given: Mapping[str, str]) -> dict[str, str]:
    declared = {secret.name: secret for secret in platform.secrets}
    if not given.keys() <= declared.keys():
        names = ", ".join(declared)
        raise deny_impossible(f"`secrets` of this platform are {names}.", pointer="/secrets")
    cleaned = {}
    for name, value in given.items():
        try:
            cleaned[name] = declared[name].clean(value)
        except SecretRefused as error:
            raise deny_impossible(f"`secrets`: {error}.", error.code, f"/secrets/{name}") from None
    return cleaned


def _find_platform(caller: Caller, endpoint: str) -> str:
    """Returns the platform of one of the brand's endpoints. Raises Denied for any other."""
    served = caller.stores.accounts.list_served_accounts(caller.brand, endpoint, within_s=0)
    if not served:
        raise deny_missing()
    return served[0].platform
