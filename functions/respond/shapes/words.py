"""Shows a text's words as its platform would: people, channels and links stand as tokens in what is kept."""

from collections.abc import Iterable, Iterator

from model.interaction import Interaction
from platforms import registry
from platforms.base import Platform
from respond.shapes.people import Profiles

MOST_TAGGED = 20
"""People of one text whose names are looked up; a text that tags more shows the others by their ids."""


def show_words(item: Interaction, profiles: Profiles) -> str | None:
    """Returns the text as an agent reads it; None where there is none to be shown."""
    content = item.shown
    if content is None or content.text is None:
        return None
    platform = _platform(item)
    if platform is None:
        return content.text
    names = {
        word: name
        for each in content.named
        if (name := profiles.get(each.id, {}).get("name") or profiles.get(each.id, {}).get("handle"))
        for word in each.words
    }
    return platform.show_text(content.text, names)


def list_tagged_people(items: Iterable[Interaction]) -> Iterator[str]:
    """Yields the people whose names it takes to show these texts."""
    for item in items:
        content, platform = item.shown, _platform(item)
        tagged = platform.list_tagged(content.text) if platform and content and content.text else frozenset()
        if content is None or not tagged:
            continue
        people = [each.id for each in content.named if not tagged.isdisjoint(each.words)]
        yield from people[:MOST_TAGGED]


def _platform(item: Interaction) -> Platform | None:
    """Returns its platform; None where that is no longer among ours."""
    return registry.platform(item.platform) if item.platform in registry.MODULES else None
