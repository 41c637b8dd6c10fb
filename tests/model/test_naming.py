"""The words by which a text names others are known beside it; taking them out takes nothing else."""

import json
from dataclasses import replace
from typing import Any

import pytest

from model.event import Kind, Media, Named
from model.interaction import Content, Interaction, Natives
from model.naming import find_named, from_personal_record, remove_id, to_personal_record
from model.redaction import remove_people

ANNA, BERT = Named("a", ("4711", "Anna Lee", "anna_l")), Named("b", ("12", "Anna", "bert"))


def item(content: Content | None, **fields: Any) -> Interaction:
    order = {"content_order": "1"} if content else {}
    known = {"kind": Kind.COMMENT, "author": "me", "content": content, **order, **fields}
    return Interaction("i", "acme", "slack", "acc", **known)


def content(text: str | None, *named: Named, **more: Any) -> Content:
    written = Content(text=text, **more)
    return replace(written, named=find_named(written, named))


def stored(one: Interaction) -> dict[str, Any]:
    """The record as it comes back from its row."""
    record: dict[str, Any] = json.loads(json.dumps(to_personal_record(one)))
    return record


def back(one: Interaction) -> Interaction:
    return from_personal_record(replace(one, content=None, natives=Natives()), stored(one))


@pytest.mark.parametrize(
    ("text", "without_a", "without_b"),
    [
        ("@anna_l and bert", "[removed] and bert", "@anna_l and [removed]"),
        ("ANNA LEE, Anna", "[removed], Anna", "ANNA LEE, [removed]"),
        ("anna_l anna_l @anna_l", "[removed] [removed] [removed]", "anna_l anna_l @anna_l"),
        ("<@4711> is 12", "<[removed]> is 12", "<@4711> is [removed]"),
        ("annabert 47110 nobody", "annabert 47110 nobody", "annabert 47110 nobody"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_each_persons_words_can_be_taken_out_alone(text: str, without_a: str, without_b: str) -> None:
    one = content(text, ANNA, BERT, title=text)
    assert back(item(one)).content == one, "also by which words whom"
    for gone, left in (("a", without_a), ("b", without_b)):
        found = remove_people(one, {gone})
        assert (found.text, found.title) == (left, left)
        assert gone not in {each.id for each in found.named}
        assert remove_people(found, {gone}) == found
        assert back(item(found)).content == found


def test_a_word_that_may_mean_two_goes_with_either() -> None:
    one = content("Alex wrote", Named("a", ("Alex",)), Named("b", ("alex",)))
    assert one.named == (Named("a", ("Alex",)), Named("b", ("Alex",)))
    for gone in ("a", "b"):
        found = remove_people(one, {gone})
        assert (found.text, found.named) == ("[removed] wrote", ())


@pytest.mark.parametrize("written", ["[0, 0]", '["x", [0, 0]]', '{"named": [["a", ["hi"]]]}', "[removed]"])
def test_what_somebody_writes_stays_a_text(written: str) -> None:
    plain = item(content(written, ANNA))
    assert stored(plain)["content"] == {"text": written}
    assert back(plain) == plain


def test_who_names_nobody_is_written_without_names() -> None:
    one = item(content("a text", title="t", rating=3, media=(Media("image", "https://x.example/1.png"),)))
    assert stored(one) == {
        "natives": {},
        "content": {
            "text": "a text", "title": "t", "rating": 3, "media": [["image", "https://x.example/1.png", None, None]],
        },
    }  # fmt: skip


def test_a_file_whose_address_names_somebody_goes_with_them() -> None:
    kept = Media("image", None, "9", "plain.png")
    one = content("see", ANNA, media=(Media("image", "https://x.example/4711/p.png", "1"), kept))
    assert back(item(one)).content == one
    assert remove_people(one, {"a"}).media == (kept,)


def test_the_id_of_who_is_answered_is_theirs_wherever_it_stands() -> None:
    natives = Natives(external_id="x:1", parent_id="at://4711/post/3", answered_id="4711", thread_id="47110")
    assert back(item(None, answered="a", natives=natives)).natives == natives
    assert remove_id(natives, "4711") == Natives(external_id="x:1", thread_id="47110")
    assert remove_id(natives, None) == natives


def test_words_count_as_they_stand_there_whatever_the_payload_adds() -> None:
    found = find_named(Content(text="hi @Anna_L"), [Named("a", (" @anna_l ", "Somebody Else", "", "x"))])
    assert found == (Named("a", ("Anna_L",)),)
    assert find_named(Content(text="hi"), [ANNA]) == ()
