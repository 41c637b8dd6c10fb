"""Set-up guides: every platform that calls us has one, and the deliveries that they sign by hand are proved."""

import json
import re
import subprocess

import pytest

from bench.bill import PRICES
from infra.docs.guides import list_steps, read_guide, write_guide
from infra.docs.signing_example import BODY, write_example
from model.http import Request
from platforms import registry

CALLING = [name for name in registry.names() if "webhook" in registry.platform(name).capabilities]
GUIDED = [name for name in CALLING if read_guide(name) is not None]
SIGNED = [name for name in registry.names() if write_example(registry.platform(name))]
NOW = 1_764_072_000


def test_every_platform_says_how_to_set_it_up() -> None:
    assert [name for name in registry.names() if read_guide(name) is None] == []


@pytest.mark.parametrize("name", sorted(set(registry.names()) - set(CALLING)))
def test_who_never_calls_us_names_no_address_and_no_test_of_a_webhook(name: str) -> None:
    text = write_guide(name)
    assert "{webhook}" not in text
    assert "rapport accounts test" not in text
    assert "## Try it" in text


@pytest.mark.parametrize("name", GUIDED)
def test_a_guide_names_the_address_and_knows_its_platform_s_secrets(name: str) -> None:
    guide = read_guide(name)
    assert guide is not None
    text = write_guide(name)
    assert "{webhook}" in text
    assert guide.access in text
    declared = {f"{{{each.name}}}" for each in registry.platform(name).secrets}
    named = set(re.findall(r"(?<![\w$/])\{[a-z_]+\}", " ".join(guide.steps)))
    assert named <= declared | {"{webhook}"}
    steps = list_steps(
        name, "https://hooks.example/x", {"verify_token": "v", "secret_token": "t", "token": "k"}
    )
    assert "https://hooks.example/x" in " ".join(steps)
    assert "{webhook}" not in " ".join(steps)


@pytest.mark.parametrize("name", registry.names())
def test_what_a_secret_costs_is_said_where_there_is_one(name: str) -> None:
    cost = f"{PRICES['usd_per_month']['secret']:.2f} USD a month for the endpoint's secret"
    assert (cost in write_guide(name)) == bool(registry.platform(name).secrets)


@pytest.mark.parametrize("name", SIGNED)
def test_what_is_signed_by_hand_is_proved(name: str) -> None:
    platform = registry.platform(name)
    program = write_example(platform)
    assert program is not None
    secrets = platform.make_up_secrets(b"g" * 32)
    secret = next(each for each in platform.secrets if each.name in _named(name)).name
    told = program.replace("curl -i", "printf '%s\\n'").replace("$(date +%s)", str(NOW))
    said = subprocess.run(
        ["bash", "-c", told],
        env={
            "PATH": "/usr/bin:/bin:/usr/local/bin",
            "SECRET": secrets[secret],
            "WEBHOOK": "https://hooks.example/x",
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    headers = dict(each.split(": ", 1) for each in said if re.match(r"[a-z0-9-]+: ", each))
    query = dict(re.findall(r"[?]([a-z_]+)=(.+)", said[0]))
    request = Request.of("POST", headers, query, BODY.encode())
    assert platform.verify(request, (secrets,), NOW)
    assert not platform.verify(
        Request.of("POST", headers, query, b"{}"), ({secret: "another-secret-0123456789"},), NOW
    )
    assert json.loads(BODY)


def _named(name: str) -> set[str]:
    proof = registry.platform(name).proof
    first = proof.choices[0][1] if hasattr(proof, "choices") else proof
    return {str(getattr(first, "secret", ""))}
