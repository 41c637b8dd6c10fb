"""Describes files that are uploaded to be sent along: what is announced, its parts, and how much of it is there."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from model.upload import MOST_BYTES, PART_BYTES, Upload
from respond.shapes.scalars import HidText, TimeText, format_time, limit_text

LONGEST_PART = -(-PART_BYTES // 3) * 4
MOST_BODY = LONGEST_PART + 100_000
Data = Annotated[
    str,
    Meta(max_length=LONGEST_PART, description=f"base64 of {PART_BYTES} bytes, of the last part of the rest"),
]


class NewUpload(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Announces a file, and may bring its first part. It is for whom the conversation's answer is for."""

    conversation: HidText
    interaction: (
        Annotated[
            str, Meta(pattern="^[a-z2-7]{32}$(?!\\n)", description="what is answered; the latest unless told")
        ]
        | UnsetType
    ) = UNSET
    type: Annotated[str, Meta(pattern=r"^[a-z]+/[a-z0-9.+-]{1,100}$(?!\n)", description="its content type")]
    name: Annotated[str, limit_text(200, shape=r"[^/\\\x00-\x1f\x7f]+", about="its name, without a folder")]
    bytes: Annotated[int, Meta(ge=1, le=MOST_BYTES, description="its size")]
    data: Data | UnsetType = UNSET


class FilePart(Struct, kw_only=True, forbid_unknown_fields=True):
    """Brings a part of a file, in any order; one that comes again takes its own place."""

    part: Annotated[int, Meta(ge=0, le=MOST_BYTES // PART_BYTES, description="from 0")]
    data: Data


class UploadedView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows an uploaded file, and which of its parts are missing."""

    id: HidText
    type: str
    name: str | None
    bytes: int
    parts: int
    part_bytes: Annotated[int, Meta(description="bytes of each part but the last")]
    missing: list[int]
    usable_until: Annotated[
        TimeText | None, Meta(description="until when something can be sent with it; it is gone once it was")
    ]


def show_upload(upload: Upload, missing: list[int]) -> UploadedView:
    """Returns a file as agents see it."""
    return UploadedView(
        id=upload.id,
        type=upload.mime,
        name=upload.name or None,
        bytes=upload.size,
        parts=upload.parts,
        part_bytes=PART_BYTES,
        missing=missing,
        usable_until=format_time(upload.usable_until),
    )
