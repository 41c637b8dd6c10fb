"""Copies for a person what is counted of their own posts: how often, not by whom."""

from collections.abc import Iterable, Mapping
from typing import Annotated, TypedDict

from store.stores import Stores

AT_ONCE = 100


class CopiedPost(TypedDict):
    """Shows how often others reacted to, answered and shared what the person posted."""

    interaction: str
    comments: int
    reactions: int
    shares: int
    told: Annotated[Mapping[str, int], {"description": "The platform's own figures of it."}]


def copy_posts(stores: Stores, brand: str, ids: Iterable[str]) -> list[CopiedPost]:
    """Returns the engagement with each of these interactions that has any."""
    wanted, copied = list(ids), list[CopiedPost]()
    for start in range(0, len(wanted), AT_ONCE):
        places = stores.places.read_places(brand, wanted[start : start + AT_ONCE])
        copied += [
            {
                "interaction": place.id,
                "comments": place.counts["comments"],
                "reactions": place.counts["reactions"],
                "shares": place.counts["shares"],
                "told": dict(place.told),
            }
            for place in places.values()
        ]
    return copied
