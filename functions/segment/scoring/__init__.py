"""Understanding a text offline: `score(text, language)` is the interface every engine offers."""

from segment.scoring.engine import score

__all__ = ["score"]
