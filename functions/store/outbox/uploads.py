"""Files that agents uploaded to send them along: a row in `ops`, and sealed parts in the bucket.

They are sealed under the key of whom they are for. A file goes as it was sent, else two days after it came.
"""

import base64
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from pynamodb.exceptions import DoesNotExist

from model import policy, raw_objects
from model.interaction import account_owner
from model.upload import Upload
from store.dynamo.rows import OpsRow
from store.outbox import keys as outbox_keys
from store.outbox.rows import UploadRow
from store.vault.sealed import SealedPlace
from store.vault.vault import Vault

HEAD = "#"
LINK_S = 3_600
"""How long the address of a file leads to it."""
WORDS = ("platform", "account", "person", "agent", "mime")
NUMBERS = ("size", "created_at")


class FileBucket(Protocol):
    """Does what `aws.objects` does."""

    def put(self, key: str, body: bytes) -> None:
        """Raises Unavailable."""
        ...

    def get(self, key: str) -> bytes | None:
        """Raises Unavailable."""
        ...

    def measure(self, key: str) -> int | None:
        """Raises Unavailable."""
        ...

    def delete(self, keys: Sequence[str]) -> None:
        """Raises Unavailable."""
        ...

    def link(self, key: str, seconds: int, mime: str) -> str:
        """Returns where anybody may fetch it for so long."""
        ...


class Uploads:
    """Keeps, reads and deletes them."""

    def __init__(self, vault: Vault, bucket: FileBucket) -> None:
        self._vault = vault
        self._bucket = bucket

    def add_upload(self, upload: Upload) -> None:
        """Keeps what a file is, before its first part. Raises Erased and Purged when it cannot be sealed any more."""
        owner, bucket = name_owner(upload), _name_bucket(upload)
        due = policy.bucket_due(upload.platform, policy.INTERACTION, upload.created_at)
        self._vault.prepare_salts(upload.brand, [owner], {bucket: due})
        until = upload.created_at // 1000 + raw_objects.LONGEST_S[raw_objects.FILES]
        pk = outbox_keys.upload(upload.brand, upload.id)
        values: dict[str, Any] = {name: getattr(upload, name) or None for name in (*WORDS, *NUMBERS)}
        sealed = self._seal(upload, SealedPlace("ops", pk, HEAD), {"name": upload.name})
        OpsRow(outbox_keys.uploads(upload.brand, owner), upload.id, expires_at=until).save()
        UploadRow(pk, HEAD, expires_at=until, sealed=sealed, **values).save()

    def find_upload(self, brand: str, upload_id: str) -> Upload | None:
        """Returns what a file is, without its name where its keys are gone; None where there is none."""
        try:
            row = UploadRow.get(outbox_keys.upload(brand, upload_id), HEAD, consistent_read=True)
        except DoesNotExist:
            return None
        place = SealedPlace("ops", row.pk, HEAD)
        opened = self._vault.read_sealed(brand, place, bytes(row.sealed or b""), dict).value or {}
        values: dict[str, Any] = {name: getattr(row, name) or "" for name in WORDS}
        values |= {name: int(getattr(row, name) or 0) for name in NUMBERS}
        return Upload(id=upload_id, brand=brand, name=str(opened.get("name", "")), **values)

    def keep_part(self, upload: Upload, part: int, data: bytes) -> None:
        """Keeps a part, in the place of itself where it came before. Raises Erased, Purged and Unavailable."""
        key = upload.keys[part]
        told = {"data": base64.b64encode(data).decode()}
        self._bucket.put(key, self._seal(upload, SealedPlace("files", key), told))

    def list_missing(self, upload: Upload) -> list[int]:
        """Returns which parts did not come yet. Raises Unavailable."""
        return [part for part, key in enumerate(upload.keys) if self._bucket.measure(key) is None]

    def read_file(self, upload: Upload) -> bytes | None:
        """Returns the whole file; None where a part or a key is gone. Raises Unavailable."""
        parts = [self._read_part(upload, key) for key in upload.keys]
        whole = [part for part in parts if part is not None]
        return b"".join(whole) if len(whole) == len(parts) else None

    def link_file(self, upload: Upload, data: bytes) -> str:
        """Returns an address at which a platform finds the file for an hour. Raises Unavailable."""
        self._bucket.put(upload.link_key, data)
        return self._bucket.link(upload.link_key, LINK_S, upload.mime)

    def delete_parts(self, upload: Upload) -> None:
        """Deletes what lies in the bucket. Raises Unavailable."""
        self._bucket.delete([*upload.keys, upload.link_key])

    def delete_upload(self, upload: Upload) -> None:
        """Deletes a file, what leads to it last. Raises Unavailable."""
        self.delete_parts(upload)
        UploadRow(outbox_keys.upload(upload.brand, upload.id), HEAD).delete()
        OpsRow(outbox_keys.uploads(upload.brand, name_owner(upload)), upload.id).delete()

    def list_uploads(self, brand: str, person: str) -> Iterator[Upload]:
        """Yields the files that a person's key seals."""
        for row in OpsRow.query(outbox_keys.uploads(brand, person), consistent_read=True):
            if (found := self.find_upload(brand, row.sk)) is not None:
                yield found

    def _read_part(self, upload: Upload, key: str) -> bytes | None:
        sealed = self._bucket.get(key)
        if sealed is None:
            return None
        return self._vault.read_sealed(upload.brand, SealedPlace("files", key), sealed, _decode).value

    def _seal(self, upload: Upload, place: SealedPlace, record: dict[str, Any]) -> bytes:
        return self._vault.seal(upload.brand, place, name_owner(upload), _name_bucket(upload), record)


def name_owner(upload: Upload) -> str:
    """Returns the owner whose key seals the upload."""
    return upload.person or account_owner(upload.account)


def _name_bucket(upload: Upload) -> str:
    return policy.bucket_of(upload.platform, upload.account, policy.INTERACTION, upload.created_at)


def _decode(record: dict[str, Any]) -> bytes:
    return base64.b64decode(record["data"])
