"""`rapport import`: history from an export, a mailbox, a table or another helpdesk.

Forms: `export` (what the platform itself exports: a Google+ archive, a table of Salesforce Ideas, a saved feed),
`chatwoot`, `zammad` (JSON of their API, or one document a line), `mbox`, `csv` and `jsonl` with `--map ours=theirs`.
What is imported opens no conversation, unless it was open where it comes from, and answers nobody late. The same file
again changes nothing; one that was interrupted goes on where it ended (FILE.progress).
"""

import argparse
import json
import sys
from collections.abc import Mapping
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.cli import aws_stack
from infra.cli.errors import CommandError
from model.file_form import FORMS, FileForm
from platforms.registry import names, platform

if TYPE_CHECKING:
    from ingest.importing import Importing, ImportTally
    from store.stores import Stores


def add_to(subparsers: Any) -> None:
    """Registers `import`."""
    parser = subparsers.add_parser("import", help="bring history in from a file", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--platform", required=True, choices=names(), help="the platform of the account")
    parser.add_argument("--account", required=True, help="the connected account's native id")
    parser.add_argument("--form", choices=FORMS, default="export", help="what the file is")
    parser.add_argument(
        "--map", action="append", default=[], metavar="OURS=THEIRS", help="a field and its column"
    )
    parser.add_argument("--own", action="append", default=[], help="an address of ours (mbox)")
    parser.add_argument("--site", help="where the former helpdesk shows its conversations, https://...")
    parser.add_argument(
        "--agent", action="append", default=[], metavar="MAIL=AGENT", help="who of ours somebody there is"
    )
    parser.add_argument("--dry-run", action="store_true", help="only count what is new, known and refused")
    parser.add_argument("--keep-days", type=float, help="a shorter period for the platform")
    aws_stack.add_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the file cannot be read or the account is not connected."""
    mapping = dict(_pair(each, "--map takes OURS=THEIRS, such as text=Body") for each in arguments.map)
    agents = dict(_pair(each, "--agent takes MAIL=AGENT") for each in arguments.agent)
    if arguments.form == "export" and "archive" not in platform(arguments.platform).capabilities:
        raise CommandError(
            f"no export of {arguments.platform} is read: give another --form, such as csv or jsonl"
        )
    if not arguments.file.is_file():
        raise CommandError(f"{arguments.file} is no file")
    brand = aws_stack.operate(arguments).brand
    from aws import kms, objects, queues, settings
    from ingest.clock import SystemClock
    from ingest.custody import Custody
    from ingest.importing import Importing
    from store.brand.brands import Brands
    from store.stores import Stores

    stores = Stores(kms)
    account = next(
        (
            each
            for each in stores.accounts.list_accounts(brand)
            if (each.platform, each.native_id) == (arguments.platform, arguments.account)
        ),
        None,
    )
    if account is None:
        raise CommandError("no such account: connect it first with `rapport accounts add`")
    if arguments.keep_days is not None:
        try:
            Brands().shorten_periods(brand, account.platform, {"interaction_days": arguments.keep_days})
        except ValueError as error:
            raise CommandError(str(error)) from error
    told = FileForm(
        arguments.platform,
        arguments.form,
        mapping,
        frozenset(each.lower() for each in (*arguments.own, arguments.account)),
        arguments.site,
        _name_agents(stores, brand, agents),
    )
    custody = None if arguments.dry_run else Custody(queues, objects, settings.queue_deliveries())
    importing = Importing(stores, account, custody, SystemClock())
    tally = _import(importing, arguments, told)
    print("\n".join(tally.list_lines(arguments.dry_run)))
    return 0 if not tally.failed else 1


def _name_agents(stores: "Stores", brand: str, told: Mapping[str, str]) -> dict[str, str]:
    """Returns agents by their e-mail addresses: those told, and whose id is one."""
    active = {each.id for each in stores.agents.list_agents(brand) if each.state == "active"}
    if strangers := sorted(set(told.values()) - active):
        raise CommandError(f"{strangers[0]} is no active agent")
    named = {each.lower(): each for each in active if "@" in each}
    return named | {mail.lower(): agent for mail, agent in told.items()}


def _import(importing: "Importing", arguments: argparse.Namespace, told: FileForm) -> "ImportTally":
    from ingest.unpack import unpack_file
    from model.errors import Malformed

    progress = arguments.file.with_name(arguments.file.name + ".progress")
    with arguments.file.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
        size = file.seek(0, 2)
        file.seek(0)
        done = 0 if arguments.dry_run else _read_progress(progress, digest)
        pieces = unpack_file(file, told)
        try:
            for number in importing.import_pieces(pieces, done):
                if not arguments.dry_run:
                    progress.write_text(json.dumps({"file": digest, "parts": number}), encoding="utf-8")
                _show(number, file.tell() if not file.closed else size, size, importing.tally)
        except Malformed as error:
            raise CommandError(
                f"{arguments.file} cannot be read as {arguments.form}: {error.code}"
            ) from error
    progress.unlink(missing_ok=True)
    return importing.tally


def _read_progress(path: Path, digest: str) -> int:
    """Returns how many parts of this very file were handed on before; 0 for another file's progress."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return int(record["parts"]) if record["file"] == digest else 0
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def _show(number: int, at: int, size: int, tally: "ImportTally") -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r" + draw_bar(number, at, size, tally))
        sys.stderr.flush()


def draw_bar(number: int, at: int, size: int, tally: "ImportTally") -> str:
    """Returns how far a file is read, and what was found in it so far."""
    share = min(1.0, at / size) if size else 1.0
    counted = f"{tally.new} new, {tally.known} known, {tally.refused.total()} refused"
    return f"[{'#' * int(30 * share):<30}] {share:4.0%} {number} parts: {counted}"


def _pair(written: str, usage: str) -> tuple[str, str]:
    ours, sign, theirs = written.partition("=")
    if not (ours and sign and theirs):
        raise CommandError(usage)
    return ours, theirs
