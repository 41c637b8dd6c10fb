"""Secrets are cleaned as people paste them, and what cannot work is refused with its reason."""

import base64

import pytest

from infra.simulate.fresh import secrets_for
from platforms.registry import names, platform
from platforms.secret import Secret, SecretRefused
from tests.platforms.proofs import DELIVERING, PROOFS

KEY = base64.b64encode(bytes(range(32))).decode()


def secret(name: str, index: int = 0) -> Secret:
    return platform(name).secrets[index]


@pytest.mark.parametrize(
    "pasted", [f" whsec_{KEY}\n", f"v1,whsec_{KEY}", f'"whsec_{KEY}"', f"\u200bwhsec_{KEY}"]
)
def test_what_people_paste_is_cleaned(pasted: str) -> None:
    assert secret("standard_webhooks").clean(pasted) == f"whsec_{KEY}"


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("standard_webhooks", "whsec_not base64!", "not base64"),
        ("standard_webhooks", "whsec_c2hvcnQ=", "shorter than 16 bytes"),
        ("standard_webhooks", f"whsk_{KEY}", "whsk_"),
        ("standard_webhooks", "whpk_" + base64.b64encode(bytes(range(20))).decode(), "32 bytes"),
        ("telegram", "12345678:abcdefghijklmnop", "character"),
        ("telegram", "tiny", "shorter than 16"),
        ("telegram", "a1" * 129, "longer than 256"),
        ("slack", "xoxb-1234567890-abcdefgh", "a token"),
        ("facebook", "EAAabcdefghijklmnop1234", "access token"),
        ("x", " \u00a0\n", "blank"),
        ("x", "xxxxxxxxxxxxxxxxxxxxxxxx", "guessed"),
        ("discourse", "two words of mine", "character"),
    ],
)
def test_what_cannot_work_is_refused_with_its_reason(name: str, value: str, reason: str) -> None:
    with pytest.raises(SecretRefused, match=reason) as refused:
        secret(name).clean(value)
    assert not value.strip() or value not in str(refused.value)


@pytest.mark.parametrize("name", DELIVERING)
def test_made_up_and_golden_secrets_are_taken_as_they_are(name: str) -> None:
    made_up = secrets_for(name)
    for each in platform(name).secrets:
        assert each.clean(made_up[each.name]) == made_up[each.name]
        golden = PROOFS[name].golden.secrets[each.name]
        assert each.clean(golden) == golden


@pytest.mark.parametrize("name", names())
def test_what_is_made_up_is_taken_whatever_the_random_bytes(name: str) -> None:
    known = platform(name)
    for number in range(30):
        made = known.make_up_secrets(bytes([number]) * 32)
        for each in known.secrets:
            if each.name in made:
                assert each.clean(made[each.name])
