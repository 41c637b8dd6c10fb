"""`python -m infra.build functions | requirements [--check]`: what is deployed, and its list of packages."""

import sys

from infra.build import functions, requirements


def main(arguments: list[str]) -> int:
    match arguments:
        case ["functions"]:
            return functions.build()
        case ["requirements"]:
            return requirements.write()
        case ["requirements", "--check"]:
            return requirements.check()
    print("usage: python -m infra.build functions | requirements [--check]", file=sys.stderr)
    return 64


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
