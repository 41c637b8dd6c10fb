"""`rapport keys`: a brand's own keys. `list` them, `rotate` the root, `reseal` what lasts, `retire` an old root.

After `rotate` new writes use the new root within five minutes, interactions under the old one age out, and `reseal`
seals names, accounts and holds anew. `retire` reads whole tables: the first time that nothing stands under the old root
it notes the day, and once that is longer ago than any backup reaches it deletes the root. Ids and receipts keep theirs.
"""

import argparse
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from infra.cli import aws_stack
from infra.cli.errors import CommandError

if TYPE_CHECKING:
    from store.stores import Stores

DAY_MS = 86_400_000
Answer = TypeVar("Answer")


def add_to(subparsers: Any) -> None:
    """Registers `keys`."""
    parser = subparsers.add_parser("keys", help="a brand's own keys, and their rotation", description=__doc__)
    verbs = parser.add_subparsers(metavar="create|list|rotate|reseal|retire", required=True)
    for name, run, about in (
        ("create", run_create, "set a brand up with keys of its own; does nothing where it is"),
        ("list", run_list, "the roots that are there"),
        ("rotate", run_rotate, "begin a new root"),
        ("reseal", run_reseal, "seal anew, under the newest root, what has no end"),
        ("retire", run_retire, "delete a root under which nothing stands any more"),
    ):
        verb = verbs.add_parser(name, help=about)
        aws_stack.add_options(verb)
        verb.set_defaults(run=run)
        if name == "retire":
            verb.add_argument("version", type=int, help="as `rapport keys list` names it")


def run_create(arguments: argparse.Namespace) -> int:
    """Exits with 0: the brand has its keys."""
    stores, brand = _chosen(arguments)
    stores.create_brand(brand)
    return _told({"brand": brand})


def run_list(arguments: argparse.Namespace) -> int:
    """Exits with 0."""
    stores, brand = _chosen(arguments)
    return _told({"brand": brand, "roots": _roots(stores, brand)})


def run_rotate(arguments: argparse.Namespace) -> int:
    """Exits with 0: there is a new root."""
    stores, brand = _chosen(arguments)
    return _told({"brand": brand, "newest": _refusable(lambda: stores.roots.rotate_root(brand))})


def run_reseal(arguments: argparse.Namespace) -> int:
    """Exits with 0 when all that lasts is under the newest root, 1 when some of it cannot be opened."""
    from infra.roots.resealing import reseal_lasting

    stores, brand = _chosen(arguments)
    found = _refusable(lambda: reseal_lasting(stores.vault, brand))
    _told({"brand": brand, **found})
    return 1 if found["unreadable"] else 0


def run_retire(arguments: argparse.Namespace) -> int:
    """Exits with 0 when the root is gone, 1 when it has to stay for now; the answer says why."""
    from infra.cli.target import stack_file
    from infra.roots.standing import count_sealed
    from infra.verify.stores import of_stack

    stores, brand = _chosen(arguments)
    known = {each.version: each for each in _refusable(lambda: list(stores.roots.list_roots(brand)))}
    root = known.get(arguments.version)
    if root is None or root.newest:
        raise CommandError("an earlier root is retired; `rapport keys list` names them")
    found = count_sealed(of_stack(arguments.stack_name or stack_file()["stack_name"]), brand)
    answer = retire_when_empty(stores, brand, root.version, found[root.version])
    _told({"brand": brand, "version": root.version, "sealed": found[root.version], **answer})
    return 0 if answer["retired"] else 1


def retire_when_empty(stores: "Stores", brand: str, version: int, sealed: int) -> dict[str, Any]:
    """Deletes a root when `sealed`, what is counted under it, has been nothing for longer than backups reach."""
    from infra.roots.standing import EMPTY_DAYS

    now_ms = stores.now_ms()
    stores.roots.note_empty_root(brand, version, None if sealed else now_ms)
    (since,) = [each.emptied_at for each in stores.roots.list_roots(brand) if each.version == version]
    if since is None:
        return {
            "retired": False,
            "reason": "what is sealed under it ages out, or waits for `rapport keys reseal`",
        }
    if now_ms < since + EMPTY_DAYS * DAY_MS:
        return {"retired": False, "reason": f"backups of {EMPTY_DAYS} days may need it", "empty_since": since}
    stores.roots.retire_root(brand, version)
    return {"retired": True}


def _roots(stores: "Stores", brand: str) -> list[dict[str, Any]]:
    found = _refusable(lambda: list(stores.roots.list_roots(brand)))
    return [
        {"version": each.version, "created_at": each.created_at, "newest": each.newest}
        | ({"empty_since": each.emptied_at} if each.emptied_at else {})
        for each in found
    ]


def _refusable(asked: "Callable[[], Answer]") -> "Answer":
    from model.errors import Conflict
    from store.vault.roots import UnknownBrand

    try:
        return asked()
    except (Conflict, UnknownBrand) as error:
        raise CommandError(str(error)) from error


def _told(answer: dict[str, Any]) -> int:
    print(json.dumps(answer, indent=2))
    return 0


def _chosen(arguments: argparse.Namespace) -> "tuple[Stores, str]":
    brand = aws_stack.operate(arguments).brand
    from aws import kms
    from store.stores import Stores

    return Stores(kms), brand
