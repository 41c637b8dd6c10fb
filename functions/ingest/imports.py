"""Imports what was uploaded: the bucket says that a file is there, and its parts go into the queue `deliveries`.

A part is in custody before the count of parts is kept: a run that is killed between the two hands that part on again,
and what comes twice is stored once. A run that has no time left goes on in another. The file goes when it is done.
"""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Protocol

from aws import kms, objects, observe, queues, settings
from aws.batch import process
from aws.lambda_context import LambdaContext
from aws.queues import Message
from ingest.clock import Clock, Deadline, SystemClock
from ingest.custody import Custody
from ingest.importing import Importing
from ingest.ports import Sender
from ingest.remote_file import Ranges, open_remote
from ingest.unpack import unpack_file
from model.errors import Malformed, Unavailable
from model.import_job import ENDED, ImportJob, ImportState, ImportWanted, read_imports_message
from store.brand.accounts import REVOKED, Account
from store.stores import Stores

LEASE_S = 300
SPARE_S = 30.0
"""What a run leaves of its function's time: enough for one more part that nobody takes at once."""
MOST_BYTES = 5_000_000_000
MOST_RECEIVES = 5
"""After so many tries it is our own fault, and said to be one."""


class Files(Ranges, Protocol):
    """Does what `aws.objects` does."""

    def measure(self, key: str) -> int | None:
        """Raises Unavailable."""
        ...

    def put(self, key: str, body: bytes, seconds: float | None = None) -> None:
        """Raises Unavailable."""
        ...

    def delete(self, keys: list[str]) -> None:
        """Raises Unavailable."""
        ...


class Imported:
    """Imports what the queue names. `queue_url` is the queue `imports`."""

    def __init__(
        self, stores: Stores, files: Files, custody: Custody, sender: Sender, queue_url: str, clock: Clock
    ) -> None:
        self._stores, self._files, self._custody = stores, files, custody
        self._sender, self._queue_url, self._clock = sender, queue_url, clock

    def take_message(self, message: Message, deadline: Deadline) -> None:
        """Imports as far as the time goes. Raises Unavailable: it is to come again."""
        for wanted in read_imports_message(message.body):
            job = self._stores.imports.find_import(wanted.brand, wanted.id)
            if job is None:
                observe.metric("import_unknown")
            elif job.state in ENDED:
                self._files.delete([job.key])  # was put there once more
            else:
                self._lease_and_run(job, deadline, message.receives)

    def _lease_and_run(self, job: ImportJob, deadline: Deadline, receives: int) -> None:
        leased = self._stores.imports.lease_import(job, LEASE_S)
        if leased is None:
            raise Unavailable("somebody imports it")
        try:
            self._run(leased, deadline)
        except Unavailable:
            raise
        except Exception as error:
            if receives < MOST_RECEIVES:
                raise
            observe.failure("import_crashed", error, platform=leased.told.platform)
            known = self._stores.imports.find_import(leased.brand, leased.id)
            if known is not None:
                self._end(known, "crashed")

    def _run(self, job: ImportJob, deadline: Deadline) -> None:
        served = self._stores.accounts.list_served_accounts(job.brand, job.endpoint)
        account = next((each for each in served if each.id == job.account), None)
        size = self._files.measure(job.key)
        if account is None or account.state == REVOKED:
            self._end(job, "account_gone")
        elif size is None:
            self._end(job, "no_file")
        elif size > MOST_BYTES:
            self._end(job, "too_large")
        else:
            self._import(job, account, size, deadline)

    def _import(self, job: ImportJob, account: Account, size: int, deadline: Deadline) -> None:
        custody = None if job.dry_run else self._custody
        importing = Importing(self._stores, account, custody, self._clock)
        tally, begun = importing.tally, job

        def count() -> ImportJob:
            refused = dict(Counter(begun.refused) + tally.refused)
            return replace(job, new=begun.new + tally.new, known=begun.known + tally.known, refused=refused)

        try:
            with open_remote(self._files, job.key, size) as file:
                for number in importing.import_pieces(unpack_file(file, job.told), begun.parts):
                    kept = self._stores.imports.save_import(replace(count(), parts=number), LEASE_S)
                    if kept is None:
                        self._leave(job)
                        return
                    job = kept
                    if deadline.count_seconds() <= 0:
                        self._go_on_later(job)
                        return
        except Malformed as error:
            self._end(count(), error.code)
            return
        if tally.failed:
            if self._stores.imports.save_import(job, 0) is None:
                self._leave(job)
                return
            raise Unavailable("no store takes a part")
        self._end(count(), None)

    def _leave(self, job: ImportJob) -> None:
        """Deletes the file of an import that was cancelled. Otherwise the lease was over, and another run goes on."""
        now = self._stores.imports.find_import(job.brand, job.id)
        if now is not None and now.state in ENDED:
            self._files.delete([job.key])

    def _go_on_later(self, job: ImportJob) -> None:
        self._stores.imports.save_import(job, 0)
        self._sender.send(self._queue_url, ImportWanted(job.brand, job.id).to_json(), group=job.brand)

    def _end(self, job: ImportJob, reason: str | None) -> None:
        state = ImportState.FAILED if reason else ImportState.DONE
        ended = replace(job, state=state, reason=reason, ended_at=self._stores.now_ms())
        if self._stores.imports.save_import(ended, 0) is None:
            self._leave(job)
        else:
            observe.metric("import_ended", platform=job.told.platform, state=str(state))
            self._files.delete([job.key])


@cache
def _imported() -> Imported:
    custody = Custody(queues, objects, settings.queue_deliveries())
    stores = Stores(kms, time.time)
    return Imported(stores, objects, custody, queues, settings.queue_imports(), SystemClock())


def handler(event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Takes a message of the queue `imports`: the function's entry."""
    deadline = Deadline(SystemClock(), context.get_remaining_time_in_millis() / 1000 - SPARE_S)
    return process(event, lambda message: _imported().take_message(message, deadline))
