"""Gathers every kind of item that may be about a person, in the order in which it is erased.

Each is declared beside its eraser in `store.forgetting.erasing`: a module put there plugs itself in. A row of a room of
`store` that no class names and that `privacy.ownerless_rows` does not excuse fails the tests, and so does a class
without eraser or without a word on what is exported of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from store.forgetting import erasing
from store.forgetting.erasing.eraser import ClaimObjects
from store.forgetting.erasing.item_class import ItemClass
from store.stores import Stores

__all__ = ["CLASSES", "ErasureContext", "ItemClass"]


@dataclass(frozen=True, slots=True)
class ErasureContext:
    """Holds what erasing works with: the stores and the bucket."""

    stores: Stores
    objects: ClaimObjects


def _find_classes() -> Iterator[ItemClass]:
    for each in iter_modules(erasing.__path__, f"{erasing.__name__}."):
        yield from (
            found for found in vars(import_module(each.name)).values() if isinstance(found, ItemClass)
        )


CLASSES = tuple(sorted(_find_classes(), key=lambda each: (each.turn, each.name)))
