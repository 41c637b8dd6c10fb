"""Follows every import of the built functions, so that one that is missing is found here and not at the first message.

Nothing is executed: the folder is built for another processor and often for another interpreter.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

RUNTIME = frozenset({"boto3", "botocore", "s3transfer", "urllib3", "dateutil", "six"})
"""Packages that Lambda's Python runtime brings: https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html"""

_OPTIONAL = frozenset({"ImportError", "ModuleNotFoundError"})


class Modules:
    """Holds the modules of a built folder, and what each of them imports."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.reached: set[str] = set()
        """What is imported, directly or not, by what was followed."""

    def follow(self, entries: Iterable[str]) -> list[str]:
        """Returns what cannot be imported, with who wants it; follows everything else."""
        missing, waiting = [], list(entries)
        while waiting:
            name = waiting.pop()
            if name in self.reached or name.partition(".")[0] in RUNTIME | sys.stdlib_module_names:
                continue
            found = self.find(name)
            if found is None:
                missing.append(name)
                continue
            self.reached.add(name)
            for wanted in self._imports(name, found):
                if self._resolves(wanted):
                    waiting.append(wanted)
                else:
                    missing.append(f"{wanted} (for {name})")
        return sorted(set(missing))

    def find(self, name: str) -> Path | None:
        """Returns the file of a module, or the folder of one that is only a place for others."""
        base = self._folder / name.replace(".", "/")
        if base.is_dir():
            return base / "__init__.py" if (base / "__init__.py").is_file() else base
        if base.with_suffix(".py").is_file():
            return base.with_suffix(".py")
        return next(iter(sorted(base.parent.glob(f"{base.name}.*.so"))), None)

    def _resolves(self, name: str) -> bool:
        return name.partition(".")[0] in RUNTIME | sys.stdlib_module_names or self.find(name) is not None

    def _imports(self, name: str, file: Path) -> Iterator[str]:
        parent = name.rpartition(".")[0]
        if parent:
            yield parent
        if file.suffix != ".py":
            return
        package = name if file.name == "__init__.py" else parent
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in _executed(tree.body, ours=name.partition(".")[0] in OURS):
            yield from self._targets(node, package)

    def _targets(self, node: ast.Import | ast.ImportFrom, package: str) -> Iterator[str]:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
            return
        base = node.module or ""
        if node.level:
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*above, *filter(None, [node.module])])
        yield base
        for alias in node.names:
            if self.find(f"{base}.{alias.name}") is not None:
                yield f"{base}.{alias.name}"


OURS = frozenset({"aws", "ingest", "model", "platforms", "privacy", "respond", "segment", "store", "web"})
"""The rooms of functions/."""


def _executed(body: Iterable[ast.AST], *, ours: bool) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yields the imports that run; not those for a type checker, nor those whose failure is expected.

    Others import much inside functions that nobody calls and under conditions that do not hold: that is left out.
    """
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.If):
            if ours and "TYPE_CHECKING" not in ast.dump(getattr(node, "test", node)):
                yield from _executed(node.body, ours=ours)
        elif isinstance(node, ast.Try):
            if not _expects_failure(node):
                yield from _executed(node.body, ours=ours)
            yield from _executed([*node.orelse, *node.finalbody], ours=ours)
        elif isinstance(node, ast.ClassDef | ast.With | ast.For | ast.While):
            yield from _executed(node.body, ours=ours)


def _expects_failure(node: ast.Try) -> bool:
    caught = (name for each in node.handlers if each.type for name in ast.walk(each.type))
    return any(isinstance(name, ast.Name) and name.id in _OPTIONAL for name in caught)
