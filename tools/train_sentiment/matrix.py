"""Texts as sparse rows, through the very functions that scoring uses."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import scipy.sparse as sp

from segment.scoring.features import hashes

Sparse = Any
"""scipy's sparse matrices carry no types of their own."""


def matrix(found: list[list[int]], buckets: int) -> Sparse:
    """One row a text; each feature counts 1/sqrt(features of that text)."""
    counts = np.array([len(row) for row in found])
    ends = np.concatenate([[0], np.cumsum(counts)])
    columns = np.fromiter((value for row in found for value in row), dtype=np.int64, count=ends[-1]) % buckets
    values = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts).astype(np.float32)
    result = sp.csr_matrix((values, columns, ends), shape=(len(found), buckets))
    result.sum_duplicates()
    return result


def features(texts: Iterable[tuple[str, str | None]], buckets: int) -> Sparse:
    """The blocks of features of (text, language) side by side in one hashed space."""
    found = [hashes(text, language) for text, language in texts]
    blocks = ("words", "pairs", "negated", "characters", "ideas")
    total = matrix([getattr(row, blocks[0]) for row in found], buckets)
    for name in blocks[1:]:
        total = total + matrix([getattr(row, name) for row in found], buckets)
    return sp.csr_matrix(total)
