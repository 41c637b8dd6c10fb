"""The fallback bucket: deliveries that no queue took, and bodies too large for one.

Keys hold no personal data.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from aws import clients, settings
from model.errors import Unavailable

_DELETED_AT_ONCE = 1000
_READERS = 8


def put(key: str, body: bytes, seconds: float | None = None) -> None:
    """Writes an object. Raises Unavailable."""
    _call("put_object", seconds, Key=_checked(key), Body=body)


def get(key: str, seconds: float | None = None) -> bytes | None:
    """Returns an object's bytes, None when it is not there. Raises Unavailable, also when it came incomplete."""
    try:
        return bytes(_call("get_object", seconds, Key=_checked(key))["Body"].read())
    except clients.CallFailed as error:
        if error.reason == "NoSuchKey":
            return None
        raise
    except clients.errors() as error:
        raise clients.CallFailed("s3", error) from error


def get_many(keys: Sequence[str]) -> dict[str, bytes]:
    """Returns several objects side by side, without those that are not there. Raises Unavailable."""
    from concurrent.futures import ThreadPoolExecutor  # the webhook never needs it

    with ThreadPoolExecutor(_READERS) as readers:
        bodies = readers.map(get, keys)
        return {key: body for key, body in zip(keys, bodies, strict=True) if body is not None}


def delete(keys: Sequence[str]) -> None:
    """Deletes objects; one that is not there counts as deleted. Raises Unavailable when some remain."""
    for start in range(0, len(keys), _DELETED_AT_ONCE):
        part = keys[start : start + _DELETED_AT_ONCE]
        objects = [{"Key": _checked(key)} for key in part]
        answer = _call("delete_objects", Delete={"Objects": objects, "Quiet": True})
        if errors := answer.get("Errors"):
            raise Unavailable(f"s3: {len(errors)} of {len(part)} objects not deleted")


def pages(prefix: str) -> Iterator[list[str]]:
    """Yields the keys under a prefix in their order, up to a thousand at a time. Raises Unavailable."""
    more: dict[str, Any] = {}
    while True:
        page = _call("list_objects_v2", Prefix=prefix, **more)
        yield [entry["Key"] for entry in page.get("Contents", [])]
        if not page.get("IsTruncated"):
            return
        more = {"ContinuationToken": page["NextContinuationToken"]}


def link(key: str, seconds: int, mime: str = "") -> str:
    """Returns an address at which anybody may fetch the object for so long, as of the content type `mime` where one is
    told.
    """
    where = {"Bucket": settings.bucket_fallback(), "Key": _checked(key)}
    if mime:
        where["ResponseContentType"] = mime
    made: str = clients.client("s3").generate_presigned_url("get_object", Params=where, ExpiresIn=seconds)
    return made


def link_upload(key: str, seconds: float) -> str:
    """Returns an address to which anybody may PUT the object for so long."""
    where = {"Bucket": settings.bucket_fallback(), "Key": _checked(key)}
    made: str = clients.client("s3").generate_presigned_url(
        "put_object", Params=where, ExpiresIn=int(seconds)
    )
    return made


def measure(key: str) -> int | None:
    """Returns an object's size in bytes, None when it is not there. Raises Unavailable."""
    try:
        return int(_call("head_object", Key=_checked(key))["ContentLength"])
    except clients.CallFailed as error:
        if error.reason in ("404", "NoSuchKey", "NotFound"):
            return None
        raise


def get_range(key: str, start: int, end: int) -> bytes:
    """Returns an object's bytes from `start` to before `end`. Raises Unavailable, also when it came incomplete."""
    try:
        return bytes(_call("get_object", Key=_checked(key), Range=f"bytes={start}-{end - 1}")["Body"].read())
    except clients.errors() as error:
        raise clients.CallFailed("s3", error) from error


def _call(operation: str, seconds: float | None = None, **arguments: Any) -> dict[str, Any]:
    return clients.call("s3", operation, seconds=seconds, Bucket=settings.bucket_fallback(), **arguments)


def _checked(key: str) -> str:
    if not key:
        raise ValueError("an object needs a key")  # S3 takes an empty one for the bucket itself
    return key
