"""Brand roots are wrapped by the one key and bound to their context."""

import pytest

from aws import kms
from model.errors import Unavailable

pytestmark = pytest.mark.usefixtures("kms_key")
CONTEXT = {"brand": "acme", "version": "1", "purpose": "root"}


def test_a_key_has_32_random_bytes_and_opens_again() -> None:
    first, second = kms.generate_data_key(CONTEXT), kms.generate_data_key(CONTEXT)

    assert len(first.plain) == 32
    assert first.plain != second.plain
    assert kms.decrypt(first.wrapped, CONTEXT) == first.plain
    assert first.plain not in first.wrapped


def test_another_context_does_not_open_it() -> None:
    key = kms.generate_data_key(CONTEXT)

    with pytest.raises(Unavailable):
        kms.decrypt(key.wrapped, {**CONTEXT, "brand": "other"})


def test_no_key_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORT_KMS_KEY_ID", "11111111-2222-3333-4444-555555555555")

    with pytest.raises(Unavailable):
        kms.generate_data_key(CONTEXT)
