"""One event cannot cost without end, and what is left out of it leaves nobody's name behind."""

from ingest.limits import MOST_TAGGED, limit_event
from model.event import Event, Kind, Media, Person
from model.name_search import LONGEST


def _tagging(number: int) -> Event:
    people = [(f"U{each:05d}", f"Person Number{each}") for each in range(number)]
    return Event(
        Kind.COMMENT,
        external_id="c1",
        author=Person("U00003"),
        text=" ".join(f"<@{native}> {name}," for native, name in people),
        answered=Person(f"U{number - 1:05d}"),
        mentioned=tuple(Person(native, name) for native, name in (*people, *people)),
        media=tuple(Media("image", f"https://x.example/{native}.png") for native, _ in people),
    )


def test_as_many_as_a_platform_allows_are_all_kept() -> None:
    event = _tagging(MOST_TAGGED)
    assert limit_event(event) == event


def test_b9_of_a_thousand_the_first_hundred_are_kept_and_no_word_of_the_others() -> None:
    event = _tagging(1000)
    limited = limit_event(event)
    assert limited.mentioned_ids == event.mentioned_ids[:MOST_TAGGED]
    assert limited.answered_id == event.answered_id
    text = limited.text or ""
    assert "U00099> Person Number99," in text
    assert "U00999> Person Number999," in text, "who is answered stays known"
    assert not any(f"U{each:05d}" in text or f"Number{each}," in text for each in range(100, 999))
    assert len(limited.media) == len(limited.named) == MOST_TAGGED + 1


def test_a_name_without_end_is_cut() -> None:
    limited = limit_event(Event(Kind.COMMENT, author=Person("u", "x" * 10_000, "y" * 10_000)))
    assert limited.author_name == "x" * LONGEST
    assert limited.author_handle == "y" * LONGEST
