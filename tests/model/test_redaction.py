"""Names are taken out as whole words, with their @, in any case, and nothing else is."""

import pytest

from model.event import Media
from model.interaction import Content
from model.redaction import list_name_parts, redacted

WORDS = ("Mara Field", "mara_f", "4711", "Zoë", "(x)")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("thanks @mara_f!", "thanks [removed]!"),
        ("MARA FIELD knows", "[removed] knows"),
        ("mara_fan stays, mara_f goes", "mara_fan stays, [removed] goes"),
        ("order 47112 and 4711", "order 47112 and [removed]"),
        ("Zoë, zoë and Zoëlle", "[removed], [removed] and Zoëlle"),
        ("nobody here", "nobody here"),
        ("", ""),
    ],
)
def test_whole_words_in_any_case(text: str, left: str) -> None:
    assert redacted(Content(text=text, title=text), WORDS) == Content(text=left, title=left)


def test_files_that_name_them_are_left_out() -> None:
    media = (Media("image", "https://a.example/4711/x.png"), Media("image", "https://a.example/5/x.png"))
    assert redacted(Content(text="", media=media), WORDS).media == media[1:]


def test_without_names_nothing_changes() -> None:
    content = Content(text="a b c", rating=3)
    assert redacted(content, ["", " ", "a"]) == content
    assert redacted(Content(text=None), WORDS) == Content(text=None)


def test_parts_of_names_are_the_words_of_those_that_have_several() -> None:
    names = ["Mara van de Field", "mara_f", "Zoë", "J. R. Stone"]
    assert list_name_parts(names) == ["Field", "Mara", "Stone", "van"]
