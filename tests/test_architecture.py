"""Who may import what (docs/flow.md): the journey of a message can be read off the folders."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FUNCTIONS = ROOT / "functions"
STEPS = {"ingest", "segment", "respond", "privacy"}
OURS = {"model", "platforms", "store", "aws", "web"} | STEPS

MAY_IMPORT = {
    "model": {"model"},
    "platforms": {"model", "platforms"},
    "aws": {"model", "aws"},
    "store": {"model", "store", "aws"},
    "web": {"model", "platforms", "web"},
    "ingest": {"model", "platforms", "aws", "store", "web", "ingest"},
    "segment": {"model", "aws", "store", "segment"},
    "respond": {"model", "platforms", "aws", "store", "web", "respond"},
    "privacy": {"model", "platforms", "aws", "store", "privacy"},
}
"""Our own packages that a package may import."""

ONLY_IN = {
    "pynamodb": {"store"},
    "boto3": {"aws"},
    "botocore": {"aws"},
    "chalice": {"respond"},
    "aws_lambda_powertools": {"aws"},
    "cryptography": {"store", "platforms", "aws", "respond", "privacy"},
    "feedparser": {"platforms"},
    "jwt": {"platforms", "respond"},
    "msgspec": {"respond"},
}
"""Packages from outside, and where they may be used; any other is refused everywhere."""

PURE_FORBIDDEN = {"os", "socket", "time", "random", "secrets", "subprocess", "urllib.request", "http.client"}
ENTRIES = {
    "ingest.webhook", "ingest.intake", "ingest.sweep", "ingest.fetch", "ingest.poll", "segment.sentiment",
    "segment.assign", "segment.due", "segment.trends", "respond.api", "respond.auth", "respond.send",
    "respond.authorization", "privacy.purge", "privacy.fulfil",
}  # fmt: skip
BANNED_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}


def _modules() -> dict[str, Path]:
    return {
        ".".join(path.relative_to(FUNCTIONS).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted(FUNCTIONS.rglob("*.py"))
    }


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def _imports(path: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            module = node.module or ""
            found |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return frozenset(found)


MODULES = _modules()
INFRA = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for path in sorted((ROOT / "infra").rglob("*.py"))
}
"""Modules that do not ship: what is said of words and lengths holds for them too."""


def test_there_are_modules_to_look_at() -> None:
    assert {name.split(".")[0] for name in MODULES} >= OURS - {"privacy"}


def _importing(forbidden: Callable[[str], Iterable[str]], *beginnings: str) -> list[str]:
    """Returns "module imports name" for each import of a module, of these rooms or of any, that is forbidden to it."""
    return [
        f"{module} imports {name}"
        for module in MODULES
        if not beginnings or module.startswith(beginnings)
        for name in sorted(forbidden(module))
    ]


def _is_allowed(package: str, name: str) -> bool:
    top = name.split(".", maxsplit=1)[0]
    if top in OURS:
        return top in MAY_IMPORT[package]
    return top in sys.stdlib_module_names or package in ONLY_IN.get(top, set())


def test_a_module_imports_only_what_its_package_may() -> None:
    assert not _importing(
        lambda module: {
            name for name in _imports(MODULES[module]) if not _is_allowed(module.partition(".")[0], name)
        }
    )


def test_what_is_pure_has_no_clock_environment_or_socket() -> None:
    assert not _importing(lambda module: _imports(MODULES[module]) & PURE_FORBIDDEN, "model", "platforms")


SOCKETS = {
    "socket",
    "ssl",
    "http.client",
    "urllib.request",
    "asyncio",
    "ftplib",
    "smtplib",
    "xmlrpc",
    "imaplib",
}
OPEN_SOCKETS = {
    "web.dialing",
    "web.exchange",
    "aws.connections",
    "aws.wire",
    "aws.places",
    "aws.hosted_sign_in",
}
"""The one fetcher, the page's way to Cognito, and the webhook's own way to AWS (of `urllib.request` that takes the
environment's proxies only)."""

ASK_OUTSIDE = (
    "web",
    "ingest.fetch",
    "ingest.poll",
    "ingest.search",
    "respond.send",
    "respond.media",
    "respond.authorization",
)
"""Who may ask somebody outside: the steps that have a role for it, and never the webhook or the agents' API."""


def test_sockets_are_opened_by_the_one_fetcher() -> None:
    assert not _importing(
        lambda module: set() if module in OPEN_SOCKETS else _imports(MODULES[module]) & SOCKETS
    )


def test_only_steps_of_their_own_ask_somebody_outside() -> None:
    assert not _importing(
        lambda module: {
            name
            for name in _imports(MODULES[module])
            if name.split(".")[0] == "web" and not module.startswith(ASK_OUTSIDE)
        }
    )


def test_the_scoring_engine_needs_the_standard_library_only() -> None:
    may = sys.stdlib_module_names | {"model", "segment"}
    assert not _importing(
        lambda module: {name for name in _imports(MODULES[module]) if name.split(".")[0] not in may},
        "segment.scoring",
    )


HTTP = {
    "http", "chalice", "model.http", "respond.api", "respond.auth", "respond.answering", "respond.limits",
    "respond.problems", "respond.requests", "respond.routes",
}  # fmt: skip
"""Modules in which HTTP is spoken: an action that needs one could not be called by anything else."""

FORBIDDEN_IN_RESPOND = {
    "respond.actions": HTTP,
    "respond.shapes": HTTP | {"respond.actions"},
    "respond.routes": {"store", "aws", "platforms"},
}


def _rooms_around(name: str) -> set[str]:
    """Returns a module's own name and those of all rooms it is in."""
    steps = name.split(".")
    return {".".join(steps[: end + 1]) for end in range(len(steps))}


@pytest.mark.parametrize("room", FORBIDDEN_IN_RESPOND)
def test_actions_know_no_http_and_routes_no_stores(room: str) -> None:
    forbidden = FORBIDDEN_IN_RESPOND[room]
    assert not _importing(
        lambda module: {name for name in _imports(MODULES[module]) if _rooms_around(name) & forbidden}, room
    )


def test_nobody_imports_an_entry() -> None:
    assert not _importing(lambda module: _imports(MODULES[module]) & (ENTRIES - {module}))


def test_only_settings_reads_the_environment() -> None:
    reading = [
        module
        for module, path in MODULES.items()
        if module != "aws.settings" and re.search(r"os\.environ|getenv", path.read_text())
    ]
    assert not reading


def test_no_module_is_a_drawer() -> None:
    parts = {part for name in MODULES for part in name.split(".")}
    assert not parts & BANNED_NAMES


def test_digests_are_never_compared_with_equals() -> None:
    for name, path in MODULES.items():
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Compare) and any(isinstance(op, (ast.Eq, ast.NotEq)) for op in node.ops):
                sides = ast.unparse(node)
                assert "digest(" not in sides, f"{name}: {sides}"
                assert ".hexdigest" not in sides, f"{name}: {sides}"


@pytest.mark.parametrize(
    ("entry", "forbidden"),
    [
        (
            "ingest.webhook",
            {"pynamodb", "boto3", "chalice", "pydantic", "aws_xray_sdk", "aws_lambda_powertools", "web"},
        ),
        ("ingest.intake", {"boto3", "chalice", "pydantic", "aws_xray_sdk", "segment", "web"}),
        ("segment.sentiment", {"boto3", "chalice", "pydantic", "aws_xray_sdk", "platforms"}),
        ("segment.assign", {"boto3", "chalice", "pydantic", "aws_xray_sdk", "platforms"}),
    ],
)
def test_an_entry_loads_no_more_than_it_needs(entry: str, forbidden: set[str]) -> None:
    program = f"import {entry}, sys; print(' '.join({{m.split('.')[0] for m in sys.modules}}))"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=FUNCTIONS, capture_output=True, text=True, check=True
    )
    assert not set(run.stdout.split()) & forbidden


def _catches_conflict(loop: ast.For | ast.While) -> bool:
    """Tells whether a loop itself goes on after somebody else was faster; loops within it are looked at apart."""
    waiting: list[ast.AST] = list(loop.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.ExceptHandler) and node.type is not None:
            caught = {each.id for each in ast.walk(node.type) if isinstance(each, ast.Name)}
            if "Conflict" in caught and not any(
                isinstance(line, (ast.Raise, ast.Return)) for line in node.body
            ):
                return True
        if not isinstance(node, (ast.For, ast.While, ast.FunctionDef)):
            waiting += ast.iter_child_nodes(node)
    return False


def _tries_again_by_itself(loop: ast.For | ast.While) -> bool:
    """Tells whether a loop counts its own tries: neither over things, nor by the `again()` of `retrying`."""
    if isinstance(loop, ast.While):
        return "again()" not in ast.unparse(loop) and _catches_conflict(loop)
    return ast.unparse(loop.iter).startswith("range(") and _catches_conflict(loop)


def test_there_is_one_way_to_write_a_row_that_others_may_write_too() -> None:
    """`update_if`, `put_if`, `delete_if`, `attempt` and `retrying` of `store.dynamo.writes` know who was faster."""
    others = {name: path for name, path in MODULES.items() if not name.startswith("store.dynamo")}
    knowing = [name for name, path in others.items() if "store.dynamo.writes.lost_race" in _imports(path)]
    loops = [
        f"{name}:{node.lineno}"
        for name, path in others.items()
        for node in ast.walk(_tree(path))
        if isinstance(node, (ast.For, ast.While)) and _tries_again_by_itself(node)
    ]
    assert not knowing + loops


LADDER = (
    {"dynamo"},
    {"vault"},
    {"brand", "insights", "contacts", "journal"},
    {"interactions", "conversations", "posts", "groups", "outbox"},
    {"forgetting"},
)
"""The rooms of `store`: each imports those of lower steps, and none beside it but where told."""

BESIDE = {("conversations", "interactions")}
"""A conversation is made of interactions."""


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "store" else ""


def _step(room: str) -> int:
    return next(number for number, rooms in enumerate(LADDER) if room in rooms)


def test_every_room_of_the_store_stands_on_the_ladder() -> None:
    rooms = {_room(name) for name in MODULES if name.count(".") > 1 and name.startswith("store.")}
    assert rooms <= set().union(*LADDER)
    assert {name for name in MODULES if name.count(".") == 1 and name.startswith("store.")} - {
        f"store.{room}" for room in rooms
    } == {"store.stores"}


def test_no_room_imports_one_above_it_or_beside_it() -> None:
    wrong = {
        (name, f"store.{_room(imported)}")
        for name, path in MODULES.items()
        if name.startswith("store.") and name != "store.stores"
        for imported in _imports(path)
        if _room(imported) not in ("", _room(name))
        if (_room(name), _room(imported)) not in BESIDE
        if _room(imported) == "stores" or _step(_room(imported)) >= _step(_room(name))
    }
    assert not wrong


MOST_SAME_NAMES = 3
OPENERS = {
    "What", "Those", "As", "Of", "It", "Whether", "Whom", "Who", "Whose", "How", "Where", "When", "Why", "Which",
}  # fmt: skip
"""No docstring of a module begins with one of these: it begins with what the module does, or with what it is."""

VERB = re.compile(r"[A-Z][a-z]+s\b(?!')")
"""A docstring of a function or class begins with a verb in the third person ("Returns the open conversations of …")."""

NOUNS = {
    "Addresses", "Agents", "As", "Comments", "Consents", "Contacts", "Conversations", "Deliveries", "Discussions",
    "Edges", "Entries", "Events", "Identities", "Ids", "Interactions", "Items", "Its", "Keys", "Lines", "Mails",
    "Messages", "Milliseconds", "Notifications", "Pages", "Parts", "People", "Persons", "Pointers", "Posts",
    "Probabilities", "Pulses", "Receipts", "Replies", "Requests", "Restrictions", "Reviews", "Rows", "Rules",
    "Seconds", "Segments", "Teams", "Things", "This", "Those", "Threads", "Tokens", "Variables", "Videos", "Webhooks",
    "Whose", "Windows", "Words",
}  # fmt: skip
"""Words that look like such verbs."""

NAMES_A_TABLE = re.compile(r"(core|feed|ops|keys)(:|,)")
"""A key's docstring begins with its table, and one that repeats another function's refers to it: "See `…`"."""

LONGEST_FILE = 250


@cache
def _interface() -> set[str]:
    """Methods that a platform implements, or that an override has from the class it is made from."""
    return {
        node.name
        for part in ("base", "proof", "frame")
        if (path := MODULES.get(f"platforms.{part}")) is not None
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef)
    }


def _inherited() -> dict[str, set[str]]:
    """Class -> the names that a class it is made from defines: an override has no name of its own."""
    classes = [
        node for path in MODULES.values() for node in ast.walk(_tree(path)) if isinstance(node, ast.ClassDef)
    ]
    own: dict[str, set[str]] = {}
    bases: dict[str, set[str]] = {}
    for node in classes:
        own.setdefault(node.name, set()).update(
            each.name for each in node.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))
        )
        bases.setdefault(node.name, set()).update(ast.unparse(base).split("[")[0] for base in node.bases)

    def above(name: str, seen: frozenset[str]) -> set[str]:
        known = {base for base in bases.get(name, ()) if base in own and base not in seen}
        return set().union(*(own[base] | above(base, seen | {base}) for base in known), set())

    return {name: above(name, frozenset({name})) for name in own}


def _public_names() -> dict[str, set[str]]:
    """Name -> the modules that define it, for functions that anybody may call."""
    found: dict[str, set[str]] = {}
    inherited = _inherited()
    for module, path in MODULES.items():
        if module.startswith("store.dynamo"):
            continue
        tree = _tree(path)
        protocols = {
            inner
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef) and any("Protocol" in ast.unparse(base) for base in node.bases)
            for inner in node.body
        }
        owners: list[ast.Module | ast.ClassDef] = [tree]
        owners += [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        for owner in owners:
            for node in owner.body:
                if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or node in protocols:
                    continue
                named = {ast.unparse(each).split("(")[0] for each in node.decorator_list}
                if (
                    node.name.startswith("_")
                    or node.name == "handler"
                    or named & {"property", "cached_property", "override"}
                    or node.name in inherited.get(getattr(owner, "name", ""), ())
                    or (module.startswith("platforms.") and node.name in _interface())
                ):
                    continue
                found.setdefault(node.name, set()).add(f"{module}.{getattr(owner, 'name', '')}")
    return found


def _begins_with_a_verb(said: str) -> bool:
    if NAMES_A_TABLE.match(said) or said.startswith("See `"):
        return True
    return VERB.match(said) is not None and said.split(maxsplit=1)[0] not in NOUNS


def _openers() -> list[str]:
    named = [
        f"{module}.{node.name}"
        for module, path in {**MODULES, **INFRA}.items()
        for node in ast.walk(_tree(path))
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        if (said := ast.get_docstring(node)) and not _begins_with_a_verb(said)
    ]
    modules = [
        module
        for module, path in {**MODULES, **INFRA}.items()
        if (said := ast.get_docstring(_tree(path))) and said.split(maxsplit=1)[0].strip(".,:;") in OPENERS
    ]
    return named + modules


def _classes() -> dict[str, int]:
    """Class -> how often it is defined; PynamoDB wants a `Meta` in each model."""
    found: dict[str, int] = {}
    for path in MODULES.values():
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.ClassDef) and node.name != "Meta":
                found[node.name] = found.get(node.name, 0) + 1
    return found


def _over(found: dict[str, int], most: int) -> dict[str, int]:
    return {name: number for name, number in found.items() if number > most}


def test_no_public_name_is_defined_again_and_again() -> None:
    found = {name: len(where) for name, where in _public_names().items()}
    assert not _over(found, MOST_SAME_NAMES)


def test_a_class_name_exists_once() -> None:
    assert not _over(_classes(), 1)


def test_a_docstring_begins_with_what_the_function_class_or_module_does() -> None:
    assert not _openers(), "begin with a verb in the third person: Returns, Reads, Keeps…"


BROKEN_URL = re.compile(r"https?://\S*[-_=?&#%+]$")


def test_an_address_of_documentation_stands_on_one_line() -> None:
    broken = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("functions", "infra", "tests")
        for path in (ROOT / folder).rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if BROKEN_URL.search(line)
    ]
    assert not broken, "a rewrap broke it: nobody can follow it, and no search finds it"


def test_a_file_can_be_read_at_once() -> None:
    lengths = {name: len(path.read_text().splitlines()) for name, path in {**MODULES, **INFRA}.items()}
    assert not _over(lengths, LONGEST_FILE)


TESTS = ROOT / "tests"


def test_there_is_one_world_and_what_is_something_else_is_called_so() -> None:
    found = [
        path for path in TESTS.rglob("*.py") if re.search(r"^class World\b", path.read_text(), re.MULTILINE)
    ]
    assert found == [TESTS / "respond/world.py"]


COVERED_BY_THE_CONTRACT = "platforms"
"""Every module of a platform's folder is tested by the samples of that platform: tests/platforms/{name}/."""


def _has_behaviour(tree: ast.Module) -> bool:
    """Tells whether a module does anything: a method that is only declared, of a protocol, does not."""
    return any(
        isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and any(
            not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)) for line in node.body
        )
        for node in ast.walk(tree)
    )


@cache
def _named_by_tests() -> dict[str, set[str]]:
    """Module -> the test files whose docstring says `Tests of:` it."""
    found: dict[str, set[str]] = {}
    for path in TESTS.rglob("test_*.py"):
        _, marked, listed = (ast.get_docstring(_tree(path)) or "").partition("Tests of: ")
        for name in listed.replace("\n", " ").rstrip(".").split(", ") if marked else ():
            found.setdefault(name.strip().strip("`"), set()).add(path.name)
    return found


def _has_tests(module: str) -> bool:
    room, _, name = module.rpartition(".")
    if (TESTS.joinpath(*room.split("."), f"test_{name}.py")).exists():
        return True
    if {module, f"{room}.*"} & _named_by_tests().keys():
        return True
    parts = module.split(".")
    return parts[0] == COVERED_BY_THE_CONTRACT and any((TESTS / "platforms" / parts[1]).glob("*.json"))


def test_the_tests_of_a_module_are_found_without_a_search() -> None:
    """`tests/<path>/test_<module>.py`, or a test file whose docstring names it (or `room.*`) after `Tests of:`."""
    without = [name for name, path in MODULES.items() if _has_behaviour(_tree(path)) and not _has_tests(name)]
    assert not without, "name each in the docstring of its test file: Tests of: `room.module`."


def test_a_test_file_names_only_modules_that_are_there() -> None:
    rooms = {f"{name.rpartition('.')[0]}.*" for name in MODULES}
    assert not _named_by_tests().keys() - MODULES.keys() - rooms


def test_nobody_but_the_store_knows_rows() -> None:
    rows = {f"store.{room}.rows" for room in set().union(*LADDER)}
    assert not _importing(
        lambda module: set() if module.startswith("store") else _imports(MODULES[module]) & rows
    )


def _row_names() -> set[str]:
    return {
        node.name
        for module, path in MODULES.items()
        if module.startswith("store.") and module.endswith("rows")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef) and node.name.endswith("Row")
    }


def test_no_row_leaves_the_store() -> None:
    """What gives rows to another module of the store is asked by none outside of it: those get domain objects."""
    rows = _row_names()
    giving = {
        node.name
        for module, path in MODULES.items()
        if module.startswith("store.") and not module.startswith("store.dynamo")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef) and node.returns is not None and not node.name.startswith("_")
        if rows & set(re.findall(r"\w+", ast.unparse(node.returns)))
    }
    asked = {
        f"{module} asks {name}"
        for module, path in MODULES.items()
        if module.partition(".")[0] in STEPS
        for node in ast.walk(_tree(path))
        if (name := getattr(node, "attr", getattr(node, "name", ""))) in giving
        if isinstance(node, (ast.Attribute, ast.alias))
    }
    assert giving
    assert not asked


def test_pynamodb_is_pinned_and_what_is_within_it_is_changed_in_one_place() -> None:
    assert re.search(r'"pynamodb==\d+\.\d+\.\d+"', (ROOT / "pyproject.toml").read_text())
    changing = {
        module
        for module, path in MODULES.items()
        if any(name.startswith(("pynamodb.connection", "pynamodb.models._")) for name in _imports(path))
    }
    assert changing == {"store.dynamo.row", "store.dynamo.writes"}
