"""Chooses which of a search's hits are kept, and lets none disturb anybody unless its term says so."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.arrival import Arrival
from model.event import Event, Kind, Mode
from model.search_term import TermMark

WRITTEN = frozenset({Kind.POST, Kind.COMMENT, Kind.MENTION, Kind.SHARE, Kind.REVIEW})


def keep_hits(events: Sequence[Event], mark: TermMark | None) -> list[Event]:
    """Returns what is a hit: written in public, with nothing in it that the term leaves out; all where none was sought.

    What a search tells of changes and reactions is left: whoever has no account there cannot follow them.
    """
    if mark is None:
        return list(events)
    return [
        event
        for event in events
        if event.kind in WRITTEN and event.mode is Mode.PUBLIC and mark.is_hit(event.title, event.text)
    ]


def mark_hit(arrival: Arrival, mark: TermMark | None) -> Arrival:
    """Returns the find with its term.

    Where the term opens no conversation, the find comes as history: nobody waits in it.
    """
    if mark is None:
        return arrival
    found = replace(arrival.interaction, term=mark.term)
    return replace(arrival, interaction=found, history=not mark.opens, imported=not mark.opens)
