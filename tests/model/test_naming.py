"""Words that name others come out of a text and back into it; nobody can write what looks like a place."""

import json
from dataclasses import replace
from typing import Any

import pytest

from model.event import Kind, Media, Named
from model.interaction import Content, Interaction, Labels, Natives
from model.naming import OTHERS, from_record, in_content, to_record, without

ANNA, BERT = Named("a", ("4711", "Anna Lee", "anna_l")), Named("b", ("12", "Anna", "bert"))


def item(content: Content | None, **fields: Any) -> Interaction:
    order = {"content_order": "1"} if content else {}
    known = {"kind": Kind.COMMENT, "author": "me", "content": content, **order, **fields}
    return Interaction("i", "acme", "slack", "acc", **known)


def content(text: str | None, *named: Named, **more: Any) -> Content:
    written = Content(text, **more)
    return replace(written, named=in_content(written, named))


def stored(one: Interaction, gone: str = "") -> dict[str, Any]:
    """The record as it comes back from its row, without the words of somebody who is gone."""
    record: dict[str, Any] = json.loads(json.dumps(to_record(one)))
    for group in record.get(OTHERS, ()):
        group[1] = None if gone in group[0] else group[1]
    return record


def back(one: Interaction, gone: str = "") -> Interaction:
    return from_record(replace(one, content=None, natives=Natives()), stored(one, gone))


@pytest.mark.parametrize(
    ("text", "without_a", "without_b"),
    [
        ("@anna_l and bert", "[removed] and bert", "@anna_l and [removed]"),
        ("ANNA LEE, Anna", "[removed], Anna", "ANNA LEE, [removed]"),
        ("anna_l anna_l @anna_l", "[removed] [removed] [removed]", "anna_l anna_l @anna_l"),
        ("<@4711> is 12", "<[removed]> is 12", "<@4711> is [removed]"),
        ("annabert 47110 nobody", "annabert 47110 nobody", "annabert 47110 nobody"),
        ('[["a"],["Anna"]] [0,0] [removed] bert', '[["a"],["Anna"]] [0,0] [removed] bert', None),
        ("", "", ""),
    ],
)  # fmt: skip
def test_words_come_back_or_read_removed(text: str, without_a: str, without_b: str | None) -> None:
    one = item(content(text, ANNA, BERT, title=text))
    assert back(one) == one, "also by which words whom"
    for gone, left in (("a", without_a), ("b", without_b)):
        found = back(one, gone).content
        assert found is not None
        if left is not None:
            assert (found.text, found.title) == (left, left)
        assert gone not in {each.id for each in found.named}
        again = item(found)
        assert back(again).content == found, "and again"


def test_no_word_of_theirs_is_left_outside_their_group() -> None:
    record = stored(item(content("@anna_l, Anna Lee and Bert", ANNA, BERT)))
    (_, annas), (_, berts) = record.pop(OTHERS)
    assert (annas, berts) == (["@anna_l", "Anna Lee"], ["Bert"])
    assert not any(word in json.dumps(record) for word in (*annas, *berts))


def test_a_word_that_may_mean_two_needs_both() -> None:
    one = item(content("Alex wrote", Named("a", ("Alex",)), Named("b", ("alex",))))
    assert stored(one)[OTHERS] == [[["a", "b"], ["Alex"]]]
    assert back(one) == one
    for gone in ("a", "b"):
        found = back(one, gone).content
        assert found is not None
        assert found.text == "[removed] wrote"


@pytest.mark.parametrize("forged", ["[0, 0]", '["x", [0, 0]]', '{"others": 1}', "[removed]"])
def test_what_somebody_writes_is_no_place(forged: str) -> None:
    plain = item(content(forged, ANNA))
    assert stored(plain)["content"] == {"text": forged}
    assert OTHERS not in stored(plain)
    assert back(plain) == plain
    beside = item(content(f"{forged} bert {forged}", BERT))
    found = back(beside, "b").content
    assert back(beside) == beside
    assert found is not None
    assert found.text == f"{forged} [removed] {forged}"


def test_who_names_nobody_is_written_as_before() -> None:
    one = item(content("a text", title="t", rating=3, media=(Media("image", "https://x.example/1.png"),)))
    assert stored(one) == {
        "natives": {},
        "content": {
            "text": "a text", "title": "t", "rating": 3, "media": [["image", "https://x.example/1.png", None, None]],
        },
    }  # fmt: skip


def test_a_file_whose_address_names_somebody_goes_with_them() -> None:
    kept = Media("image", None, "9", "plain.png")
    one = item(content("see", ANNA, media=(Media("image", "https://x.example/4711/p.png", "1"), kept)))
    assert back(one) == one
    found = back(one, "a").content
    assert found is not None
    assert found.media == (kept,)


def test_an_owner_s_words_are_under_the_owner_s_key_anyway() -> None:
    one = item(content("bert says Anna Lee", ANNA, BERT), author="b")
    assert [people for people, _ in stored(one)[OTHERS]] == [["a"]]


def test_the_id_of_who_is_answered_is_theirs_wherever_it_stands() -> None:
    natives = Natives(external_id="x:1", parent_id="at://4711/post/3", answered_id="4711", thread_id="47110")
    one = item(None, answered="a", natives=natives)
    assert one.names == {"a"}
    assert back(one).natives == natives
    assert back(one, "a").natives == Natives(external_id="x:1", thread_id="47110")
    assert without(natives, "4711") == Natives(external_id="x:1", thread_id="47110")
    own = replace(one, author="a")
    assert (own.names, OTHERS in stored(own)) == (frozenset(), False)


def test_places_of_labels_go_with_the_text_they_were_of() -> None:
    labels = Labels("1", "negative", spans=((5, 3, -40),))
    one = item(content("bert bad", BERT), labels=labels)
    assert back(one).labels == labels
    assert back(one, "b").labels == replace(labels, spans=())


def test_words_count_as_they_stand_there_whatever_the_payload_adds() -> None:
    found = in_content(Content("hi @Anna_L"), [Named("a", (" @anna_l ", "Somebody Else", "", "x"))])
    assert found == (Named("a", ("Anna_L",)),)
    assert in_content(Content("hi"), [ANNA]) == ()
