"""A9: packed answers stop at the first byte too many; memory stays small whatever they hold."""

import gzip
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest

from web.failures import WebRefused
from web.unpacking import unpack

MOST, RATIO = 5_000_000, 100
TEXT = b"What a kind answer. " * 200


def _pieces(packed: bytes) -> Iterator[bytes]:
    yield from (packed[start : start + 4096] for start in range(0, len(packed), 4096))


def _unpack(packed: bytes, encoding: str = "gzip", most: int = MOST) -> bytes:
    return unpack(_pieces(packed), encoding, most, RATIO)


def _raw(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [(gzip.compress(TEXT, mtime=0), "gzip"), (gzip.compress(TEXT, mtime=0), " X-GZIP "),
     (zlib.compress(TEXT), "deflate"), (_raw(TEXT), "deflate"), (TEXT, ""), (TEXT, "identity")],
)  # fmt: skip
def test_what_servers_send_is_read(packed: bytes, encoding: str) -> None:
    assert _unpack(packed, encoding) == TEXT


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "zstd", "compress"])
def test_what_we_did_not_ask_for_is_refused(encoding: str) -> None:
    with pytest.raises(WebRefused, match="encoding"):
        _unpack(TEXT, encoding)


def _bomb(megabytes: int) -> bytes:
    packer, piece = zlib.compressobj(9, wbits=31), bytes(1_000_000)
    return b"".join([*(packer.compress(piece) for _ in range(megabytes)), packer.flush()])


def test_a_bomb_is_refused_before_it_is_large() -> None:
    packed = _bomb(50)
    tracemalloc.start()
    for most in (MOST, 40_000_000):
        with pytest.raises(WebRefused, match=r"too_large|ratio"):
            _unpack(packed, most=most)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64_000_000


def test_a_small_packet_may_hold_little_whatever_its_ratio() -> None:
    assert _unpack(gzip.compress(bytes(60_000), mtime=0)) == bytes(60_000)
    with pytest.raises(WebRefused, match="ratio"):
        _unpack(gzip.compress(bytes(200_000), mtime=0))


def test_too_much_is_too_much_packed_or_not() -> None:
    with pytest.raises(WebRefused, match="too_large"):
        _unpack(bytes(MOST + 1), "")
    with pytest.raises(WebRefused, match="too_large"):
        _unpack(gzip.compress(TEXT, mtime=0), most=100)


@pytest.mark.parametrize("cut", [1, 20, -4])
def test_what_is_cut_or_broken_is_refused(cut: int) -> None:
    with pytest.raises(WebRefused, match="encoding"):
        _unpack(gzip.compress(TEXT, mtime=0)[:cut])
    with pytest.raises(WebRefused, match="encoding"):
        _unpack(b"no gzip at all")
