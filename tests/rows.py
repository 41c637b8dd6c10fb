"""Every room's rows and keys in one place, for what is true of all of them."""

from importlib import import_module
from inspect import getmembers, isclass, isfunction
from pathlib import Path
from types import ModuleType
from typing import Any

from pynamodb.models import Model

ROOMS = Path(__file__).parents[1] / "functions/store"


def _modules(name: str) -> list[ModuleType]:
    return [import_module(f"store.{path.parent.name}.{name}") for path in sorted(ROOMS.glob(f"*/{name}.py"))]


MODELS: dict[str, type[Any]] = {
    name: each
    for module in _modules("rows")
    for name, each in getmembers(module, isclass)
    if issubclass(each, Model) and each is not Model
}
KEYS = {
    f"{module.__name__}.{name}": each
    for module in (*_modules("keys"), *_modules("rows"))
    for name, each in getmembers(module, isfunction)
}
"""A noun's keys stand in `keys.py` of its room, or with its rows."""
