"""Training gives the same bytes whatever processor and settings a machine has.

What makes it so is `tools/train_sentiment/steady.py`.
"""

import os
import subprocess
import sys

import pytest

PROGRAM = """
from tools.train_sentiment import steady
steady.hold_sums()
from hashlib import sha256
import numpy as np
import scipy.sparse as sp
from tools.train_sentiment.fit import fit
chance = np.random.default_rng(7)
rows = sp.random(400, 300, density=0.1, format="csr", random_state=chance)
yes = chance.random(400) < 0.3
targets = np.stack([~yes, yes], axis=1).astype(float)
found = fit(rows, np.ones((400, 1)), targets, np.ones(400), 0.1, 40)
print(sha256(found.weights.tobytes() + found.bias.tobytes()).hexdigest())
"""


def fitted_under(**settings: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_settings_of_a_machine_do_not_change_what_is_learned() -> None:
    pytest.importorskip("scipy")
    first = fitted_under(OPENBLAS_CORETYPE="SkylakeX", OPENBLAS_NUM_THREADS="4", NPY_DISABLE_CPU_FEATURES="")
    again = fitted_under(OPENBLAS_CORETYPE="Nehalem", OPENBLAS_NUM_THREADS="1")
    assert first == again
