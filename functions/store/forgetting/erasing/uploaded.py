"""Files that lie ready to be sent to a person: deleted in the bucket, then with what leads to them."""

from collections.abc import Iterator
from typing import TypedDict

from model.fields import KEY
from model.moments import IsoTime, iso
from model.upload import Upload
from store.dynamo.rows import OpsRow
from store.forgetting.erasing.counted import counted
from store.forgetting.erasing.eraser import Eraser
from store.forgetting.erasing.item_class import EMPLOYEE, PERSON, RETENTION, Copied, ItemClass, Turn
from store.forgetting.erasing.leaver import Leaver
from store.outbox import keys as outbox_keys
from store.outbox.rows import UploadRow
from store.outbox.uploads import HEAD, Uploads
from store.vault.vault import Vault


class UploadedFiles(Eraser):
    """Erases the uploaded files that a person's key seals."""

    def __init__(self, vault: Vault, uploads: Uploads) -> None:
        self._vault = vault
        self._uploads = uploads

    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Deletes them one by one; not those from after the person came back."""
        for upload in self._theirs(who):
            own = OpsRow(outbox_keys.uploads(who.brand, who.person), upload.id)
            self._uploads.delete_parts(upload)
            with counted(who, uploads=1) as together:
                together.delete(UploadRow(outbox_keys.upload(who.brand, upload.id), HEAD))
                together.delete(own, condition=OpsRow.pk.exists())
            yield 1

    def count_left(self, who: Leaver) -> int:
        """Returns how many files are there."""
        return sum(1 for _ in self._theirs(who))

    def _theirs(self, who: Leaver) -> Iterator[Upload]:
        uploads = self._uploads.list_uploads(who.brand, who.person)
        return who.list_theirs(self._vault, uploads, lambda upload: upload.created_at)


class CopiedUpload(TypedDict):
    """Shows a file that lies ready to be sent to the person."""

    id: str
    platform: str
    account: str
    type: str
    bytes: int
    name: str | None
    uploaded_at: IsoTime


def copy_uploads(uploads: Uploads, who: Leaver) -> Iterator[CopiedUpload]:
    """Yields the files that lie ready to be sent to the person: which they are, not what is in them."""
    for upload in uploads.list_uploads(who.brand, who.person):
        yield {
            "id": upload.id,
            "platform": upload.platform,
            "account": upload.account,
            "type": upload.mime,
            "bytes": upload.size,
            "name": upload.name or None,
            "uploaded_at": iso(upload.created_at),
        }


UPLOADS = ItemClass(
    "uploads",
    Turn.SENT,
    (UploadRow,),
    ("uploads",),
    lambda context: UploadedFiles(context.stores.vault, context.stores.uploads),
    exported=frozenset("platform account mime size created_at sealed".split()),
    withheld={
        "pk": KEY,
        "sk": KEY,
        "expires_at": RETENTION,
        "person": PERSON,
        "agent": EMPLOYEE,
    },
    register={
        "UploadRow": (
            "uploaded files",
            "what agents are to send along, sealed, in the bucket until it was sent, two days at most; its name sealed",
        ),
    },
    families={
        "upload": ("uploaded files, rows of", "as above"),
        "uploads": ("uploaded files for a person", "which there are, by opaque id"),
    },
    copied=Copied(
        "uploads",
        CopiedUpload,
        lambda context, who: copy_uploads(context.stores.uploads, who),
        "Files that lie ready to be sent to you, for two days at most.",
    ),
)
