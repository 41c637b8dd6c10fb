"""Weights to bytes: the two ways a table is stored, and the file around it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segment.scoring.tables import POWER
from tools.train_sentiment.fit import Floats

Bytes = NDArray[np.uint8]


def companded(weights: Floats) -> tuple[Bytes, float]:
    """Weights as bytes and the largest, from which `tables.values_of` tells what each byte stands for.

    They are finer around zero where most weights are. The largest keeps its size: few features (a question mark, ideas)
    weigh much, and clipping them costs most. Byte 128 is exactly zero, so that an empty bucket adds nothing.
    """
    top = float(np.abs(weights).max())
    scaled = weights.astype(np.float64) / top
    code = np.sign(scaled) * np.abs(scaled) ** (1 / POWER) * 127
    return (np.rint(code) + 128).astype(np.uint8), float(f"{top:.6g}")


def stepped(weights: Floats, clipped: float = 0.0005) -> tuple[Bytes, float, int]:
    """Weights as bytes in equal steps, the step, and the byte that is zero: their sums stay proportional.

    The outermost of either side are clipped, by that share.
    """
    low, high = np.quantile(weights, [clipped, 1 - clipped])
    step = float(f"{(high - low) / 254:.6g}")
    zero = round(-low / step)
    return np.clip(np.rint(weights / step) + zero, 0, 255).astype(np.uint8), step, zero


def write(path: Path, head: dict[str, Any], rows: bytes) -> None:
    """One line of JSON, then the table."""
    line = json.dumps({**head, "bytes": len(rows)}, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    path.write_bytes(line.encode() + b"\n" + rows)
