"""Files of history that were announced: how each is read, how far it is, and which function reads it now."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pynamodb.expressions.condition import Condition

from model.errors import Erased, Purged
from model.file_form import FileForm
from model.import_job import ENDED, ImportJob, ImportState
from model.interaction import account_owner
from store.brand import keys as brand_keys
from store.brand.rows import ImportRow
from store.dynamo.writes import put_if, retrying, update_if
from store.vault.sealed import SealedPlace
from store.vault.vault import Vault

KEPT_S = 90 * 86_400


class Imports:
    """Keeps them for three months. `clock` gives epoch seconds."""

    def __init__(self, vault: Vault, clock: Callable[[], float]) -> None:
        self._vault = vault
        self._clock = clock

    def add_import(self, job: ImportJob) -> bool:
        """Keeps a new import; returns False where its id is taken."""
        pk, told = brand_keys.imports(job.brand), job.told
        owner, bucket = account_owner(job.account), f"{told.platform}#account#forever"
        named = {
            "mapping": dict(told.mapping),
            "own": sorted(told.own),
            "site": told.site,
            "agents": dict(told.agents),
        }
        row = ImportRow(
            pk,
            job.id,
            platform=told.platform,
            account=job.account,
            endpoint=job.endpoint,
            form=told.form,
            dry_run=job.dry_run,
            created_at=job.created_at,
            created_by=job.created_by,
            expires_at=int(self._clock()) + KEPT_S,
            sealed=self._vault.seal(job.brand, SealedPlace("ops", pk, job.id), owner, bucket, named),
            **_list_progress(job),
        )
        return put_if(row, ImportRow.pk.does_not_exist())

    def find_import(self, brand: str, import_id: str) -> ImportJob | None:
        """Returns one of the brand's, None where there is none."""
        row = self._find_row(brand, import_id)
        return None if row is None else self._job(brand, row)

    def list_imports(self, brand: str) -> list[ImportJob]:
        """Returns the brand's, newest first."""
        found = [self._job(brand, row) for row in ImportRow.query(brand_keys.imports(brand))]
        return sorted(found, key=lambda job: (job.created_at, job.id), reverse=True)

    def lease_import(self, job: ImportJob, seconds: int) -> ImportJob | None:
        """Leases the import for `seconds` and returns it; None when somebody else has it, or it changed."""
        now = int(self._clock())
        free = ImportRow.leased_until.does_not_exist() | (ImportRow.leased_until <= now)
        running = replace(job, state=ImportState.RUNNING)
        return self._change(running, job.rev, now + seconds, free)

    def save_import(self, job: ImportJob, seconds: int) -> ImportJob | None:
        """Keeps how far it is, with the lease prolonged by `seconds` from now; None when somebody else took it over."""
        return self._change(job, job.rev, int(self._clock()) + seconds if seconds else 0)

    def cancel_import(self, brand: str, import_id: str, now_ms: int) -> ImportJob | None:
        """Ends an import for good and stops the run of it. Returns the ended import, None where it had ended before."""
        again = retrying("an import")
        while again():
            job = self.find_import(brand, import_id)
            if job is None or job.state in ENDED:
                return None
            ended = self.save_import(replace(job, state=ImportState.CANCELLED, ended_at=now_ms), 0)
            if ended is not None:
                return ended
        return None

    def _change(
        self, job: ImportJob, rev: int, leased_until: int, free: Condition | None = None
    ) -> ImportJob | None:
        actions = [ImportRow.leased_until.set(leased_until), ImportRow.rev.set(rev + 1)]
        for name, value in _list_progress(job).items():
            attribute = getattr(ImportRow, name)
            actions.append(attribute.remove() if value is None else attribute.set(value))
        unchanged = ImportRow.rev == rev if rev else ImportRow.rev.does_not_exist()
        there = ImportRow.pk.exists() & unchanged
        row = ImportRow(brand_keys.imports(job.brand), job.id)
        done = update_if(row, actions, there if free is None else there & free)
        return replace(job, rev=rev + 1) if done else None

    def _find_row(self, brand: str, import_id: str) -> ImportRow | None:
        same = ImportRow.sk == import_id
        return next(iter(ImportRow.query(brand_keys.imports(brand), same, consistent_read=True)), None)

    def _job(self, brand: str, row: ImportRow) -> ImportJob:
        try:
            named = self._vault.unseal(brand, SealedPlace("ops", row.pk, row.sk), bytes(row.sealed))
        except (Erased, Purged):  # the account withdrew; that there was an import is known still
            named = {}
        told = FileForm(
            row.platform,
            row.form,
            dict(named.get("mapping") or {}),
            frozenset(named.get("own") or ()),
            named.get("site"),
            dict(named.get("agents") or {}),
        )
        return ImportJob(
            id=row.sk,
            brand=brand,
            account=row.account,
            endpoint=row.endpoint,
            told=told,
            dry_run=bool(row.dry_run),
            created_at=int(row.created_at),
            created_by=row.created_by,
            state=ImportState(row.state),
            parts=int(row.parts or 0),
            new=int(row.new or 0),
            known=int(row.known or 0),
            refused=row.refused or {},
            reason=row.reason,
            ended_at=int(row.ended_at or 0),
            rev=int(row.rev or 0),
        )


def _list_progress(job: ImportJob) -> dict[str, Any]:
    return {
        "state": str(job.state),
        "parts": job.parts,
        "new": job.new,
        "known": job.known,
        "refused": dict(job.refused),
        "reason": job.reason,
        "ended_at": job.ended_at or None,
    }
