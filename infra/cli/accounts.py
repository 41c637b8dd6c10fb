"""`rapport accounts`: connect a brand's presences, list them, and try their webhooks."""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from infra.cli import account_changes, account_health, target
from infra.cli.connecting import Row, clean_secrets, connect, read_secrets
from infra.cli.errors import CommandError
from platforms.registry import names, platform

if TYPE_CHECKING:
    from infra.simulate.teller import Letter


def add_to(subparsers: Any) -> None:
    """Registers `accounts`."""
    parser = subparsers.add_parser("accounts", help="connect, list and try accounts", description=__doc__)
    verbs = parser.add_subparsers(metavar="add|list|health|test|correct|rotate|remove", required=True)
    _add_adding(verbs.add_parser("add", help="connect an account and get its webhook's address"))
    listing = verbs.add_parser("list", help="show connected accounts")
    listing.add_argument("--json", action="store_true", help="one JSON object a line, as the API shows it")
    listing.set_defaults(run=run_list)
    testing = verbs.add_parser("test", help="post a harmless signed request, and a forged one")
    testing.add_argument(
        "platform", nargs="?", choices=names(), metavar="PLATFORM", help="only of this platform"
    )
    testing.add_argument("account", nargs="?", help="only this one, by its native id")
    testing.add_argument(
        "--row", type=Path, help="a file with what `accounts add --json` printed; - reads it"
    )
    testing.set_defaults(run=run_test)
    account_changes.add_to(verbs)
    account_health.add_to(verbs)


def _add_adding(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("platform", choices=names(), metavar="PLATFORM", help="such as slack")
    parser.add_argument("account", help="the platform's own id of the Page, bot, workspace or site")
    parser.add_argument("--title", default="", help="what agents call it")
    parser.add_argument("--self-id", action="append", default=[], help="another native id it writes under")
    parser.add_argument(
        "--secret",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a secret of its webhook; NAME=@FILE reads a file. On the local stack missing ones are made up",
    )
    parser.add_argument(
        "--connected-by",
        metavar="ID",
        help="your own id at the platform, as its app names you: when you remove the app, the account ends",
    )
    parser.add_argument("--endpoint", help="let this endpoint of the same platform serve it too")
    parser.add_argument("--json", action="store_true", help="print the row as stack.json has it")
    parser.set_defaults(run=run_add)


def run_add(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the API refuses."""
    local = "RAPPORT_API" not in os.environ
    api = target.agent_api()
    given = read_secrets(arguments.secret)
    secrets = given
    if local and not arguments.endpoint:
        from infra.simulate.fresh import secrets_for

        secrets = secrets_for(arguments.platform) | given
    row = connect(
        api,
        arguments.platform,
        arguments.account,
        secrets=secrets,
        self_ids=arguments.self_id,
        title=arguments.title,
        endpoint=arguments.endpoint,
        connected_by=arguments.connected_by,
    )
    if local:
        row = _with_known_secrets(row)
        target.keep_row(row)
    made_up = {} if arguments.endpoint else {k: v for k, v in row["secrets"].items() if k not in given}
    print(json.dumps(row) if arguments.json else _added(row, made_up))
    return 0


def run_list(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the API refuses."""
    for view in target.agent_api().every("accounts", limit=100):
        columns = (f"{view['platform']:<18}", f"{view['native_id']:<28}", view["state"], view["webhook_url"])
        print(json.dumps(view) if arguments.json else "  ".join(columns))
    return 0


def run_test(arguments: argparse.Namespace) -> int:
    """Exits with 0 when every webhook takes what is signed and refuses what is not; else 1."""
    if "RAPPORT_API" in os.environ and not arguments.row:
        return account_health.run_test(arguments)
    rows = [_read_row(arguments.row)] if arguments.row else target.stack_file()["accounts"]
    wanted = [row for row in rows if _matches(row, arguments)]
    if not wanted:
        raise CommandError("no such account with known secrets: see `rapport stack`, or give --row")
    good = [_tested(row) for row in wanted]
    return 0 if all(good) else 1


def _tested(row: Row) -> bool:
    from infra.simulate.post import NoAnswer, request, send

    probe = _probe(row)
    try:
        genuine = send(probe, row)
        forged = request(
            "POST", row["webhook_url"], {"content-type": "application/json", **probe.headers}, b"{}"
        )
    except NoAnswer as error:
        raise CommandError(str(error)) from error
    good = 200 <= genuine.status < 300 and 400 <= forged.status < 500
    said = genuine.body[:80] or "nothing"
    print(
        f"{'ok' if good else 'NOT OK':<7} {row['platform']:<18} {row['account']:<28} "
        f"signed: {genuine.status}, said {said}; forged: {forged.status}"
    )
    return good


def _probe(row: Row) -> "Letter":
    """Returns a harmless delivery of the account. Raises CommandError where none can be made up and signed."""
    from infra.simulate.post import sign_letter
    from infra.simulate.tellers import NAMES, teller

    if row["platform"] not in NAMES:
        raise CommandError(f"{row['platform']} cannot be tried from here: nothing posts in its name yet")
    try:
        probe = teller(row["platform"])(row["account"], tuple(row["self_ids"])).probe(row["secrets"])
        sign_letter(probe, row["secrets"], 0)
    except Exception as error:
        clean_secrets(row["platform"], row["secrets"])
        raise CommandError(f"{row['platform']} {row['account']}: these secrets sign nothing") from error
    return probe


def _with_known_secrets(row: Row) -> Row:
    """Returns the account with its endpoint's secrets: one that serves several accounts has one set of them."""
    same = [each for each in target.stack_file()["accounts"] if each["webhook_url"] == row["webhook_url"]]
    return row if row["secrets"] or not same else {**row, "secrets": same[0]["secrets"]}


def _added(row: Row, made_up: Mapping[str, str]) -> str:
    """Returns what to do next. Secrets that were made up are shown this once; those that were given are not."""
    if "webhook" not in platform(row["platform"]).capabilities:
        return f"connected {row['platform']} {row['account']}\nit is asked or imported: nothing is to be set up there"
    steps = [
        f"  {secret.name}: {made_up.get(secret.name) or 'as you entered it'} ({secret.help})"
        for secret in platform(row["platform"]).secrets
    ]
    return "\n".join(
        [
            f"connected {row['platform']} {row['account']}",
            f"webhook   {row['webhook_url']}",
            "give the platform this address, with these secrets:",
            *steps,
            *_steps_there(row, made_up),
        ]
    )


def _steps_there(row: Row, made_up: Mapping[str, str]) -> list[str]:
    """Returns what to do at the platform, with the account's own address and secrets."""
    from infra.docs.guides import list_steps

    steps = list_steps(row["platform"], row["webhook_url"], made_up)
    numbered = [f"  {number}. {step}" for number, step in enumerate(steps, 1)]
    return [*(["there:"] if steps else []), *numbered, f"more: docs/platforms/{row['platform']}.md"]


def _read_row(path: Path) -> Row:
    try:
        row = json.loads(sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} holds no row of `accounts add --json`") from error
    if not _is_row(row):
        raise CommandError(f"{path} holds no row of `accounts add --json`")
    return {"self_ids": [], **row}


def _is_row(row: Any) -> bool:
    """Returns whether it has the fields of a row, each of its kind."""
    if not isinstance(row, dict) or not isinstance(row.get("secrets"), dict):
        return False
    texts = [row.get("platform"), row.get("account"), row.get("webhook_url"), *row["secrets"].values()]
    return all(isinstance(each, str) for each in texts) and _is_address(row["webhook_url"])


def _is_address(text: str) -> bool:
    """Returns whether something can be posted there."""
    try:
        to = urlsplit(text)
        return to.scheme in ("http", "https") and bool(to.hostname) and to.port != 0
    except ValueError:
        return False


def _matches(row: Row, arguments: argparse.Namespace) -> bool:
    return arguments.platform in (None, row["platform"]) and arguments.account in (None, row["account"])
