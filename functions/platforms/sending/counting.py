"""Counts texts as platforms do: code points, UTF-16 units, bytes, graphemes, weighted for X, Threads' own way.

https://docs.x.com/fundamentals/counting-characters https://www.unicode.org/reports/tr29/
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

URL_WEIGHT = 23
"""What a link counts on X and Mastodon, however long it is."""
MASTODON_HOST = re.compile(r"(?<![\w/])(@\w[\w.-]*)@[\w.-]+\w")
URL = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]", re.IGNORECASE)
BARE_HOST = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|io|co|de|fr|uk|eu|info|app|dev|me|ai)"
    r"(?![\w-])(?:/[^\s<>\"']*[^\s<>\"'.,;:!?)\]])?",
    re.IGNORECASE,
)
"""X links a host without a scheme; of the top-level domains these are the frequent ones."""
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh 1 on X; all others weigh 2: twitter-text, configuration 3."""
ZWJ, KEYCAP = 0x200D, 0x20E3


class Counting(StrEnum):
    """Says how a platform counts the length of a text."""

    CODE_POINTS = "code_points"
    UTF16 = "utf16"
    BYTES = "bytes"
    GRAPHEMES = "graphemes"
    WEIGHTED = "weighted"
    EMOJI_BYTES = "emoji_bytes"
    """Code points, but emoji as their bytes in UTF-8 (Threads)."""
    STATUS = "status"
    """Graphemes; a link counts 23, a mention without its host (Mastodon)."""
    UTF16_BYTES = "utf16_bytes"
    """Bytes of UTF-16 (Teams)."""
    STRICT = "strict"
    """The longer of UTF-16 units and code points, where a platform says both (Telegram)."""


def measure_text(text: str, counting: Counting) -> int:
    """Returns a text's length as a platform counts it."""
    match counting:
        case Counting.CODE_POINTS:
            return len(text)
        case Counting.UTF16 | Counting.STRICT:
            return _utf16(text)
        case Counting.UTF16_BYTES:
            return 2 * _utf16(text)
        case Counting.BYTES:
            return len(text.encode("utf-8", "surrogatepass"))
        case Counting.GRAPHEMES:
            return sum(1 for _ in split_graphemes(text))
        case Counting.WEIGHTED:
            return _weigh(text)
        case Counting.EMOJI_BYTES:
            return sum(_in_bytes(each) for each in split_graphemes(text))
        case Counting.STATUS:
            shown = MASTODON_HOST.sub(r"\1", URL.sub("x" * URL_WEIGHT, text))
            return sum(1 for _ in split_graphemes(shown))


def split_graphemes(text: str) -> Iterator[str]:
    """Yields what a reader takes for one sign: with its marks, an emoji with all that it is joined of, a flag."""
    start = 0
    for at in range(1, len(text)):
        if _breaks(text, start, at):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _breaks(text: str, start: int, at: int) -> bool:
    before, here = text[at - 1], text[at]
    if before == "\r" and here == "\n":
        return False
    if before in "\r\n" or here in "\r\n":
        return True
    if _extends(here):
        return False
    if ord(before) == ZWJ:
        return not (_is_pictograph(here) and any(map(_is_pictograph, text[start:at])))
    if _is_flag_half(before) and _is_flag_half(here):
        return (at - start) % 2 == 0
    return not _joins_hangul(before, here)


def _extends(sign: str) -> bool:
    point = ord(sign)
    return (
        point == ZWJ
        or 0x1F3FB <= point <= 0x1F3FF
        or 0xE0020 <= point <= 0xE007F
        or unicodedata.category(sign) in ("Mn", "Me", "Mc")
    )


def _is_pictograph(sign: str) -> bool:
    point = ord(sign)
    return (
        0x1F000 <= point <= 0x1FAFF
        or 0x2600 <= point <= 0x27BF
        or 0x2300 <= point <= 0x23FF
        or point in (0xA9, 0xAE, 0x203C, 0x2049, 0x2122, 0x2139, 0x24C2, 0x3030, 0x303D, 0x3297, 0x3299)
        or 0x2190 <= point <= 0x21FF
        or 0x25AA <= point <= 0x25FE
        or 0x2900 <= point <= 0x297F
        or 0x2B00 <= point <= 0x2BFF
    )


def _is_flag_half(sign: str) -> bool:
    return 0x1F1E6 <= ord(sign) <= 0x1F1FF


def _joins_hangul(before: str, here: str) -> bool:
    first, then = _hangul(ord(before)), _hangul(ord(here))
    return (first == "L" and then in ("L", "V", "LV", "LVT")) or (
        (first in ("LV", "V") and then in ("V", "T")) or (first in ("LVT", "T") and then == "T")
    )


def _hangul(point: int) -> str:
    for kind, low, high in (("L", 0x1100, 0x115F), ("V", 0x1160, 0x11A7), ("T", 0x11A8, 0x11FF)):
        if low <= point <= high:
            return kind
    if 0xAC00 <= point <= 0xD7A3:
        return "LV" if (point - 0xAC00) % 28 == 0 else "LVT"
    return ""


def _is_emoji(cluster: str) -> bool:
    """Returns whether a sign is shown as an emoji: made for it, asked for by U+FE0F, a keycap or a flag."""
    points = [ord(sign) for sign in cluster]
    made = any(0x1F000 <= point <= 0x1FAFF for point in points) or 0xFE0F in points or KEYCAP in points
    return made or any(point in _PLAIN_EMOJI for point in points)


_PLAIN_EMOJI = frozenset(
    [
        *(0x231A, 0x231B, 0x23E9, 0x23EA, 0x23EB, 0x23EC, 0x23F0, 0x23F3, 0x25FD, 0x25FE, 0x2614, 0x2615),
        *range(0x2648, 0x2654),
        *(0x267F, 0x2693, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE, 0x26D4, 0x26EA),
        *(0x26F2, 0x26F3, 0x26F5, 0x26FA, 0x26FD, 0x2705, 0x270A, 0x270B, 0x2728, 0x274C, 0x274E, 0x2753),
        *(0x2754, 0x2755, 0x2757, 0x2795, 0x2796, 0x2797, 0x27B0, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B55),
    ]
)
"""Signs below the emoji planes that are shown as one without being asked to: Emoji_Presentation of Unicode."""


def _weigh(text: str) -> int:
    total, rest = 0, unicodedata.normalize("NFC", text)
    for pattern in (URL, BARE_HOST):
        rest, links = pattern.subn("", rest)
        total += links * URL_WEIGHT
    for cluster in split_graphemes(rest):
        total += 2 if _is_emoji(cluster) else sum(map(_weight, cluster))
    return total


def _weight(sign: str) -> int:
    return 1 if any(low <= ord(sign) <= high for low, high in LIGHT) else 2


def _in_bytes(cluster: str) -> int:
    return len(cluster.encode()) if _is_emoji(cluster) else len(cluster)


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
