"""Every verify and every parse against inputs nobody thought of: nothing but our own rejections comes of them.

`make test` tries 500 of each platform; `make fuzz` 100,000 in all, with their time and memory, and says how many of
each reached `parse`.

Tests of: `platforms.reading.addresses`.
"""

import sys

import pytest

from platforms.registry import names
from tests.platforms.fuzzing import MOST_GROWTH, Seen, fuzz_platform, grow_by

FEW = 500
ALL, FEWEST = 100_000, 2_000
MANY = max(FEWEST, -(-ALL // len(names())))


@pytest.mark.parametrize("name", names())
def test_nothing_breaks_a_platform(name: str) -> None:
    seen = fuzz_platform(name, FEW)
    assert seen.outcomes.total() >= FEW * 0.9
    assert seen.share_parsed >= 0.5, seen.outcomes


@pytest.mark.fuzz
@pytest.mark.parametrize("name", names())
def test_nothing_breaks_slows_or_swells_a_platform(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    fuzz_platform(name, 100)  # whatever is remembered once
    found: list[Seen] = []
    growth = grow_by(lambda: found.append(fuzz_platform(name, MANY, keeps_times=True)))
    (seen,) = found
    slowest = max((ratio for ratio, _ in seen.compare_slowest()), default=0.0)
    with capsys.disabled():
        told = f"{seen.share_parsed:.0%} reached parse, {growth >> 20} MiB more, slowest {slowest:.1f} x the usual"
        sys.stdout.write(f"\n{name}: {seen.outcomes.total()} inputs, {told} ")
    assert seen.outcomes.total() >= FEWEST
    assert seen.share_parsed >= 0.5
    assert growth <= MOST_GROWTH
    assert seen.find_slow_inputs() == []


def test_an_input_that_breaks_a_parser_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search can fail."""
    from platforms.registry import platform

    def parse(*_: object) -> None:
        raise KeyError("broken")

    monkeypatch.setattr(type(platform("line")), "parse", parse)
    with pytest.raises(KeyError):
        fuzz_platform("line", 50)


def test_an_input_that_takes_long_is_noticed() -> None:
    from tests.platforms.cases import cases

    quick = cases("line")[0].delivery("line", 0)
    usual = [(1e-9, 100, quick)] * 30
    assert len(Seen("line", timed=usual).find_slow_inputs()) > 0
    assert Seen("line", timed=[(10.0, 100, quick)] * 30).find_slow_inputs() == []


@pytest.mark.parametrize("written", ["http://[", "https://[::1", "http://[abc]/x", None, "", "/pin/1"])
def test_an_address_that_is_none_has_no_parts(written: str | None) -> None:
    """Found by the search: the library raises ValueError of some."""
    from platforms.reading.addresses import NOWHERE, split_address

    assert split_address(written) == NOWHERE or split_address(written).path == "/pin/1"


def test_a_link_that_leads_nowhere_is_malformed() -> None:
    from model.errors import Malformed
    from platforms.paging import follow_link

    with pytest.raises(Malformed, match="bad_link"):
        follow_link("https://platform.example", "http://[")


@pytest.mark.parametrize("name", names())
def test_the_guided_search_has_a_target_for_each(name: str) -> None:
    from tests.platforms.atheris_target import try_bytes

    outcomes = {
        try_bytes(name, bytes([number]) + body) for number in range(20) for body in (b"", b"{}", b"[")
    }
    assert outcomes <= {"events", "malformed"}
