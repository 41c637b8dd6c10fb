"""Describes search terms: what a brand looks for where people write elsewhere."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from model.search_term import SearchTerm
from respond.shapes.scalars import TimeText, format_time, limit_text

TERM_ID = "(own|rival)_[a-z2-7]{32}"
Title = Annotated[str, limit_text(120, about="what agents call it")]
Query = Annotated[str, limit_text(100, least=2, about="words as they stand together, or one #tag")]
AccountId = Annotated[str, limit_text(64, shape="[a-z0-9_]+")]
Accounts = Annotated[
    list[AccountId],
    Meta(min_length=1, max_length=20, description="our ids of the accounts through which it is looked for"),
]
Without = Annotated[
    list[Annotated[str, limit_text(100)]],
    Meta(max_length=50, description="what holds one of these is no hit"),
]
Opens = Annotated[bool, Meta(description="whether what it finds opens a conversation; a rival's never does")]


class NewTerm(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names a term to look for. Whose it is stays as it is."""

    title: Title
    query: Query
    kind: Annotated[Literal["own", "rival"], Meta(description="ours, or a rival's")] = "own"
    accounts: Accounts
    opens: Opens = False
    without: Without | UnsetType = UNSET


class TermChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names what changes about a term."""

    title: Title | UnsetType = UNSET
    query: Query | UnsetType = UNSET
    accounts: Accounts | UnsetType = UNSET
    opens: Opens | UnsetType = UNSET
    without: Without | UnsetType = UNSET


class TermToTry(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names a term that is not kept yet."""

    query: Query
    accounts: Accounts
    without: Without | UnsetType = UNSET


class TermView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a term."""

    id: str
    kind: Annotated[str, Meta(extra_json_schema={"enum": ["own", "rival"]})]
    title: str
    query: str
    accounts: list[str]
    opens: bool
    without: list[str]
    created_at: TimeText | None
    created_by: str


class TermPreviewView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what a first page of each search holds. Nothing of it is kept."""

    hits: int
    noise: Annotated[int, Meta(description="found, and left out by what is in it")]
    languages: Annotated[dict[str, int], Meta(description="hits by language, as their platforms tell it")]
    failed: Annotated[dict[str, str], Meta(description="accounts that could not be asked, and why")]


def show_term(term: SearchTerm) -> TermView:
    """Returns a term as agents see it."""
    return TermView(
        id=term.id,
        kind=term.kind,
        title=term.title,
        query=term.query,
        accounts=list(term.accounts),
        opens=term.opens,
        without=list(term.without),
        created_at=format_time(term.created_at),
        created_by=term.created_by,
    )
