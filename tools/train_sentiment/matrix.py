"""Texts as sparse rows, through the very functions that scoring uses."""

from collections.abc import Iterable

import numpy as np
import scipy.sparse as sp

from segment.scoring.features import Hashes, hashes


def blocks(texts: Iterable[str]) -> list[Hashes]:
    return [hashes(text) for text in texts]


def matrix(found: list[list[int]], buckets: int) -> sp.csr_matrix:
    """One row a text; each feature counts 1/sqrt(features of that text)."""
    counts = np.array([len(row) for row in found])
    ends = np.concatenate([[0], np.cumsum(counts)])
    columns = np.fromiter((value for row in found for value in row), dtype=np.int64, count=ends[-1]) % buckets
    values = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts)
    result = sp.csr_matrix((values, columns, ends), shape=(len(found), buckets))
    result.sum_duplicates()
    return result
