"""Accounts for the simulator as stack.json would have them, with fixed secrets."""

from functools import cache
from typing import Any

from infra.simulate.tellers import NAMES, teller
from platforms import registry

START_MS = 1_790_000_000_000
NOW_S = START_MS // 1000


@cache
def _made(platform: str) -> dict[str, str]:
    """A key pair takes a while to make."""
    return registry.platform(platform).make_up_secrets(b"thirty-two-bytes-of-one-own-test")


def secrets_of(platform: str) -> dict[str, str]:
    return dict(_made(platform))


def row(platform: str, webhook_url: str = "http://127.0.0.1:9/hook") -> dict[str, Any]:
    told_by = teller(platform)
    return {
        "platform": platform,
        "account": told_by.demo_account,
        "webhook_url": webhook_url,
        "secrets": secrets_of(platform),
        "self_ids": [told_by.demo_account, *told_by.demo_self_ids],
    }


def rows() -> list[dict[str, Any]]:
    return [row(name) for name in NAMES]
