"""Plays pages of other people's sites that link to one of ours: what a Webmention names is looked at there."""

import re
from html import escape
from random import Random

from infra.simulate.texts import PEOPLE, Mood, language, sentence

HOST = "people.example"
_LINKING = re.compile(r"/links/(?P<site>[a-z0-9.-]+)/(?P<number>[0-9]{1,18})")


def write_linking_page(path: str) -> bytes | None:
    """Returns the page at `/links/{site}/{number}`, the same each time: one that answers the site, else None.

    https://indieweb.org/comments
    """
    found = _LINKING.fullmatch(path)
    if found is None:
        return None
    chance = Random(int(found["number"]))
    who, said = chance.choice(PEOPLE), sentence(chance, language(chance), chance.choice(tuple(Mood)))
    return (
        f'<!doctype html><meta charset="utf-8"><title>{who.name}</title><article class="h-entry">'
        f'<a class="p-author h-card" href="https://{HOST}/@{who.handle}">{who.name}</a>'
        f'<p class="e-content">{escape(said)}</p>'
        f'<a class="u-in-reply-to" href="https://{found["site"]}">what this is about</a></article>'
    ).encode()
