"""Fetches a file that somebody sent us, for an agent who looks at it: the function that the API calls for it.

It may read interactions and what accounts ask with, and asks by the one fetcher; the API may neither. What comes is
told by its first bytes: a picture of dots is shown as it is, anything else is a file of bytes, however it was called.
"""

import base64
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Protocol

from aws import kms, observe, settings
from aws.lambda_context import LambdaContext
from model.errors import Conflict, Malformed, Unavailable
from model.event import Media
from model.file_type import find_raster_type
from model.http import Call
from model.message_template import MessageTemplate
from platforms.media_files import SOURCES, find_source
from platforms.sending.whatsapp_templates import make_list_call, read_list
from respond.outgoing_ports import Access
from store.brand.tokens import TokenDead
from store.stores import Stores
from web.client import Limits, WebAnswer, make_client
from web.failures import WebFailed, WebRefused
from web.renewing import RenewedAccess

MOST_PAGES = 5
MOST_BYTES = 4_500_000
"""As base64 it fits into what a function answers (6 MB)."""
LIMITS = Limits(seconds=10.0, most_bytes=MOST_BYTES)
BYTES = "application/octet-stream"


class MediaAsker(Protocol):
    """Does what `web.client.WebClient` does."""

    def ask(self, call: Call, limits: Limits | None = None) -> WebAnswer:
        """Raises WebRefused and WebFailed."""
        ...


class MediaFailed(Exception):
    """Says why a file is not shown."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class MediaLoader:
    """Fetches files of one interaction at a time."""

    stores: Stores
    client: MediaAsker
    access: Access

    def load_media(self, brand: str, interaction: str, number: int) -> dict[str, Any]:
        """Returns a file as the API shows it, or the reason why not."""
        try:
            return self._load(brand, interaction, number)
        except MediaFailed as failure:
            observe.info("media_not_shown", reason=failure.reason)
            return {"reason": failure.reason}

    def _load(self, brand: str, interaction: str, number: int) -> dict[str, Any]:
        item = self.stores.feed.open_interactions(brand, [interaction]).get(interaction)
        item = None if item is None else self.stores.feed.texts.read_whole(brand, item)
        files = item.content.media if item is not None and item.content is not None else ()
        if item is None or number >= len(files):
            raise MediaFailed("no_media")
        token = self._find_token(brand, item.platform, item.account)
        data = self._fetch(item.platform, files[number], token)
        raster = find_raster_type(data)
        return {
            "type": raster or BYTES,
            "inline": raster is not None,
            "name": files[number].name,
            "bytes": len(data),
            "data": base64.b64encode(data).decode(),
        }

    def _find_token(self, brand: str, platform: str, account: str) -> str:
        """Returns the account's token, empty where none is needed."""
        if platform not in SOURCES:
            return ""
        return self._find_access(brand, platform, account).get("access_token", "")

    def _find_access(self, brand: str, platform: str, account: str) -> Mapping[str, str]:
        try:
            return self.access.find_access(brand, platform, account)
        except TokenDead as error:
            raise MediaFailed("token_dead") from error
        except (Conflict, Unavailable) as error:
            raise MediaFailed("no_token") from error

    def list_templates(self, brand: str, platform: str, account: str) -> dict[str, Any]:
        """Returns the templates that a platform approved for an account, or the reason why not."""
        found: list[MessageTemplate] = []
        try:
            call = make_list_call(credentials := self._find_access(brand, platform, account), "")
            if call is None:
                return {"reason": "no_business_account"}
            for _ in range(MOST_PAGES):
                part, after = read_list(self._ask(call))
                found += part
                call = make_list_call(credentials, after) if after else None
                if call is None:
                    break
        except Malformed:
            return {"reason": "unreadable"}
        except MediaFailed as failure:
            return {"reason": failure.reason}
        return {"templates": [asdict(each) for each in found]}

    def _fetch(self, platform: str, media: Media, token: str) -> bytes:
        source = find_source(platform)
        call = source.make_call(media, token)
        if call is None:
            raise MediaFailed("no_file")
        body = self._ask(call)
        try:
            following = source.follow_answer(call, body, token)
        except Malformed as error:
            raise MediaFailed("media_gone") from error
        return body if following is None else self._ask(following)

    def _ask(self, call: Call) -> bytes:
        try:
            answer = self.client.ask(call, LIMITS)
        except WebFailed as error:
            raise MediaFailed("media_unanswered") from error
        except WebRefused as error:
            raise MediaFailed("media_too_large" if error.code == "too_large" else "media_refused") from error
        if answer.status == 200:
            return answer.body
        if answer.status == 202:
            raise MediaFailed("media_not_ready")
        raise MediaFailed("media_gone" if answer.status in (404, 410) else "media_refused")


@cache
def _loader() -> MediaLoader:
    stores, client = Stores(kms, time.time), make_client(settings.simulated_web())
    return MediaLoader(stores, client, RenewedAccess(stores.tokens, client, time.time))


def handler(event: Mapping[str, Any], _: LambdaContext) -> dict[str, Any]:
    """Hands the API a file, or an account's templates, by ids: the function's entry."""
    if "templates" in event:
        return _loader().list_templates(**event["templates"])
    return _loader().load_media(event["brand"], event["interaction"], int(event["number"]))
