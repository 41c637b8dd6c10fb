"""Endpoint ids: random, and tested before any store is read."""

import os

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model import endpoint_id

KEY, OTHER_KEY = bytes(32), bytes(31) + b"\x01"


@given(st.binary(min_size=16, max_size=16))
def test_a_new_id_is_valid_and_fits_a_path(random_bytes: bytes) -> None:
    made = endpoint_id.new(random_bytes, KEY)

    assert endpoint_id.valid(made, KEY)
    assert len(made) == 32
    assert made.isalnum()
    assert made == made.lower()


@given(
    st.binary(min_size=16, max_size=16),
    st.integers(0, 31),
    st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"),
)
def test_one_wrong_character_is_noticed(random_bytes: bytes, at: int, character: str) -> None:
    made = endpoint_id.new(random_bytes, KEY)
    mistyped = made[:at] + character + made[at + 1 :]

    assert endpoint_id.valid(mistyped, KEY) == (mistyped == made)


@given(st.text())
@example("a" * 32)
@example("A" * 32)
@example("a" * 31 + "1")
@example("ａ" * 32)
@example("")
def test_other_texts_are_no_ids(text: str) -> None:
    assert not endpoint_id.valid(text, KEY)


def test_all_128_bits_count() -> None:
    assert len({endpoint_id.new(os.urandom(16), KEY) for _ in range(1000)}) == 1000
    assert endpoint_id.new(bytes(15) + b"\x01", KEY) != endpoint_id.new(bytes(16), KEY)


@pytest.mark.parametrize("length", [0, 15, 17])
def test_another_number_of_bytes_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="16"):
        endpoint_id.new(bytes(length), KEY)


@given(st.binary(min_size=16, max_size=16))
def test_without_the_key_nobody_makes_an_id(random_bytes: bytes) -> None:
    assert not endpoint_id.valid(endpoint_id.new(random_bytes, OTHER_KEY), KEY)
