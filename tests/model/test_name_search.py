"""Names are found in every form in which people write them, as whole words, and in linear time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.event import Named
from model.interaction import Content
from model.name_search import LONGEST, NameSearch
from model.naming import find_named
from model.redaction import redacted
from tests.growth import BOUND, growth

NAMES = ("Mara Field", "mara_f", "4711", "Zoë", "(x)", "रमेश शर्मा", "王小明", "김민수", "マラ", "สมชาย")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("_Mara Field_ and *Mara Field*", "_-_ and *-*"),
        ("Mara  Field, Mara\u00a0Field, Mara\nField, Mara\u200bField, Mara \u200b Field", "-, -, -, -, -"),
        ("Ｍａｒａ Ｆｉｅｌｄ", "-"),
        ("Mara Fields shop, Mara Field's shop", "- shop, -'s shop"),
        ("#MaraField #mara_field mara.field@mail.example mara-field", "#- #- -@mail.example -"),
        ("Zoe\u0308 and ZOË and Zo\u00adë", "- and - and -"),
        ("\u200bMara\u200b Field", "\u200b-"),
        ("रमेश शर्मा जी, रमेशा", "- जी, रमेशा"),
        ("请问王小明在吗 王小", "请问-在吗 王小"),
        ("김민수는 왔다", "-는 왔다"),
        ("マラさん、マラソン", "-さん、マラソン"),
        ("คุณสมชายครับ", "คุณ-ครับ"),
        ("Maraf and Mara alone, Marafielder, @xmara_f, mara_fx", None),
        ("47 11, 47110 and 14711", None),
        ("a(x)", None),
        ("(x)(x) (x)a", "-- (x)a"),
        ("@mara_f@mara_f @@mara_f", "-- @-"),
    ],
)
def test_forms(text: str, left: str | None) -> None:
    assert NameSearch(NAMES).replace(text, "-") == (text if left is None else left)


def test_the_longest_wins_and_one_place_may_be_two_people() -> None:
    search = NameSearch(["Mara", "Mara Field", "marafield"])
    (first, second) = search.find("Mara Field met Mara")
    assert (first.names, second.names) == (("Mara Field",), ("Mara",))
    (found,) = search.find("#MaraField")
    assert set(found.names) == {"Mara Field", "marafield"}


def test_a_name_that_is_too_long_or_too_short_costs_nothing() -> None:
    assert not NameSearch(["", " ", "a"])
    endless = NameSearch(["ab " * LONGEST])
    assert endless.replace("ab " * LONGEST, "-").count("ab") < LONGEST


@given(st.text(), st.lists(st.text(max_size=20), max_size=5))
def test_places_are_in_order_and_apart_and_hold_what_was_looked_for(text: str, names: list[str]) -> None:
    end = 0
    for found in NameSearch(names).find(text):
        assert end <= found.start < found.end <= len(text)
        assert set(found.names) <= {name.strip()[:LONGEST] for name in names}
        end = found.end


@given(st.text(alphabet=st.characters(categories=["L"]), min_size=2, max_size=20))
def test_a_name_between_blanks_is_always_found(name: str) -> None:
    assert NameSearch([name]).occurs_in(f"hello {name} there")


def _mentions(number: int) -> tuple[str, list[Named]]:
    people = [Named(f"U{each:08d}", (f"U{each:08d}", f"person number {each}")) for each in range(number)]
    return " ".join(f"<@{each.id}|{each.words[1]}>" for each in people), people


def _same_beginning(number: int) -> tuple[str, list[Named]]:
    return "a a " * number, [Named(str(each), (f"a a a a {each}",)) for each in range(number)]


@pytest.mark.parametrize("made", [_mentions, _same_beginning])
def test_b9_names_are_looked_for_in_linear_time(made: object) -> None:
    def look(given: tuple[str, list[Named]]) -> None:
        text, people = given
        named = find_named(Content(text=text), people)
        redacted(Content(text=text, named=named), [word for each in people for word in each.words])

    assert growth(look, lambda number: made(number // 4)) < BOUND  # type: ignore[operator]  # one of the two above
