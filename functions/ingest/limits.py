"""Limits what one event may cost: how many people it names, and how long their names are."""

import re
from dataclasses import replace

from model.event import Event, Media, Named, Person
from model.name_search import LONGEST, NameSearch
from model.redaction import REMOVED

MOST_TAGGED = 100
"""People tagged in one item who are remembered: each costs two edges and a key. X lets a post tag some fifty."""


ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f<>\"'\\]{1,1000}")
"""A page's address without anything that could end it in a page of ours."""


def limit_event(event: Event) -> Event:
    """Returns the event with names of a sensible length and no more than `MOST_TAGGED` people tagged.

    The names of the others leave the text with them: nothing would lead an erasure to them later.
    """
    if event.author is not None and _is_endless(event.author):
        event = replace(event, author=_cut(event.author))
    tagged = event.mentioned_ids
    if len(tagged) <= MOST_TAGGED:
        return event
    kept = set(tagged[:MOST_TAGGED])
    beyond = NameSearch(_words(event, set(tagged) - kept - {event.author_id, event.answered_id}))
    called = {each.id: each.words for each in event.named}
    return replace(
        event,
        mentioned=tuple(each for each in event.mentioned if each.id in kept),
        answered=event.answered and replace(event.answered, words=called.get(event.answered.id or "", ())),
        text=_without(beyond, event.text),
        title=_without(beyond, event.title),
        media=tuple(each for each in event.media if not _names(beyond, each)),
    )


def keep_address(address: str | None) -> str | None:
    """Returns an address that agents may follow; None for what a browser would run, and for endless ones."""
    return address if address is not None and ADDRESS.fullmatch(address) else None


def _is_endless(person: Person) -> bool:
    return max(len(person.name or ""), len(person.handle or "")) > LONGEST


def _cut(person: Person) -> Person:
    name, handle = person.name, person.handle
    return replace(person, name=name and name[:LONGEST], handle=handle and handle[:LONGEST])


def _words(event: Event, people: set[str]) -> list[str]:
    named: list[Named] = [each for each in event.named if each.id in people]
    return [*sorted(people), *(word for each in named for word in each.words)]


def _without(search: NameSearch, text: str | None) -> str | None:
    return text and search.replace(text, REMOVED)


def _names(search: NameSearch, media: Media) -> bool:
    return any(map(search.occurs_in, (media.url, media.id, media.name)))
