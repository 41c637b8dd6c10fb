"""Notes and drafts in `ops`: kept as long as an interaction received when they were written, and sealed like one.

Who is named in a note finds it in a list of their own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pynamodb.exceptions import DoesNotExist

from model.errors import Conflict
from model.interaction import account_owner
from model.paper import Decision, Paper, PaperKind
from store.dynamo.rows import OpsRow
from store.dynamo.writes import delete_if, update_if
from store.outbox import keys as outbox_keys
from store.outbox.rows import PaperRow
from store.outbox.safekeeping import Safekeeping, open_words, prepare_safekeeping
from store.vault.sealed import SealedPlace
from store.vault.vault import Vault

HEAD = "#"
WORDS = ("platform", "account", "conversation", "item", "person", "mode", "agent", "decided_by")
NUMBERS = ("created_at", "changed_at", "received_at", "version")


class Papers:
    """Keeps notes and drafts of one brand at a time."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def keep_paper(self, paper: Paper) -> Paper:
        """Keeps a paper in the place of the one it was made from (`rev` 0: of none), and returns it.

        Raises Conflict when somebody was faster, Erased and Purged when it cannot be sealed any more.
        """
        kept = name_owner(paper), paper.platform, paper.account, paper.kept_from
        row = self._row(paper, prepare_safekeeping(self._vault, paper.brand, *kept))
        if not paper.rev:
            # First, so that a paper that nothing leads to never is.
            for place in list_places(paper):
                place.expires_at = row.expires_at
                place.save()
        values = {
            name: getattr(row, name, None) for name in PaperRow.get_attributes() if name not in ("pk", "sk")
        }
        if not PaperRow(row.pk, HEAD).update_at(values, paper.rev or None):
            raise Conflict("it was changed by somebody else")
        return replace(paper, rev=paper.rev + 1)

    def find_paper(self, brand: str, paper_id: str) -> Paper | None:
        """Returns a paper as it is now, without its words where its keys are gone; None where there is none."""
        try:
            row = PaperRow.get(outbox_keys.paper(brand, paper_id), HEAD, consistent_read=True)
        except DoesNotExist:
            return None
        return None if row.dropped else self._read(brand, row)

    def drop_paper(self, paper: Paper) -> None:
        """Deletes a paper and what leads to it; under a legal hold a note stays, unseen. Raises Conflict."""
        row = PaperRow(outbox_keys.paper(paper.brand, paper.id), HEAD)
        held = paper.kind is PaperKind.NOTE and self._vault.find_hold(paper.brand, name_owner(paper))
        done = (
            update_if(row, [PaperRow.dropped.set(True)], PaperRow.rev == paper.rev)
            if held
            else delete_if(row, (PaperRow.rev == paper.rev) | PaperRow.pk.does_not_exist())
        )
        if not done:
            raise Conflict("it was changed by somebody else")
        for place in list_places(paper):
            # By the person's list a legal hold finds it, and an erasure.
            if not held or place.pk != outbox_keys.papered(paper.brand, name_owner(paper)):
                place.delete()

    def page_papers(
        self, brand: str, conversation: str, kind: PaperKind, before: str | None, limit: int
    ) -> list[tuple[str, str]]:
        """Returns up to `limit` (position, id) of a conversation's papers of a kind, newest first."""
        prefix = f"{kind.value}#"
        condition = OpsRow.sk.between(prefix, before or f"{prefix}~")
        rows = OpsRow.query(
            outbox_keys.papers(brand, conversation),
            condition,
            scan_index_forward=False,
            limit=limit + (before is not None),
        )
        found = [(row.sk.removeprefix(prefix), row.sk.rpartition("#")[2]) for row in rows if row.sk != before]
        return found[:limit]

    def page_mentions(self, brand: str, agent: str, before: str | None, limit: int) -> list[tuple[str, str]]:
        """Returns up to `limit` (position, id) of the notes that name an agent, newest first."""
        condition = None if before is None else OpsRow.sk < before
        rows = OpsRow.query(
            outbox_keys.mentioned(brand, agent), condition, scan_index_forward=False, limit=limit
        )
        return [(row.sk, row.sk.partition("#")[2]) for row in rows]

    def read_papers(self, brand: str, ids: Iterable[str]) -> dict[str, Paper]:
        """Returns those of these papers that exist, by id."""
        wanted = [(outbox_keys.paper(brand, each), HEAD) for each in dict.fromkeys(ids)]
        rows = list(PaperRow.batch_get(wanted, consistent_read=True)) if wanted else []
        self._vault.load_salts(brand, [bytes(row.sealed) for row in rows if row.sealed])
        found = (self._read(brand, row) for row in rows if not row.dropped)
        return {paper.id: paper for paper in found}

    def find_existing(self, brand: str, ids: Iterable[str]) -> frozenset[str]:
        """Returns which of these papers there are. Nothing of them is opened."""
        wanted = [(outbox_keys.paper(brand, each), HEAD) for each in dict.fromkeys(ids)]
        rows = PaperRow.batch_get(wanted, attributes_to_get=["pk"]) if wanted else ()
        return frozenset(row.pk.rpartition("#")[2] for row in rows)

    def list_of_person(self, brand: str, person: str) -> Iterator[tuple[str, int]]:
        """Yields the papers that a person's key seals, each with when it was written."""
        for row in OpsRow.query(outbox_keys.papered(brand, person), consistent_read=True):
            at, _, paper = row.sk.partition("#")
            yield paper, int(at)

    def _row(self, paper: Paper, kept_by: Safekeeping) -> PaperRow:
        pk = outbox_keys.paper(paper.brand, paper.id)
        said = {"text": paper.text, "reason": paper.reason, "earlier": list(paper.earlier)}
        record = {name: value for name, value in said.items() if value}
        values: dict[str, Any] = {name: getattr(paper, name) or None for name in (*WORDS, *NUMBERS)}
        return PaperRow(
            pk,
            HEAD,
            rev=paper.rev + 1,
            kind=paper.kind.value,
            decision=paper.decision.value,
            mentions=list(paper.mentions) or None,
            expires_at=kept_by.expires_at,
            sealed=self._vault.seal(
                paper.brand, SealedPlace("ops", pk, HEAD), kept_by.owner, kept_by.bucket, record
            ),
            **values,
        )

    def _read(self, brand: str, row: PaperRow) -> Paper:
        opened = open_words(self._vault, brand, row, int(row.received_at or row.created_at))
        values: dict[str, Any] = {name: getattr(row, name) or "" for name in WORDS}
        values |= {name: int(getattr(row, name) or 0) for name in NUMBERS}
        return Paper(
            id=row.pk.rpartition("#")[2],
            brand=brand,
            kind=PaperKind(row.kind),
            text=str(opened.get("text", "")),
            reason=str(opened.get("reason", "")),
            mentions=tuple(map(str, row.mentions or ())),
            earlier=tuple(map(str, opened.get("earlier", ()))),
            decision=Decision(row.decision),
            rev=int(row.rev),
            **values,
        )


def list_places(paper: Paper) -> list[OpsRow]:
    """Returns the rows that lead to a paper."""
    brand, position = paper.brand, outbox_keys.listed(paper.created_at, paper.id)
    filed = outbox_keys.filed(paper.kind.value, paper.created_at, paper.id)
    return [
        OpsRow(outbox_keys.papers(brand, paper.conversation), filed),
        OpsRow(outbox_keys.papered(brand, name_owner(paper)), position),
        *(OpsRow(outbox_keys.mentioned(brand, each), position) for each in paper.mentions),
    ]


def name_owner(paper: Paper) -> str:
    """Returns the owner whose key seals the paper."""
    return paper.person or account_owner(paper.account)
