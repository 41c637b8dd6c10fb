"""Takes addresses apart that anybody may have written."""

from urllib.parse import SplitResult, urlsplit

NOWHERE = SplitResult("", "", "", "", "")


def split_address(written: str | None) -> SplitResult:
    """Returns the parts of an address; of what is none (a bracket that nothing closes) parts without anything."""
    try:
        return urlsplit(written or "")
    except ValueError:
        return NOWHERE
