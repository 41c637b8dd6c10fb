"""Notes and drafts about a person: deleted with what leads to them."""

from collections.abc import Iterator
from typing import TypedDict

from model.fields import KEY, ORDER
from model.moments import IsoTime, iso
from store.dynamo.rows import OpsRow
from store.forgetting.erasing.counted import counted
from store.forgetting.erasing.item_class import (
    EMPLOYEE,
    ITEM,
    OURS,
    PERSON,
    RETENTION,
    Copied,
    ItemClass,
    Turn,
)
from store.forgetting.erasing.leaver import Leaver
from store.forgetting.erasing.listed_writings import ListedEraser
from store.outbox import keys as outbox_keys
from store.outbox.papers import HEAD, Papers, list_places
from store.outbox.rows import PaperRow


class WrittenPapers(ListedEraser[Papers]):
    """Erases the notes and drafts that a person's key seals."""

    def erase_items(self, who: Leaver) -> Iterator[int]:
        """Deletes them one by one; not those from after the person came back."""
        for paper, at in self._theirs(who):
            known = self._store.find_paper(who.brand, paper)
            own = OpsRow(outbox_keys.papered(who.brand, who.person), outbox_keys.listed(at, paper))
            with counted(who, papers=1) as together:
                together.delete(PaperRow(outbox_keys.paper(who.brand, paper), HEAD))
                together.delete(own, condition=OpsRow.pk.exists())
                for place in list_places(known) if known is not None else ():
                    if place.pk != own.pk:
                        together.delete(place)
            yield 1


class CopiedPaper(TypedDict):
    """Shows a note beside the person, or an answer that was drafted."""

    id: str
    kind: str
    platform: str
    account: str
    mode: str | None
    decision: str
    written_at: IsoTime
    changed_at: IsoTime
    text: str | None
    earlier: list[str]
    reason: str | None


def copy_papers(papers: Papers, who: Leaver) -> Iterator[CopiedPaper]:
    """Yields the notes and drafts about the person."""
    ids = [paper for paper, _ in papers.list_of_person(who.brand, who.person)]
    for paper in papers.read_papers(who.brand, ids).values():
        yield {
            "id": paper.id,
            "kind": paper.kind.value,
            "platform": paper.platform,
            "account": paper.account,
            "mode": paper.mode or None,
            "decision": paper.decision.value,
            "written_at": iso(paper.created_at),
            "changed_at": iso(paper.changed_at),
            "text": paper.text or None,
            "earlier": list(paper.earlier),
            "reason": paper.reason or None,
        }


PAPERS = ItemClass(
    "papers",
    Turn.SENT,
    (PaperRow,),
    ("papers",),
    lambda context: WrittenPapers(context.stores.vault, context.stores.papers),
    exported=frozenset("platform account mode kind decision created_at changed_at sealed".split()),
    withheld={
        "pk": KEY,
        "sk": KEY,
        "rev": ORDER,
        "conversation": OURS,
        "expires_at": RETENTION,
        "item": ITEM,
        "person": PERSON,
        "agent": EMPLOYEE,
        "decided_by": EMPLOYEE,
        "mentions": "employees' ids",
        "received_at": "when a note was imported: only its period follows from it",
        "dropped": "deleted by an employee while a legal hold keeps it",
        "version": "how often it was saved",
    },
    register={
        "PaperRow": (
            "notes and drafts",
            "what agents write beside a conversation, sealed; states, times, opaque ids",
        ),
    },
    families={
        "paper": ("notes and drafts", "what agents write beside a conversation; the text is sealed"),
        "papers": ("notes and drafts of a conversation", "which there are, by opaque id"),
        "papered": ("notes and drafts about a person", "which there are, by opaque id"),
        "mentioned": ("mentions", "which notes name an agent, by opaque id"),
    },
    copied=Copied(
        "papers",
        CopiedPaper,
        lambda context, who: copy_papers(context.stores.papers, who),
        "What our agents noted beside you, and answers they drafted.",
    ),
)
