"""`rapport register`: the register of processing (GDPR Article 30) as JSON, from the policy as it is installed."""

import argparse
import json
from typing import Any


def add_to(subparsers: Any) -> None:
    """Registers `register`."""
    parser = subparsers.add_parser("register", help="the Article 30 register", description=__doc__)
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Exits with 0."""
    from infra.register import register

    print(json.dumps(register(), indent=2))
    return 0
