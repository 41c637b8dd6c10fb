"""`rapport aws`: what an operator does with an AWS account: look what works there, and clean up what a stack left."""

from typing import Any

from infra.cli import aws_clean, aws_preflight


def add_to(subparsers: Any) -> None:
    """Registers `aws` with its verbs."""
    parser = subparsers.add_parser("aws", help="first look at an account, and clean-up", description=__doc__)
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    aws_preflight.add_to(verbs)
    aws_clean.add_to(verbs)
