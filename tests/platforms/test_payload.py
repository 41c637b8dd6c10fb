"""Guarded reading: limits to the digit, and accessors that never raise.

Tests of: `platforms.reading.payload`, `platforms.reading.times`.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import Malformed
from platforms.reading import payload, times


def nested(depth: int) -> bytes:
    return b'{"a":' * (depth - 1) + b"[]" + b"}" * (depth - 1)


def test_depth_is_limited_to_the_level() -> None:
    payload.read_json(nested(64))
    for depth in (65, 500, 100_000):
        with pytest.raises(Malformed) as caught:
            payload.read_json(nested(depth))
        assert caught.value.code == "too_deep"


def test_nodes_are_limited_to_the_value() -> None:
    assert len(payload.read_json(b"[" + b"1," * 99_998 + b"1]")) == 99_999
    with pytest.raises(Malformed) as caught:
        payload.read_json(b"[" + b"1," * 99_999 + b"1]")
    assert caught.value.code == "too_many"


@pytest.mark.parametrize(
    "body",
    [
        b"NaN",
        b"[Infinity]",
        b"1e400",
        b'{"a":1,"a":1}',
        b'[{"b":{"a":1,"a":2}}]',
        b"9" * 5000,
        b"'a'",
        b"\x00",
    ],
)
def test_loose_json_is_refused(body: bytes) -> None:
    with pytest.raises(Malformed) as caught:
        payload.read_json(body)
    assert caught.value.code == "bad_json"


def test_encodings() -> None:
    assert payload.read_json('\ufeff{"a":"ü"}'.encode()) == {"a": "ü"}
    for body in (b'"\xff"', '"a"'.encode("utf-16"), b'"\xed\xa0\x80"'):
        with pytest.raises(Malformed) as caught:
            payload.read_json(body)
        assert caught.value.code == "bad_encoding"


def test_ids_keep_every_digit() -> None:
    assert payload.ident(9007199254740993) == "9007199254740993"
    assert payload.ident(0) == "0"
    assert payload.ident(" a ") == "a"
    no_ids: tuple[object, ...] = (True, 1.0, None, "", " ", [], {})
    assert [payload.ident(value) for value in no_ids] == [None] * 7


def test_lone_surrogates_are_replaced_and_pairs_kept() -> None:
    assert payload.text(payload.read_json(b'"a\\ud800b"')) == "a\ufffdb"
    assert payload.text(payload.read_json(b'"\\ud83d\\ude00"')) == "😀"


def test_entities_are_undone_once() -> None:
    assert payload.unescape("&amp;lt; &lt;b&gt; &amp; &quot;") == "&lt; <b> & &quot;"


def test_a_lone_object_is_a_list_of_one() -> None:
    assert payload.objects({"a": 1}) == [{"a": 1}]
    assert payload.objects([1, {"a": 1}, None]) == [{"a": 1}]
    assert payload.objects("a") == []


ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())


@given(ANYTHING)
def test_accessors_take_anything(value: object) -> None:
    for accessor in (payload.ident, payload.text):
        found = accessor(value)
        assert found is None or found.encode() is not None
    for reader in (times.from_ms, times.from_seconds, times.from_iso, times.from_any, times.from_legacy):
        moment = reader(value)
        assert moment is None or 0 <= moment <= times.LATEST_MS
    assert isinstance(payload.whole(value), int | None)


def test_times() -> None:
    moment = 1_760_000_000_000
    assert times.from_seconds("1760000000.000100") == moment
    assert times.from_seconds("1760000000.9") == moment + 900
    assert times.from_seconds(1_760_000_000) == moment
    assert times.from_ms(str(moment)) == moment
    assert times.from_any("1760000000") == times.from_any(moment) == moment
    assert times.from_any("2025-10-09T10:53:20+0200") == moment
    assert times.from_iso("2025-10-09T08:53:20.1234567Z") == moment + 123
    assert times.from_iso("2025-10-09 08:53:20") == moment
    assert times.from_legacy("Sun Oct 09 08:53:20 +0000 2025") == moment


@pytest.mark.parametrize(
    "value", ["2025-02-30T00:00:00Z", "2025-13-01", "Thu Feb 30 00:00:00 +0000 2025", "Thu Foo 01 00:00:00 +0000 2025",
              -1, "-5", 10**18, "9" * 30, True, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "١٢٣"]
)  # fmt: skip
def test_impossible_times_are_none(value: object) -> None:
    readers = (times.from_ms, times.from_seconds, times.from_iso, times.from_any, times.from_legacy)
    assert [reader(value) for reader in readers] == [None] * 5
