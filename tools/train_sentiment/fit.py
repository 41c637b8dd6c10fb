"""Linear models on sparse rows by L-BFGS: one thread, no randomness, the same numbers every time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from tools.train_sentiment.matrix import Sparse

Floats = NDArray[np.floating]
Ints = NDArray[np.integer]
GAVE_UP, LEAST_STEPS = 2, 8  # neither converged nor out of steps


@dataclass(frozen=True, slots=True)
class Linear:
    """`weights`: features x classes; `bias`: groups x classes (a group is a language, or the one group)."""

    weights: Floats
    bias: Floats


def fit(
    rows: Sparse,
    groups: Floats,
    targets: Floats,
    importance: Floats,
    penalty: float,
    steps: int,
    exclusive: bool = True,
) -> Linear:
    """Minimises the weighted cross entropy to `targets` (rows x classes) + penalty/2 * |weights|^2.

    `exclusive`: one class a row, `importance` a number a row. Otherwise every class is a question of its own,
    `importance` rows x classes, 0 where nobody knows the answer. Only features that occur are optimised.
    """
    used = np.unique(rows.indices)
    narrow, count, classes = rows[:, used].astype(np.float32), len(used), targets.shape[1]
    columns, split = narrow.T.tocsr(), len(used) * targets.shape[1]
    spread = importance[:, None] if exclusive else importance

    def loss(point: Floats) -> tuple[float, Floats]:
        weights = point[:split].reshape(count, classes).astype(np.float32)
        logits = narrow @ weights + groups @ point[split:].reshape(-1, classes)
        value, error = _softmax(logits, targets, spread) if exclusive else _each(logits, targets, spread)
        value += penalty / 2 * float((weights.astype(np.float64) ** 2).sum())
        down = columns @ error.astype(np.float32) + penalty * weights
        return value, np.concatenate([down.ravel(), (groups.T @ error).ravel()]).astype(np.float64)

    start = np.zeros(split + groups.shape[1] * classes)
    result = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 5})
    if result.status == GAVE_UP and result.nit < LEAST_STEPS:  # later, only rounding is left to gain
        raise ArithmeticError(f"stopped after {result.nit} steps: {result.message}")
    found = result.x
    weights = np.zeros((rows.shape[1], classes), dtype=np.float32)
    weights[used] = found[:split].reshape(count, classes)
    return Linear(weights, found[split:].reshape(-1, classes))


def _softmax(logits: Floats, targets: Floats, importance: Floats) -> tuple[float, Floats]:
    logits = logits - logits.max(axis=1, keepdims=True)
    raised = np.exp(logits)
    total = raised.sum(axis=1, keepdims=True)
    value = -float((importance * targets * (logits - np.log(total))).sum())
    return value, (raised / total - targets) * importance


def _each(logits: Floats, targets: Floats, importance: Floats) -> tuple[float, Floats]:
    value = float((importance * (np.logaddexp(0, logits) - targets * logits)).sum())
    return value, (1 / (1 + np.exp(-np.clip(logits, -30, 30))) - targets) * importance
