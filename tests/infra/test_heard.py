"""What a platform's page says is heard there, and what is not supported."""

import pytest

from infra.docs.guides import write_guide
from infra.docs.heard import describe_proof, list_kinds
from platforms.proof import NoDeliveries
from platforms.registry import names, platform


@pytest.mark.parametrize("name", names())
def test_every_page_says_how_it_is_heard_and_what_is_missing(name: str) -> None:
    page, known = write_guide(name), platform(name)
    told = [
        "\n- kinds: ",
        "\n- kept: ",
        "\n- may be used for: care",
        "\n- source of that: ",
        "\n## Not supported\n- ",
    ]
    told += ["\n- delivery: ", "\n- proof: "] * (not isinstance(known.proof, NoDeliveries))
    told += ["\n- asked: every "] * ("poll" in known.capabilities)
    assert [each for each in told if each not in page] == []


@pytest.mark.parametrize(
    ("name", "proved"),
    [
        ("line", "HMAC SHA256 in the header `x-line-signature`, keyed with `channel_secret`"),
        ("trustpilot", "`token` in the address, as `?token=`"),
        ("telegram", "`secret_token` in the header `x-telegram-bot-api-secret-token`"),
        ("wechat", "a hash over token, time and a random word; in safe mode over the encrypted body as well"),
    ],
)
def test_a_proof_is_described_by_what_it_declares(name: str, proved: str) -> None:
    assert describe_proof(platform(name).proof) == proved


def test_kinds_are_those_that_samples_become() -> None:
    kinds = list_kinds("github")
    assert "comment (private, public)" in kinds or "comment (public)" in kinds
    assert not [each for each in list_kinds("line") if "public" in each]


def test_what_the_webhook_does_not_tell_is_said() -> None:
    assert "Edits are never told" in write_guide("viber")
    assert "Edits are never told" not in write_guide("line")
    assert "Nothing can be sent there." in write_guide("feeds")
