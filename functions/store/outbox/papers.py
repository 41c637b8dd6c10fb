"""Notes and drafts in `ops`: kept as long as an interaction received when they were written, and sealed like one.

Who is named in a note finds it in a list of their own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pynamodb.exceptions import DoesNotExist

from model import policy
from model.errors import Conflict
from model.interaction import account_owner
from model.paper import Decision, Paper, PaperKind
from store.dynamo.rows import OpsRow
from store.dynamo.writes import delete_if
from store.outbox import keys as outbox_keys
from store.outbox.rows import PaperRow
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
        owner, bucket = name_owner(paper), name_bucket(paper)
        due = policy.bucket_due(paper.platform, policy.INTERACTION, paper.kept_from)
        self._vault.prepare_salts(paper.brand, [owner], {bucket: due})
        row = self._row(paper, owner, bucket)
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
        return self._read(brand, row)

    def drop_paper(self, paper: Paper) -> None:
        """Deletes a paper and what leads to it. Raises Conflict when it was changed since."""
        row = PaperRow(outbox_keys.paper(paper.brand, paper.id), HEAD)
        if not delete_if(row, (PaperRow.rev == paper.rev) | PaperRow.pk.does_not_exist()):
            raise Conflict("it was changed by somebody else")
        for place in list_places(paper):
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
        found = (self._read(brand, row) for row in rows)
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

    def _row(self, paper: Paper, owner: str, bucket: str) -> PaperRow:
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
            expires_at=policy.expires_at(paper.platform, paper.kept_from),
            sealed=self._vault.seal(paper.brand, SealedPlace("ops", pk, HEAD), owner, bucket, record),
            **values,
        )

    def _read(self, brand: str, row: PaperRow) -> Paper:
        place = SealedPlace("ops", row.pk, HEAD)
        opened = self._vault.read_sealed(brand, place, bytes(row.sealed or b""), dict).value or {}
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
    """Returns whose key seals it."""
    return paper.person or account_owner(paper.account)


def name_bucket(paper: Paper) -> str:
    """Returns the retention bucket of the day it was written on, or imported."""
    return policy.bucket_of(paper.platform, paper.account, policy.INTERACTION, paper.kept_from)
