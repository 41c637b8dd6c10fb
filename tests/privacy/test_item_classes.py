"""No kind of item is forgotten: every model has a class with an eraser, or a reason why none is needed."""

from inspect import signature

import pytest

from infra.register import FAMILIES
from model.privacy_task import PURPOSES
from privacy.item_classes import CLASSES, ErasureContext, ItemClass
from privacy.ownerless_families import FAMILIES_NOT_OF_A_PERSON
from privacy.ownerless_rows import NOT_OF_A_PERSON
from store.stores import Stores
from tests.rows import KEYS, MODELS
from tests.store.path import Claims
from tests.store.world import Clock, FakeWrapping


def _families() -> set[str]:
    """What keys of rows of `ops` begin with: each room's `keys` say of each key in which table it stands."""
    found = set()
    for build in KEYS.values():
        said = build.__doc__ or ""
        if said.startswith("ops:") and "sort key" not in said:
            found.add(build(*("x" for _ in signature(build).parameters)).partition("#")[0])
    return found


def test_d12_every_family_of_short_lived_rows_has_an_eraser_or_a_reason() -> None:
    erased = [family for each in CLASSES for family in each.families]
    assert len(erased) == len(set(erased))
    assert {"pulse", "topics", "alerts", "watch", "spent", "corrections"} <= _families()
    assert _families() == set(erased) | FAMILIES_NOT_OF_A_PERSON.keys()
    assert not set(erased) & FAMILIES_NOT_OF_A_PERSON.keys()
    assert all(len(each.reason) > 9 for each in FAMILIES_NOT_OF_A_PERSON.values())


def test_d17_every_family_of_short_lived_rows_is_in_the_register() -> None:
    assert FAMILIES.keys() == _families()


def test_there_are_models_to_look_at() -> None:
    assert {"FeedRow", "IdentityRow", "PointerRow", "OpsRow"} <= MODELS.keys()
    assert PURPOSES


@pytest.mark.parametrize("name", MODELS)
def test_a_model_has_a_class_or_a_reason(name: str) -> None:
    covered = {model.__name__ for each in CLASSES for model in each.rows}
    assert (name in covered) != (name in NOT_OF_A_PERSON), name


def test_no_reason_is_left_over() -> None:
    assert NOT_OF_A_PERSON.keys() <= MODELS.keys()
    assert all(len(each.reason) > 10 for each in NOT_OF_A_PERSON.values())


@pytest.mark.parametrize("each", CLASSES, ids=lambda each: each.name)
def test_a_class_finds_and_erases(each: ItemClass) -> None:
    eraser = each.eraser(ErasureContext(Stores(FakeWrapping(), Clock()), Claims()))
    assert callable(eraser.erase_items)
    assert callable(eraser.count_left)
    assert each.counts
    assert each.register.keys() == {model.__name__ for model in each.rows}


@pytest.mark.parametrize("each", [one for one in CLASSES if one.rows], ids=lambda each: each.name)
def test_every_attribute_is_exported_or_withheld_for_a_reason(each: ItemClass) -> None:
    attributes = {name for model in each.rows for name in model.get_attributes()}
    assert each.exported | each.withheld.keys() == attributes
    assert not each.exported & each.withheld.keys()
    assert all(len(reason) > 5 for reason in each.withheld.values())
