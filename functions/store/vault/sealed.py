"""The form of a sealed value: its header in the clear, and what it is bound to.

`version, root version, owner, bucket, nonce, AES-256-GCM(deflated JSON)`; owner and bucket say which salts open it.
"""

from dataclasses import dataclass
from typing import Self

from model.errors import RapportError

VERSION = 1


class Tampered(RapportError):
    """Says that the sealed value, its key or its place was changed."""

    code = "tampered"


@dataclass(frozen=True, slots=True)
class SealedPlace:
    """Says where a sealed value stands; it opens nowhere else."""

    table: str
    pk: str
    sk: str = ""

    def associated(self, header: bytes) -> bytes:
        """Returns the bytes the cipher binds the value to."""
        return join(self.table.encode(), self.pk.encode(), self.sk.encode(), header)


@dataclass(frozen=True, slots=True)
class Header:
    """Names the salts a value was sealed with, and under which of the brand's roots."""

    root_version: int
    owner: str
    bucket: str

    @property
    def raw(self) -> bytes:
        """Returns the header as it stands before the sealed value."""
        owner, bucket = self.owner.encode(), self.bucket.encode()
        return bytes([VERSION, self.root_version, len(owner)]) + owner + bytes([len(bucket)]) + bucket

    @classmethod
    def parse(cls, sealed: bytes) -> Self:
        """Returns the header of a sealed value. Raises Tampered."""
        try:
            version, root_version, owner_length = sealed[0], sealed[1], sealed[2]
            bucket_at = 3 + owner_length
            bucket_end = bucket_at + 1 + sealed[bucket_at]
            owner = bytes(sealed[3:bucket_at]).decode()
            bucket = bytes(sealed[bucket_at + 1 : bucket_end]).decode()
        except (IndexError, UnicodeDecodeError) as error:
            raise Tampered("sealed value is cut") from error
        if version != VERSION:
            raise Tampered(f"sealed value of unknown version {version}")
        return cls(root_version, owner, bucket)


def sealed_with(sealed: bytes) -> tuple[str, str]:
    """Returns the owner and the bucket a value was sealed with. Raises Tampered."""
    header = Header.parse(sealed)
    return header.owner, header.bucket


def bucket_of(sealed: bytes) -> str:
    """Returns the retention bucket a value was sealed under. Raises Tampered."""
    return Header.parse(sealed).bucket


def join(*parts: bytes) -> bytes:
    """Returns parts with their lengths, so that no two lists of parts read the same."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
