"""Describes a file that somebody sent us, as an agent's page may show or keep it."""

from typing import Annotated

from msgspec import Meta, Struct


class MediaFileView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a file. What is not `inline` is only ever kept, never shown in the page."""

    type: Annotated[str, Meta(description="what it is by its first bytes; `application/octet-stream` else")]
    inline: Annotated[bool, Meta(description="whether it is a picture of dots, which a page may show")]
    name: Annotated[str | None, Meta(description="what its sender called it")]
    bytes: int
    data: Annotated[str, Meta(description="base64")]
