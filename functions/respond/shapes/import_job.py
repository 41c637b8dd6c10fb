"""Describes imports of history: what is announced, where its file is put, and how far it is."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from model.file_form import FORMS
from model.import_job import ImportJob, ImportState
from respond.shapes.agent import AGENT_ID
from respond.shapes.scalars import HidText, TimeText, format_time, limit_text

Form = Literal["export", "chatwoot", "zammad", "mbox", "csv", "jsonl"]
FORM = Meta(
    description="what the file is: `export` is what the platform itself exports",
    extra_json_schema={"enum": list(FORMS)},
)
Column = Annotated[str, limit_text(120)]


class NewImport(Struct, kw_only=True, forbid_unknown_fields=True):
    """Announces a file of history."""

    account: Annotated[str, limit_text(64, shape="[a-z0-9_]+", about="our id of the account it goes to")]
    form: Annotated[Form, FORM] = "export"
    dry_run: Annotated[bool, Meta(description="only count what is new, known and refused")] = False
    mapping: (
        Annotated[
            dict[Column, Column],
            Meta(
                max_length=40, description="of csv and jsonl: our fields, and the columns they are taken from"
            ),
        ]
        | UnsetType
    ) = UNSET
    own: (
        Annotated[
            list[Annotated[str, limit_text(200)]],
            Meta(max_length=50, description="of mbox: addresses of ours"),
        ]
        | UnsetType
    ) = UNSET
    site: (
        Annotated[
            str,
            limit_text(
                300, shape=r"https://[^\s?#]+", about="where the former helpdesk showed its conversations"
            ),
        ]
        | UnsetType
    ) = UNSET
    agents: (
        Annotated[
            dict[Annotated[str, limit_text(200)], Annotated[str, limit_text(80, shape=AGENT_ID)]],
            Meta(max_length=500, description="agents of ours by their e-mail addresses at the helpdesk"),
        ]
        | UnsetType
    ) = UNSET
    keep_days: (
        Annotated[
            float,
            Meta(
                gt=0, le=36_500, description="a period for all of this platform, within the cap of its terms"
            ),
        ]
        | UnsetType
    ) = UNSET


class RefusedView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows how many were refused for one reason."""

    reason: str
    count: int


class ImportView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows an import. What was counted is counted up to the parts that are safe."""

    id: HidText
    account_id: str
    platform: str
    form: str
    dry_run: bool
    state: Annotated[str, Meta(extra_json_schema={"enum": list(map(str, ImportState))})]
    parts: int
    new: int
    known: int
    refused: int
    reasons: Annotated[list[RefusedView], Meta(description="why some were refused, the most frequent first")]
    reason: Annotated[str | None, Meta(description="why it failed")]
    created_at: TimeText | None
    created_by: str
    ended_at: TimeText | None


class UploadView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows where the file is to be put, which begins the import."""

    method: str
    url: str
    expires_at: TimeText | None


class AnnouncedImportView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows an import whose file is waited for."""

    import_: ImportView = field(name="import")
    upload: UploadView


def show_import(job: ImportJob) -> ImportView:
    """Returns an import as agents see it."""
    reasons = sorted(job.refused.items(), key=lambda each: (-each[1], each[0]))
    return ImportView(
        id=job.id,
        account_id=job.account,
        platform=job.told.platform,
        form=job.told.form,
        dry_run=job.dry_run,
        state=str(job.state),
        parts=job.parts,
        new=job.new,
        known=job.known,
        refused=sum(job.refused.values()),
        reasons=[RefusedView(reason=reason, count=count) for reason, count in reasons],
        reason=job.reason,
        created_at=format_time(job.created_at),
        created_by=job.created_by,
        ended_at=format_time(job.ended_at) if job.ended_at else None,
    )
