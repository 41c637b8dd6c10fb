"""A Page's Messenger: chats of two, with edits, deletions and reactions."""

import json
from collections.abc import Mapping
from typing import Any

from infra.simulate.meta import shake, tell_privately
from infra.simulate.story import Beat, Stage
from infra.simulate.teller import Letter, Teller


class Messenger(Teller):
    """Tells messages to a Page; nobody is named."""

    platform = "messenger"
    stage = Stage(public=False)
    demo_account = "102000000000001"

    def tell(self, beat: Beat) -> Letter:
        """Returns one messaging item."""
        entry: dict[str, Any] = {
            "id": self.account,
            "time": beat.at,
            "messaging": [tell_privately(beat, self.account)],
        }
        return Letter(self.platform, json.dumps({"object": "page", "entry": [entry]}).encode())

    def probe(self, secrets: Mapping[str, str]) -> Letter:
        """Returns what Meta asks when the webhook's address is saved."""
        return shake(self.platform, secrets)


TELLER = Messenger
