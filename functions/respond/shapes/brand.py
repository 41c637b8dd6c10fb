"""Describes how a brand wants things done, and whether the API answers at all."""

from dataclasses import asdict
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from model.brand_settings import Settings

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


class SettingsView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how a brand wants things done."""

    engine: str
    comprehend_units: int
    corrections_with_text: bool
    erase_name_parts: bool
    requests_per_minute: int
    tasks_per_minute: int
    brand_requests_per_minute: int


class HealthView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows that the API answers."""

    status: Annotated[str, Meta(extra_json_schema={"enum": ["ok"]})]
    version: str


def show_settings(settings: Settings) -> SettingsView:
    """Returns how a brand wants things done."""
    return SettingsView(**asdict(settings))
