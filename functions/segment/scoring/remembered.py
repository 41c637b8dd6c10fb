"""Remembers what was computed for a word: most words come again, and then cost one look-up."""

from collections.abc import Callable
from typing import TypeVar

SIZE = 1 << 14
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Remembered(dict[_Key, _Value]):
    """Holds what `compute` returned for the keys that were asked for lately: `memory[key]` computes what is missing.

    At most twice `size` keys are kept, in the memory of the process only; one that `passing` is true of is not kept.
    They lie in two parts: when the first is full, it becomes the second, and what was the second is dropped. A key
    found in the second moves to the first, so that frequent words are never computed again. `compute` must not return
    None.
    """

    def __init__(
        self,
        compute: Callable[[_Key], _Value],
        size: int = SIZE,
        passing: Callable[[_Key], object] = lambda _: False,
    ) -> None:
        super().__init__()
        self._compute, self._size, self._passing = compute, size, passing
        self._older: dict[_Key, _Value] = {}

    def __missing__(self, key: _Key) -> _Value:
        value = self._older.get(key)
        if value is None:
            value = self._compute(key)
            if self._passing(key):
                return value
        if len(self) >= self._size:
            self._older = self.copy()
            self.clear()
        self[key] = value
        return value

    def forget(self) -> None:
        """Drops everything."""
        self.clear()
        self._older = {}
