"""Names are compared by their words, and listed by few of their beginnings."""

import pytest

from model.called import (
    MOST_BEGINNINGS,
    choose_beginning,
    find_words,
    fits_words,
    list_all_beginnings,
    list_beginnings,
    split_name,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mara  FIELD", ["mara", "field"]),
        ("@mara_f.92", ["mara", "f", "92"]),
        ("Anna-Lena O'Hara", ["anna", "lena", "o", "hara"]),
        ("\uff2d\uff21\uff32\uff21", ["mara"]),
        ("王小明", ["王小明"]),
        ("Ж. Ёлкина", ["ж", "ёлкина"]),
        (" @ _ ", []),
    ],
)
def test_a_name_is_its_words(text: str, words: list[str]) -> None:
    assert split_name(text) == words


@pytest.mark.parametrize(
    ("name", "handle", "beginnings"),
    [
        ("Mara Field", "mara", ["mar", "fie"]),
        ("Anna Maria von Feld", "af", ["ann", "fel", "af"]),
        ("", "one two three four", ["one", "two", "thr"]),
        ("Tom", "", ["tom"]),
        ("", "", []),
    ],
)
def test_somebody_is_listed_by_three_beginnings_at_most(
    name: str, handle: str, beginnings: list[str]
) -> None:
    assert list_beginnings(name, handle) == beginnings
    assert len(beginnings) <= MOST_BEGINNINGS
    assert set(beginnings) <= set(list_all_beginnings([name, handle]))


def test_each_word_that_is_sought_begins_a_word_of_theirs() -> None:
    assert fits_words(["fie", "mar"], ["Mara Field"])
    assert not fits_words(["fie", "tom"], ["Mara Field"])
    assert not fits_words(["ield"], ["Mara Field"])


def test_short_words_are_not_looked_up() -> None:
    assert choose_beginning(["a", "field"]) == "fie"
    assert choose_beginning(["ma", "f"]) is None
    assert choose_beginning([]) is None


@pytest.mark.parametrize(
    ("text", "sought", "place"),
    [
        ("The Kettle leaks", ["kettle", "leak"], (4, 6)),
        ("eine Straße dort", ["strasse"], (5, 6)),
        ("ein \ufb01lm hier", ["hier"], (8, 4)),
        ("nothing", ["kettle"], None),
        ("kettle", [], None),
    ],
)
def test_where_words_stand_is_told_in_code_points(
    text: str, sought: list[str], place: tuple[int, int] | None
) -> None:
    assert find_words(text, sought) == place
