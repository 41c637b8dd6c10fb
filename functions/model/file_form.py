"""Holds what a file of history is: whose export, in which form, and what has to be known to read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FORMS = ("export", "chatwoot", "zammad", "mbox", "csv", "jsonl")
"""`export` is what the platform itself exports; the others may be given to any platform's account."""


@dataclass(frozen=True, slots=True)
class FileForm:
    """Says how a file is read. `own` are addresses of ours, `site` is where a helpdesk shows its conversations.

    `agents` are ours, by the e-mail addresses that they had at the helpdesk.
    """

    platform: str
    form: str = "export"
    mapping: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    site: str | None = None
    agents: Mapping[str, str] = field(default_factory=dict)
