"""Declares what is said of each kind of item that may be about a person (`privacy.item_classes`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from store.forgetting.erasing.eraser import Eraser
from store.forgetting.erasing.parked import ClaimObjects
from store.stores import Stores


@dataclass(frozen=True, slots=True)
class ErasureContext:
    """What erasing works with: the stores and the bucket."""

    stores: Stores
    objects: ClaimObjects


@dataclass(frozen=True, slots=True)
class ItemClass:
    """A kind of item. `rows` are the models it is kept in, `counts` the names its deletions are counted under.

    `exported` names the attributes a copy for the person is made of, `withheld` all others, each with its reason.
    `families` are the kinds of rows of `ops` that its eraser deletes or takes back, by what their keys begin with.
    """

    name: str
    rows: tuple[type[Any], ...]
    counts: tuple[str, ...]
    eraser: Callable[[ErasureContext], Eraser]
    exported: frozenset[str] = frozenset()
    withheld: Mapping[str, str] = field(default_factory=dict)
    families: tuple[str, ...] = ()


RETENTION = "says when it is deleted; the copy states the periods in words"
