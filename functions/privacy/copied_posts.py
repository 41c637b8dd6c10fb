"""Copies for a person what is counted of their own posts: how often, not by whom."""

from collections.abc import Iterable
from typing import Any

from store.stores import Stores

AT_ONCE = 100


def copy_posts(stores: Stores, brand: str, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Returns the engagement with each of these interactions that has any."""
    wanted, copied = list(ids), []
    for start in range(0, len(wanted), AT_ONCE):
        places = stores.places.read_places(brand, wanted[start : start + AT_ONCE])
        copied += [
            {"interaction": place.id}
            | {name: place.counts[name] for name in ("comments", "reactions", "shares")}
            | {"told": dict(place.told)}
            for place in places.values()
        ]
    return copied
