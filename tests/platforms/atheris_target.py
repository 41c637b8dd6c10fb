"""A target for atheris, which is guided by what an input reaches: `python -m tests.platforms.atheris_target NAME`.

It is no dependency of ours: `make fuzz-guided PLATFORM=NAME` installs it for the run. The inputs are bodies that were
changed before they are signed, so that each reaches `parse`; an exception that is no rejection of ours stops it.
"""

import importlib
import sys
from dataclasses import replace


def try_bytes(name: str, data: bytes) -> str:
    """Returns what became of a body: `events` or `malformed`. The first byte chooses how it comes."""
    # Only what is imported under its eyes is seen by atheris.
    from tests.platforms.cases import cases
    from tests.platforms.fuzzing import parse_delivery
    from tests.platforms.proofs import NOW

    samples = cases(name)
    sample = samples[data[0] % len(samples)] if data else samples[0]
    return parse_delivery(replace(sample.delivery(name, NOW * 1000), body=data[1:]))


def main(arguments: list[str]) -> None:
    """Run until an input breaks the platform that is named, or for as long as libFuzzer's options say."""
    atheris = importlib.import_module("atheris")
    name = arguments.pop(1)
    with atheris.instrument_imports(include=["platforms", "model"]):
        try_bytes(name, b"\0{}")
    atheris.Setup(arguments, lambda data: try_bytes(name, data) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    main(list(sys.argv))
