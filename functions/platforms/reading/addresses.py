"""Takes addresses apart that anybody may have written."""

import re
from urllib.parse import SplitResult, urlsplit

NOWHERE = SplitResult("", "", "", "", "")
LONGEST_ID, LONGEST_NAME = 12, 48
"""Characters of a native id that are shown; of an address, which can be read, there may be more."""

ACTOR = re.compile(
    r"/(?:(?:ap/)?(?:users|user|u|profile|accounts|author|c|m|video-channels|channel)/|@)([\w.-]+)/?"
)
"""The paths of actors: Mastodon and Pleroma, Lemmy, Friendica, PeerTube, Hubzilla, and `/@name`."""


def split_address(written: str | None) -> SplitResult:
    """Returns the parts of an address; of what is none (a bracket that nothing closes) parts without anything."""
    try:
        return urlsplit(written or "")
    except ValueError:
        return NOWHERE


def shorten_id(native: str) -> str:
    """Returns a native id as a reader takes it in: an address without its scheme, of a URN its last part, cut to size.

    Mail addresses stay whole.
    """
    url = split_address(native)
    told = f"{url.netloc}{url.path}".rstrip("/") if url.netloc else native.rpartition(":")[2] or native
    most = LONGEST_NAME if url.netloc or "@" in told else LONGEST_ID
    return told if len(told) <= most else f"{told[: most - 5]}…{told[-4:]}"


def read_acct(address: str) -> str | None:
    """Returns `user@host` of an actor's address, where that ends as servers of the fediverse write them."""
    url = split_address(address)
    found = ACTOR.fullmatch(url.path)
    return f"{found[1]}@{url.netloc}" if found and url.netloc else None
