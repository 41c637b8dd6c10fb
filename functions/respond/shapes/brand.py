"""Describes how a brand wants things done, and whether the API answers at all."""

from dataclasses import asdict
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from model.brand_settings import Settings
from respond.shapes.scalars import limit_text

HOUR = Meta(ge=0, le=23, description="quiet hours of that clock: none goes out; the same hour twice for none")
LEAST, MOST = 10, 1_000_000
"""Requests in a minute: enough to set it right again."""


class SettingsWanted(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Names settings; what is left out is as it is unless told."""

    engine: (
        Annotated[
            Literal["embedded", "comprehend"],
            Meta(description="what finds the sentiment; `comprehend` sends texts to Amazon Comprehend"),
        ]
        | UnsetType
    ) = UNSET
    comprehend_units: (
        Annotated[
            int,
            Meta(
                ge=0,
                le=100_000_000,
                description="units of 100 characters a day (UTC); then the embedded engine goes on",
            ),
        ]
        | UnsetType
    ) = UNSET
    corrections_with_text: (
        Annotated[bool, Meta(description="whether corrections are exported with the texts they are about")]
        | UnsetType
    ) = UNSET
    erase_name_parts: (
        Annotated[
            bool,
            Meta(
                description="whether an erasure also takes a first or last name alone out of texts that tag the person"
            ),
        ]
        | UnsetType
    ) = UNSET
    requests_per_minute: (
        Annotated[int, Meta(ge=LEAST, le=MOST, description="requests of one agent")] | UnsetType
    ) = UNSET
    tasks_per_minute: (
        Annotated[
            int,
            Meta(ge=LEAST, le=MOST, description="of these the costly ones: tasks, exports, changed segments"),
        ]
        | UnsetType
    ) = UNSET
    brand_requests_per_minute: (
        Annotated[int, Meta(ge=LEAST, le=MOST, description="requests of all agents together")] | UnsetType
    ) = UNSET
    public_name: (
        Annotated[str, limit_text(200, 0, about="the brand's name on the page about a request on data")]
        | UnsetType
    ) = UNSET
    privacy_contact: (
        Annotated[
            str, limit_text(200, 0, about="where to ask about it: an address of the data protection officer")
        ]
        | UnsetType
    ) = UNSET
    page_languages: (
        Annotated[
            list[Literal["en", "de", "fr", "es"]],
            Meta(min_length=1, max_length=4, description="the languages of that page, in this order"),
        ]
        | UnsetType
    ) = UNSET
    zone: (
        Annotated[str, limit_text(60, shape=r"[A-Za-z0-9_+/-]+", about="the brand's clock, as Europe/Berlin")]
        | UnsetType
    ) = UNSET
    quiet_from: Annotated[int, HOUR] | UnsetType = UNSET
    quiet_to: Annotated[int, HOUR] | UnsetType = UNSET
    broadcast_days: (
        Annotated[int, Meta(ge=0, le=365, description="days between two broadcasts to the same person")]
        | UnsetType
    ) = UNSET
    brake_severity: (
        Annotated[int, Meta(ge=0, le=10, description="alerts this severe stop broadcasts; 0 for none")]
        | UnsetType
    ) = UNSET
    csat: (
        Annotated[
            Literal["", "stars", "emoji"],
            Meta(
                description="how people are asked how content they are when a private conversation was closed"
            ),
        ]
        | UnsetType
    ) = UNSET
    csat_days: (
        Annotated[int, Meta(ge=1, le=3650, description="days between two such questions to the same person")]
        | UnsetType
    ) = UNSET
    csat_text: (
        Annotated[str, limit_text(300, 0, about="the question in the brand's own words, not personal")]
        | UnsetType
    ) = UNSET
    translation_characters: (
        Annotated[
            int,
            Meta(
                ge=0,
                le=100_000_000,
                description="characters a day (UTC) that agents may send to Amazon Translate; 0 for none",
            ),
        ]
        | UnsetType
    ) = UNSET
    privacy_notice_url: (
        Annotated[
            str,
            limit_text(
                300,
                0,
                shape=r"(https://[^\s]+)?",
                about="the link that the first private reply to somebody ends with",
            ),
        ]
        | UnsetType
    ) = UNSET


class SettingsView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how a brand wants things done."""

    engine: str
    comprehend_units: int
    corrections_with_text: bool
    erase_name_parts: bool
    requests_per_minute: int
    tasks_per_minute: int
    brand_requests_per_minute: int
    public_name: str
    privacy_contact: str
    page_languages: list[str]
    zone: str
    quiet_from: int
    quiet_to: int
    broadcast_days: int
    brake_severity: int
    csat: str
    csat_days: int
    csat_text: str
    translation_characters: int
    privacy_notice_url: str


class HealthView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows that the API answers."""

    status: Annotated[str, Meta(extra_json_schema={"enum": ["ok"]})]
    version: str


def show_settings(settings: Settings) -> SettingsView:
    """Returns how a brand wants things done."""
    return SettingsView(**asdict(settings) | {"page_languages": list(settings.page_languages)})
