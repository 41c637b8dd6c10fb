"""The fallback bucket."""

from typing import Any

import pytest

from aws import clients, objects
from model.errors import Unavailable

pytestmark = pytest.mark.usefixtures("bucket")


def test_what_is_put_is_got_byte_for_byte() -> None:
    body = bytes(range(256)) * 1000
    objects.put("fallback/a", body, 1.0)

    assert objects.get("fallback/a") == body


def test_an_object_that_is_not_there_is_none() -> None:
    assert objects.get("fallback/none") is None


def test_several_at_once_without_those_that_are_not_there() -> None:
    for number in range(20):
        objects.put(f"fallback/{number}", str(number).encode())

    found = objects.get_many([f"fallback/{number}" for number in range(25)])

    assert found == {f"fallback/{number}": str(number).encode() for number in range(20)}


def test_deleting_is_idempotent() -> None:
    objects.put("fallback/a", b"a")
    objects.delete(["fallback/a", "fallback/never"])
    objects.delete(["fallback/a"])
    objects.delete([])

    assert objects.get("fallback/a") is None


def test_pages_hold_every_key_of_a_prefix_in_order() -> None:
    for number in range(7):
        objects.put(f"fallback/{number}", b"")
    objects.put("claims/1", b"")

    def three_a_page(params: dict[str, Any], **_more: object) -> None:
        params["MaxKeys"] = 3

    events = clients.client("s3").meta.events
    events.register("provide-client-params.s3.ListObjectsV2", three_a_page)
    try:
        pages = list(objects.pages("fallback/"))
    finally:
        events.unregister("provide-client-params.s3.ListObjectsV2", three_a_page)

    assert [len(page) for page in pages] == [3, 3, 1]
    assert [key for page in pages for key in page] == [f"fallback/{number}" for number in range(7)]


def test_no_bucket_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORT_BUCKET_FALLBACK", "no-such-bucket")

    with pytest.raises(Unavailable):
        objects.put("a", b"a")
    with pytest.raises(Unavailable):
        objects.get("a")
    with pytest.raises(Unavailable):
        list(objects.pages("a"))


def test_an_object_that_was_not_deleted_is_an_error() -> None:
    def tell(parsed: dict[str, Any], **_more: object) -> None:
        parsed["Errors"] = [{"Key": "a", "Code": "InternalError"}]

    events = clients.client("s3").meta.events
    events.register("after-call.s3.DeleteObjects", tell)
    try:
        with pytest.raises(Unavailable, match="1 of 1"):
            objects.delete(["a"])
    finally:
        events.unregister("after-call.s3.DeleteObjects", tell)


def test_an_empty_key_would_be_the_bucket_itself() -> None:
    for call in (objects.get, lambda key: objects.put(key, b""), lambda key: objects.delete([key])):
        with pytest.raises(ValueError, match="key"):
            call("")
