"""A feed that a hub delivers: what strangers write about us in public."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from infra.simulate.story import Beat, Stage, Verb
from infra.simulate.teller import Letter, Teller, iso

FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">{}</feed>'
)
ENTRY = (
    '<entry><id>{id}</id><link rel="alternate" href="{id}"/><title>{title}</title><content>{text}</content>'
    "<author><name>{name}</name><uri>https://people.example/{handle}</uri></author><published>{at}</published>"
    "{answers}</entry>"
)


class Feeds(Teller):
    """Tells entries with their authors; nobody tells that one is gone."""

    platform = "feeds"
    stage = Stage(private=False, ours=False, verbs=frozenset({Verb.ADD}))
    demo_account = "https://demo.example/feed"

    def tell(self, beat: Beat) -> Letter:
        """Returns one entry."""
        item, person = beat.item, beat.item.author
        parent = f'<thr:in-reply-to ref="{self._native(item.parent.number)}"/>' if item.parent else ""
        entry = ENTRY.format(
            id=self._native(item.number),
            title="",
            text=escape(beat.text),
            name=escape(person.name),
            handle=person.handle,
            at=iso(beat.at),
            answers=parent,
        )
        return self._letter(entry)

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - carried by a header
        """Returns a feed with nothing in it."""
        return self._letter("")

    def _letter(self, entries: str) -> Letter:
        return Letter(self.platform, FEED.format(entries).encode(), {"content-type": "application/atom+xml"})

    def _native(self, number: int) -> str:
        return f"https://people.example/entries/{number}"


TELLER = Feeds
