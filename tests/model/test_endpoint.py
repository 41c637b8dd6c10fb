"""An endpoint's record and which of its secrets count."""

import pytest

from model.endpoint import Endpoint
from model.errors import Malformed

NEW, OLD = {"signing": "new"}, {"signing": "old"}


@pytest.mark.parametrize(
    ("previous", "until", "now", "expected"),
    [
        (None, None, 100, (NEW,)),
        (OLD, 100, 99, (NEW, OLD)),
        (OLD, 100, 100, (NEW,)),
        (OLD, None, 0, (NEW,)),
        (None, 100, 99, (NEW,)),
        ({}, 100, 99, (NEW,)),
    ],
)
def test_the_previous_secrets_count_until_their_end(
    previous: dict[str, str] | None, until: int | None, now: int, expected: tuple[dict[str, str], ...]
) -> None:
    assert Endpoint("acme", NEW, previous=previous, previous_until=until).secrets(now) == expected


@pytest.mark.parametrize("record", [Endpoint("acme", NEW), Endpoint("acme", NEW, "paused", OLD, 100)])
def test_a_record_survives_being_stored(record: Endpoint) -> None:
    assert Endpoint.from_secret_text(record.to_secret_text()) == record


def test_a_record_of_the_least_is_active() -> None:
    assert Endpoint.from_secret_text('{"brand": "acme", "current": {}}') == Endpoint("acme", {}, "active")


def test_secrets_stay_out_of_the_repr() -> None:
    shown = repr(Endpoint("acme", {"signing": "hush"}, previous={"signing": "hush"}))

    assert "hush" not in shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hush",
        "[]",
        "null",
        '{"current": {}}',
        '{"brand": "a"}',
        '{"brand": "a", "current": "hush"}',
        '{"brand": "a", "current": {"k": null}}',
        '{"brand": "a", "current": {}, "previous": []}',
        '{"brand": "a", "current": {}, "previous_until": "soon"}',
        "[" * 5000,
    ],
)
def test_anything_else_is_malformed_and_not_quoted(text: str) -> None:
    with pytest.raises(Malformed) as caught:
        Endpoint.from_secret_text(text)
    assert str(caught.value) == "bad_endpoint"
