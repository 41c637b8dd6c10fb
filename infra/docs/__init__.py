"""The documents that are written from the code."""

from collections.abc import Callable

from infra.docs import api, costs, export, guides, notice, openapi, platforms, privacy

DOCUMENTS: dict[str, Callable[[], str]] = {
    each.PATH: each.text for each in (api, costs, export, notice, openapi, platforms, privacy)
} | guides.PATHS
"""Path -> how its text is made."""
