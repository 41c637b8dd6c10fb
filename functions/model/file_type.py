"""Tells what a file is by its first bytes: pictures of dots, which a browser may show as they are.

Never SVG, which holds scripts. Source: the formats' own signatures (https://mimesniff.spec.whatwg.org/).
"""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
RASTER = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def find_raster_type(data: bytes) -> str | None:
    """Returns the content type of a picture of dots; None for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((mime for signature, mime in _SIGNATURES if data.startswith(signature)), None)


def fits_type(mime: str, data: bytes) -> bool:
    """Returns whether a file begins as its type wants it, where we know how it does: pictures of dots."""
    found = find_raster_type(data)
    return found == mime if mime in RASTER else found is None
