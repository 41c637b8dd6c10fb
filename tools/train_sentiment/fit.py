"""Softmax regression on sparse rows by L-BFGS: one thread, no randomness, the same numbers every time."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Linear:
    """`weights`: features x classes; `bias`: groups x classes (a group is a language, or the one group)."""

    weights: Floats
    bias: Floats


def fit(
    rows: sp.csr_matrix, groups: Floats, targets: Floats, importance: Floats, penalty: float, steps: int
) -> Linear:
    """Minimise the weighted cross entropy to `targets` (rows x classes, soft) + penalty/2 * |weights|^2."""
    features, classes = rows.shape[1], targets.shape[1]
    columns = rows.T.tocsr()
    split = features * classes
    mass = targets.sum(axis=1, keepdims=True)

    def loss(point: Floats) -> tuple[float, Floats]:
        weights = point[:split].reshape(features, classes)
        bias = point[split:].reshape(-1, classes)
        logits = rows @ weights + groups @ bias
        logits -= logits.max(axis=1, keepdims=True)
        raised = np.exp(logits)
        total = raised.sum(axis=1, keepdims=True)
        error = (raised / total * mass - targets) * importance[:, None]
        value = -float((importance[:, None] * targets * (logits - np.log(total))).sum())
        value += penalty / 2 * float((weights**2).sum())
        slope = np.concatenate([(columns @ error + penalty * weights).ravel(), (groups.T @ error).ravel()])
        return value, slope

    start = np.zeros(split + groups.shape[1] * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 6}).x
    return Linear(found[:split].reshape(features, classes), found[split:].reshape(-1, classes))
