"""Holds how a brand wants things done, with what holds where it says nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

EMBEDDED, COMPREHEND = "embedded", "comprehend"
ENGINES = (EMBEDDED, COMPREHEND)


@dataclass(frozen=True, slots=True)
class Settings:
    """Holds what a brand decided. `engine` finds the sentiment; the managed one gets texts: a brand's own choice.

    `comprehend_units` is what the managed engine may use of a day (UTC), in units of 100 characters as it is billed;
    afterwards the embedded one goes on. `corrections_with_text`: whether corrected labels may be exported together
    with the texts they are about. `erase_name_parts`: whether an erasure also takes a first or last name alone out of
    texts that tag or answer the person, although it may mean somebody else there. `…_per_minute` limits requests to
    the agent API: those of one agent, of these the costly ones (tasks), and those of all agents together.
    `public_name`, `privacy_contact` and `page_languages` are shown to whoever looks up what became of a
    request about their data.
    """

    engine: str = EMBEDDED
    comprehend_units: int = 30_000
    corrections_with_text: bool = False
    erase_name_parts: bool = False
    requests_per_minute: int = 600
    tasks_per_minute: int = 60
    brand_requests_per_minute: int = 3_000
    public_name: str = ""
    privacy_contact: str = ""
    page_languages: Sequence[str] = ("en",)
    zone: str = "UTC"
    quiet_from: int = 0
    quiet_to: int = 0
    """Hours of the brand's clock (`zone`) between which no broadcast goes out; the same hour twice for none."""
    broadcast_days: int = 7
    """Days between two broadcasts to the same person."""
    brake_severity: int = 7
    """An alert this severe stops the broadcasts on its platform; 0 for none."""
    csat: str = ""
    """How people are asked how content they are when a private conversation was closed: `stars`, `emoji`, or not."""
    csat_days: int = 30
    """Days between two such questions to the same person."""
    csat_text: str = ""
    """The question in the brand's own words."""
    translation_characters: int = 0
    """What Amazon Translate may be given of a day (UTC), in characters as it is billed; 0: no text goes there."""
    privacy_notice_url: str = ""
    """Where people read what becomes of their data; goes along with the first private reply to each."""
