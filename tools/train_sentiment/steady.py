"""Sums that come out the same to the last bit on every x86-64 machine with AVX2, so that training gives the same bytes.

The order of additions depends on how many threads share them and on which of its routines the linear algebra picks for
the processor; exp, log and powers depend on the instructions that numpy finds. Steps of training enlarge a last bit.
"""

import os
from importlib.metadata import version

SETTINGS = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_CORETYPE": "Haswell",
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
}
LIBRARIES = ("numpy", "scipy")


def hold_sums() -> None:
    """Sets what numpy and its linear algebra read when they are imported, whatever the machine says of it."""
    os.environ.update(SETTINGS)


def name_versions() -> str:
    """Returns the libraries that decide the last bit, with their versions."""
    return ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
