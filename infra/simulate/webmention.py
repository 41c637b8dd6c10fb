"""Webmention: pages elsewhere that link to ours. What they say is fetched."""

from collections.abc import Mapping
from urllib.parse import urlencode

from infra.simulate.story import Beat, Stage, Verb
from infra.simulate.teller import Letter, Teller
from platforms.proof import FORM_TYPE


class Webmention(Teller):
    """Tells requests to look at a page."""

    platform = "webmention"
    stage = Stage(private=False, ours=False, verbs=frozenset({Verb.ADD}), words=False)
    demo_account = "https://demo.example"

    def tell(self, beat: Beat) -> Letter:
        """Returns one request; which of our sites it is about, the endpoint's record tells. See `linking_pages`."""
        return Letter(self.platform, f"mention {beat.item.number}".encode(), {"content-type": FORM_TYPE})

    def probe(self, secrets: Mapping[str, str]) -> Letter:
        """Returns a request about our site itself."""
        told = {"source": "https://people.example/probe", "target": secrets["sites"].split()[0]}
        return Letter(self.platform, urlencode(told).encode(), {"content-type": FORM_TYPE})


TELLER = Webmention
