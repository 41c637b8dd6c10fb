"""The documents that are written from the code."""

from collections.abc import Callable

from infra.docs import platforms, privacy

DOCUMENTS: dict[str, Callable[[], str]] = {platforms.PATH: platforms.text, privacy.PATH: privacy.text}
"""Path -> how its text is made."""
