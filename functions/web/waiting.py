"""Reads how long a server asks us to wait: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3"""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime


def read_retry_after(headers: Mapping[str, str], now: int) -> int | None:
    """Returns the seconds that a server asks to wait, said as a number or as a date; None where it says nothing."""
    told = headers.get("retry-after", "").strip()
    if told.isdecimal() and len(told) < 10:
        return int(told)
    try:
        return max(0, int(parsedate_to_datetime(told).timestamp()) - now)
    except (ValueError, TypeError, OverflowError):
        return None
