"""Judges requests to an endpoint: authentic, a handshake, forged, or signed with a key that is not known yet."""

from collections.abc import Mapping, Sequence

from aws import observe
from model.http import Answer, Request
from platforms.base import Platform

REJECTED = Answer(401)
NOT_ALLOWED = Answer(405)


def judge_request(
    platform: Platform, request: Request, secrets: Sequence[Mapping[str, str]], now: int
) -> Answer | None:
    """Returns None for an authentic delivery, else what to answer: to a handshake, or to what is not proved.

    Whatever a platform raises is a rejection outside and an alarm inside.
    """
    try:
        if request.method != "POST":  # a signature covers no method: none but this one delivers
            return platform.handshake(request, secrets) or NOT_ALLOWED
        if platform.verify(request, secrets, now) is not True:
            return REJECTED
    except Exception as error:  # noqa: BLE001 - a header nobody thought of must not become a 500
        tell_alarm(platform, error)
        return REJECTED
    try:
        return platform.handshake(request, secrets)
    except Exception as error:  # noqa: BLE001 - it is authentic: kept, and parked where it cannot be read
        tell_alarm(platform, error)
        return None


def lacks_key(platform: Platform, request: Request, secrets: Sequence[Mapping[str, str]], now: int) -> bool:
    """Returns whether a request that was not proved lacks nothing but a key that its platform publishes."""
    try:
        return request.method == "POST" and platform.lacks_key(request, secrets, now)
    except Exception as error:  # noqa: BLE001 - as above
        tell_alarm(platform, error)
        return False


def tell_alarm(platform: Platform, error: Exception) -> None:
    """Notes that a check crashed. The sender gets a rejection, so no status code tells of it."""
    observe.failure("verify_crashed", error, platform=platform.name)
    observe.metric("verify_crashed", platform=platform.name)
