"""API tokens: their shape, and that only a hash is kept."""

from hashlib import sha256

import pytest

from model import api_token

TOKEN = api_token.new(bytes(range(10)), bytes(range(32)))


def test_a_token_is_taken_apart_as_it_was_made() -> None:
    assert api_token.parse(TOKEN.text) == TOKEN
    assert TOKEN.text == f"rpt_{TOKEN.id}_{TOKEN.secret}"
    assert TOKEN.secret_hash == sha256(TOKEN.secret.encode()).digest()


def test_a_secret_may_hold_the_character_that_parts_it() -> None:
    made = api_token.new(bytes(10), b"\xff\xff\xff" * 10 + b"\xff\xff")
    assert "_" in made.secret
    assert api_token.parse(made.text) == made


@pytest.mark.parametrize(
    "text",
    [
        "", "rpt_", "rpt__", TOKEN.text[:-1], TOKEN.text + "A", TOKEN.text.upper(), TOKEN.text + "\n",
        " " + TOKEN.text, TOKEN.text.replace("rpt_", "rpt-"), f"rpt_sub.{'a' * 12}_{TOKEN.secret}",
        f"rpt_{TOKEN.id}_{TOKEN.secret[:-1]}=", f"rpt_{TOKEN.id[:-1]}#_{TOKEN.secret}",
    ],
)  # fmt: skip
def test_another_shape_is_no_token(text: str) -> None:
    assert api_token.parse(text) is None


@pytest.mark.parametrize(("id_bytes", "secret_bytes"), [(9, 32), (10, 31), (0, 0)])
def test_too_little_randomness_is_an_error(id_bytes: int, secret_bytes: int) -> None:
    with pytest.raises(ValueError, match="random bytes"):
        api_token.new(bytes(id_bytes), bytes(secret_bytes))
