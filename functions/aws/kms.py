"""The one KMS key: it wraps the brands' own keys, and nothing else is ever encrypted with it.

The encryption context (which brand, which of its keys, which version) is authenticated but not secret: opaque ids only.
"""

from collections.abc import Mapping
from typing import NamedTuple

from aws import clients, settings

KEY_BYTES = 32


class DataKey(NamedTuple):
    """Holds a new key: `plain` for memory only, `wrapped` for storing."""

    plain: bytes
    wrapped: bytes


def generate_data_key(context: Mapping[str, str]) -> DataKey:
    """Returns a new random key of 32 bytes, bound to `context`. Raises Unavailable."""
    answer = clients.call(
        "kms",
        "generate_data_key",
        KeyId=settings.kms_key_id(),
        NumberOfBytes=KEY_BYTES,
        EncryptionContext=dict(context),
    )
    return DataKey(answer["Plaintext"], answer["CiphertextBlob"])


def decrypt(wrapped: bytes, context: Mapping[str, str]) -> bytes:
    """Returns the plain key again; `context` must be the one it was made with. Raises Unavailable.

    A wrong context or a disabled key is Unavailable too: it is never a reason to take data for lost.
    """
    answer = clients.call(
        "kms",
        "decrypt",
        KeyId=settings.kms_key_id(),
        CiphertextBlob=wrapped,
        EncryptionContext=dict(context),
    )
    return bytes(answer["Plaintext"])
