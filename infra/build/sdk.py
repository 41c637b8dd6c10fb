"""The botocore that ships: the one the tests saw, without the data of services that no function calls."""

import shutil
from importlib.metadata import version
from pathlib import Path

CALLED = ("comprehend", "dynamodb", "kms", "lambda", "logs", "s3", "secretsmanager", "sqs", "translate")
"""Services that a function calls; a test finds them in the code."""

SHARED = ("_retry.json", "partitions.json", "sdk-default-configuration.json")
"""What botocore reads whatever the service. It finds our list of endpoints before its own (`functions/aws/data`)."""

PACKAGES = ("botocore", "dateutil", "jmespath", "urllib3")
"""botocore and what ships for its sake alone."""


def prune_sdk(folder: Path) -> None:
    """Removes what a botocore in this folder has for other services: nine tenths of it."""
    data = folder / "botocore" / "data"
    for path in data.iterdir() if data.is_dir() else ():
        if path.is_dir() and path.name not in CALLED:
            shutil.rmtree(path)
        elif path.is_file() and path.name not in SHARED:
            path.unlink()
    for path in data.glob("*/*/examples-1.json*"):
        path.unlink()


def check_sdk(folder: Path) -> list[str]:
    """Returns what is wrong with the botocore in a built folder: none, another than the tests saw, or cut too short."""
    wanted = f"botocore-{version('botocore')}.dist-info"
    wrong = [] if (folder / wanted).is_dir() else [f"{wanted} is not in it"]
    data = folder / "botocore" / "data"
    return wrong + [f"botocore knows no {name}" for name in CALLED if not (data / name).is_dir()]
