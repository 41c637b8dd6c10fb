"""YouTube: a hub that tells of videos and of their end. Comments are asked for, nobody tells of them."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from infra.simulate.story import Beat, Stage, Verb
from infra.simulate.teller import Letter, Teller, iso
from infra.simulate.texts import Person

FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:yt="http://www.youtube.com/xml/schemas/2015"'
    ' xmlns:at="http://purl.org/atompub/tombstones/1.0">{}</feed>'
)
VIDEO = (
    "<entry><id>yt:video:{id}</id><yt:videoId>{id}</yt:videoId><yt:channelId>{channel}</yt:channelId>"
    "<title>{title}</title><author><name>{name}</name><uri>https://www.youtube.com/channel/{channel}</uri></author>"
    "<published>{at}</published><updated>{at}</updated></entry>"
)
GONE = (
    '<at:deleted-entry ref="yt:video:{id}" when="{at}"><at:by><name>{name}</name>'
    "<uri>https://www.youtube.com/channel/{channel}</uri></at:by></at:deleted-entry>"
)


class YouTube(Teller):
    """Tells videos by their titles: of our channel and of others that are followed."""

    platform = "youtube"
    stage = Stage(private=False, verbs=frozenset({Verb.ADD, Verb.REMOVE}), answers=False)
    demo_account = "UCdemo000000000000000001"

    def tell(self, beat: Beat) -> Letter:
        """Returns one entry."""
        entry = GONE if beat.verb is Verb.REMOVE else VIDEO
        told = entry.format(
            id=f"demo{beat.item.number}",
            channel=self._channel(beat.item.author),
            name=escape(beat.item.author.name),
            title=escape(beat.text),
            at=iso(beat.at),
        )
        return self._letter(told)

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - carried by a header
        """Returns a feed with nothing in it."""
        return self._letter("")

    def _letter(self, entries: str) -> Letter:
        return Letter(self.platform, FEED.format(entries).encode())

    def _channel(self, person: Person) -> str:
        return f"UCperson{person.number:016d}" if person.number else self.account


TELLER = YouTube
