"""The shape of one platform's terms, and our own defaults where the terms are unknown."""

from dataclasses import dataclass, replace

DAY_S = 86_400

INTERACTION, PROFILE, PARKED = "interaction", "profile", "parked"
"""Retention classes that have keys of their own. Our replies go with the conversation they stand in."""

PURPOSES = ("care", "marketing", "analytics", "linking", "segmentation", "export", "training")
"""What interactions may be used for; care (answering people) is why they are kept."""

CARE_DAYS = 180
"""Our own default for what is kept to answer people (docs/privacy.md)."""

IDLE_DAYS = 365
"""How long somebody is known who is not heard of."""

ARCHIVE_DAYS = 3_650
"""The cap of our own archives: a brand's own period, chosen when one is imported, is what counts below it."""

UNKNOWN_TERMS_DAYS = 30
"""The cap where nobody has read the terms yet."""

PARKED_S = 7 * DAY_S

SHORTEST_DAYS, SHORTEST_HOURLY_DAYS = 2, 2 / 24
"""What a brand may shorten to: with keys of a day, one day could mean a minute."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Sets the limits of one platform. Periods are in days unless named otherwise."""

    platform: str
    interaction_days: float
    profile_days: float
    delete_within_hours: int
    source: str
    checked_on: str
    residue: bool = True
    """False where the terms allow no trace after deletion: rows are deleted physically, no tombstone."""
    linking: bool = True
    """Whether identities may be merged with those of other platforms."""
    segmentation: bool = True
    export: bool = True
    derive: bool = True
    """Whether sentiment and other derived data may be made from its texts."""
    hourly_buckets: bool = False
    """Whether the cap is counted in hours, so that keys are too."""
    marketing: bool = True
    training: bool = True
    """Whether its texts may be used to train a language model."""
    media: str = "link"
    """What is kept of pictures and films: `link` (the platform's address, sealed) or `none`."""
    idle_days: float = IDLE_DAYS

    def days(self, retention_class: str) -> float:
        """Returns the period of a retention class."""
        if retention_class == PROFILE:
            return self.profile_days
        if retention_class == PARKED:
            return min(PARKED_S / DAY_S, self.interaction_days)
        return self.interaction_days

    def allows(self, purpose: str) -> bool:
        """Tells whether its data may be used for one of `PURPOSES`. Raises KeyError for another word."""
        return {
            "care": True,
            # Where no trace may stay, nobody could know that somebody objected.
            "marketing": self.marketing and self.residue,
            "analytics": self.derive,
            "linking": self.linking,
            "segmentation": self.segmentation,
            "export": self.export,
            "training": self.training,
        }[purpose]

    @property
    def handing_on(self) -> bool:
        """Tells whether a service may be given its texts that makes something of them, and may learn from them."""
        return self.derive and self.training

    @property
    def idle_identity_days(self) -> float:
        """Returns how many days an identity's row outlives its last sign of life."""
        longest = max(IDLE_DAYS, self.interaction_days)
        return min(self.idle_days, longest if self.interaction_days >= CARE_DAYS else self.interaction_days)

    @property
    def idle_head_days(self) -> float:
        """Returns as many days as anything may stand in the conversation; a head holds ids and times only.

        Where no trace is allowed not a day longer: its last activity is looked at then.
        """
        return self.interaction_days + (IDLE_MOVES_DAYS if self.residue else 0)


IDLE_MOVES_DAYS = 7
"""How often activity moves a head or an identity in the index of what is idle."""

DEFAULT = Rule(
    platform="*",
    interaction_days=UNKNOWN_TERMS_DAYS,
    profile_days=UNKNOWN_TERMS_DAYS,
    delete_within_hours=24,
    source="our own default where the terms are unknown",
    checked_on="2026-11-21",
)


def make_unconfirmed(platform: str, terms: str) -> Rule:
    """Returns the row of a platform whose `terms` nobody has read for a period yet: our own cap holds."""
    return replace(DEFAULT, platform=platform, source=f"{terms}: period not confirmed, so our own cap")
