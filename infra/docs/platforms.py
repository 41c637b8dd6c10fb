"""docs/platforms.md, written from what the platforms declare and what the policy says of them."""

from collections.abc import Mapping

from infra.simulate.tellers import list_worded
from infra.simulate.withheld import TERMS, WITHHELD
from model.policy import rule_for
from platforms import registry
from platforms.base import Platform, Scope
from platforms.media_files import SOURCES
from platforms.secret import MadeBy
from platforms.sending.registry import SENDERS, find_sender
from platforms.sending.ways import Way

_MADE_UP = {MadeBy.PLATFORM: "", MadeBy.OWNER: " (made up where none is given)"}
_WITHIN = {
    Scope.PLATFORM: "on the whole platform",
    Scope.PLACE: "within its place",
    Scope.ACCOUNT: "within the account",
}

PATH = "docs/platforms.md"

HEAD = """# Platforms

Read this to know what comes from each platform, what can be done there, and how long what came may be kept.

Written by `make docs` from what each platform declares; `make check` fails when it is out of date.

| platform | name | deliveries | it asks for | answer within | kept |
|---|---|---|---|---|---|
"""

SHOWN = """What one delivery shows through the API, which a journey over a running stack asserts of each:

| platform | name | text | mode | permalink | label | why not |
|---|---|---|---|---|---|---|
"""

SENT = """What may be sent: each way, how long a text may be, and which files go along (types with the most bytes),
by an address that the platform fetches, or uploaded here (25 MB). An upload goes as it is, or by an address of ours
where only those are taken. `mode` is who sees it. A reply with several files is one message, or where it says "each"
one message after another. `token`: people's own files are fetched with the account's token.

| platform | way | mode | text | files | by address | uploads | people's files |
|---|---|---|---|---|---|---|---|
"""


def text() -> str:
    """Returns the whole document."""
    known = [registry.platform(name) for name in registry.names()]
    return (
        HEAD
        + "".join(map(_row, known))
        + "\n"
        + _shown()
        + "\n"
        + _sent()
        + "\n"
        + "\n".join(map(_section, known))
    )


def _shown() -> str:
    rows = [
        f"| `{name}` | "
        + " | ".join("yes" if term not in WITHHELD.get(name, {}) else "no" for term in TERMS)
        + f" | {'; '.join(WITHHELD.get(name, {}).values())} |\n"
        for name in list_worded()
    ]
    return SHOWN + "".join(rows)


def _sent() -> str:
    rows = [_way(name, way) for name in SENDERS for way in find_sender(name).ways]
    return SENT + "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def _way(name: str, way: Way) -> list[str]:
    kinds, uploads = (way.files.kinds, way.files.uploads) if way.files else ({}, {})
    linked = "by address" if kinds and not uploads else ""
    fetched = "token" if name in SOURCES else "address"
    length = f"{way.most} {way.counting.replace('_', ' ')}"
    told = [_kinds(kinds), _kinds(uploads) or linked, fetched]
    return [f"`{name}`", way.operation, way.reach, length, _count_files(way), *told]


def _count_files(way: Way) -> str:
    if way.files is None:
        return ""
    return f"{way.files.most} each" if way.files.each else str(way.files.most)


def _kinds(kinds: Mapping[str, int]) -> str:
    return ", ".join(f"`{each or 'any'}` {most / 1_000_000:g} MB" for each, most in kinds.items())


def _row(platform: Platform) -> str:
    secrets = ", ".join(f"`{secret.name}`" for secret in platform.secrets)
    cells = [
        f"[{platform.title}]({platform.docs_url})",
        f"`{platform.name}`",
        ", ".join(sorted(platform.capabilities)),
        secrets,
        f"{platform.ack_seconds:g} s",
        f"{rule_for(platform.name).interaction_days:g} days",
    ]
    return "| " + " | ".join(cells) + " |\n"


def _section(platform: Platform) -> str:
    lines = [f"- `{secret.name}`: {secret.help}{_MADE_UP[secret.made_by]}" for secret in platform.secrets]
    rule = rule_for(platform.name)
    return "\n".join(
        [
            f"## {platform.title}",
            f"[How to set it up](platforms/{platform.name}.md). `rapport accounts add {platform.name} …` asks for",
            *lines,
            *_addresses(platform),
            "",
            f"Ids: an item's is unique {_WITHIN[platform.item_scope]}, a person's {_WITHIN[platform.person_scope]}. "
            + (
                "One endpoint may serve many accounts."
                if platform.names_account
                else "One endpoint, one account."
            ),
            "",
            f"Kept {rule.interaction_days:g} days; deletions within {rule.delete_within_hours} hours.",
            f"Source: {rule.source} (checked {rule.checked_on}).",
            "",
        ]
    )


def _addresses(platform: Platform) -> list[str]:
    if not platform.parts:
        return []
    return [
        "",
        "Further addresses behind the webhook's own: " + ", ".join(f"`/{p}`" for p in platform.parts) + ".",
    ]
