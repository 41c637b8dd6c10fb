"""`python -m infra.build.translate TARGET`: what CloudFormation makes of the template, for a scanner that knows no SAM.

Runs in the environment of the sam tool, which has the translator; of this project it imports the reader alone.
"""

import json
import sys
from pathlib import Path
from typing import Any

from infra import template

PARAMETERS = {
    "AWS::Region": "eu-central-1", "AWS::AccountId": "123456789012", "AWS::Partition": "aws", "EndpointKey": "5e" * 32,
}  # fmt: skip


def translate(body: dict[str, Any]) -> dict[str, Any]:
    """Returns the template after the transform of SAM, with the default of every parameter."""
    from samtranslator.translator.transform import transform

    defaults = {name: each["Default"] for name, each in body["Parameters"].items() if "Default" in each}
    for function in template.of_type(body, "AWS::Serverless::Function").values():
        function.pop("Metadata", None)
    body["Globals"]["Function"]["CodeUri"] = {"Bucket": "code", "Key": "functions.zip"}

    class Policies:
        def load(self) -> dict[str, str]:
            return {}

    return dict(transform(body, {**defaults, **PARAMETERS}, Policies()))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(translate(template.load()), indent=1))
