"""Describes a text in another language: made when it is asked for, and kept nowhere."""

from typing import Annotated

from msgspec import Meta, Struct

from aws.translate import LANGUAGES
from respond.shapes.scalars import HidText

LANGUAGE_NAMES = Meta(
    pattern=rf"\A(?:{'|'.join(sorted(LANGUAGES))})\Z",
    extra_json_schema={"enum": sorted(LANGUAGES)},
    description="a language that Amazon Translate knows",
)


class TranslationWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names the language that somebody reads."""

    to: Annotated[str, LANGUAGE_NAMES]


class TranslationView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a text in another language, by a machine."""

    id: HidText
    text: str
    language: Annotated[str, Meta(description="what it was translated from")]
    to: str
    complete: Annotated[bool, Meta(description="false where the text was too long for the service")]
