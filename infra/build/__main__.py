"""`python -m infra.build functions | deploy | requirements`: what is deployed, how, and its list of packages."""

import argparse
import sys

from infra.build import deployment, functions, requirements
from infra.build.parameters import WrongParameter


def main(arguments: list[str]) -> int:
    """Runs one command; the answer is the exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.build", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("functions", "deploy"):
        command = commands.add_parser(name)
        command.add_argument("parameters", nargs="*", metavar="Name=value")
        command.add_argument("--stack", default="")
    commands.add_parser("requirements").add_argument("--check", action="store_true")
    given = parser.parse_args(arguments)
    if given.command == "requirements":
        return requirements.check() if given.check else requirements.write()
    if given.command == "deploy":
        return deployment.deploy(given.parameters, given.stack)
    try:
        return functions.build(given.parameters)
    except WrongParameter as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
