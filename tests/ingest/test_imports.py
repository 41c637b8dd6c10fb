"""An uploaded file is imported by itself: counted, resumed after a kill, and gone when it is done.

Tests of: `ingest.remote_file`, `model.import_job`, `model.file_form`, `store.brand.imports`.
"""

import io
import json
import os
from dataclasses import replace
from typing import Any

import pytest

from aws.queues import Message
from ingest.clock import Deadline
from ingest.custody import Custody
from ingest.imports import LEASE_S, Imported
from ingest.remote_file import open_remote
from model.errors import Malformed, Unavailable
from model.file_form import FileForm
from model.import_job import ImportJob, ImportState, ImportWanted, read_imports_message
from model.interaction import account_owner
from store.brand.accounts import REVOKED
from store.interactions.rows import FeedRow
from store.vault.shredder import Shredder
from tests.fakes import FakeObjects
from tests.ingest.test_importing import QUEUE, ImportedAccount
from tests.ingest.test_unpack import post, zipped
from tests.store.world import BRAND

IMPORTS = "https://queue.example/imports"
ALL = 604
"""Items of the archive: a post, its comments and three who liked it."""


@pytest.fixture(autouse=True)
def _tables(tables: dict[str, str]) -> None:
    assert tables


class Killed(BaseException):
    """The function ends here."""


class Uploads(ImportedAccount):
    """A world with a bucket, in which a file was put for an import."""

    def __init__(self, told: FileForm, file: bytes | None, dry_run: bool = False) -> None:
        super().__init__(told.platform)
        self.files = FakeObjects(self.clock)
        self.job = ImportJob(
            "i".ljust(32, "a"),
            BRAND,
            self.account.id,
            self.account.endpoint,
            told,
            dry_run,
            self.stores.now_ms(),
            "ann",
        )
        assert self.stores.imports.add_import(self.job)
        assert not self.stores.imports.add_import(self.job)
        if file is not None:
            self.files.put(self.job.key, file)

    def run(self, seconds: float = 200, message: str | None = None, receives: int = 1) -> ImportJob:
        custody = Custody(self.queues, FakeObjects(self.clock), QUEUE)
        run = Imported(self.stores, self.files, custody, self.queues, IMPORTS, self.clock)
        body = message or ImportWanted(BRAND, self.job.id).to_json()
        run.take_message(Message("m", body, "r", receives, 0), Deadline(self.clock, seconds))
        return self.found()

    def found(self) -> ImportJob:
        found = self.stores.imports.find_import(BRAND, self.job.id)
        assert found is not None
        return found


def takeout() -> bytes:
    return zipped({"a.json": json.dumps(post(600, 3)).encode(), "b.json": b"{", "c.json": b"[]"}).getvalue()


def told_by_bucket(key: str) -> str:
    """As S3 tells of a new object."""
    return json.dumps(
        {"Records": [{"s3": {"bucket": {"name": "b"}, "object": {"key": key.replace("-", "%2D")}}}]}
    )


def test_the_bucket_says_that_a_file_is_there_and_it_is_imported() -> None:
    world = Uploads(FileForm("google_plus"), takeout())
    job = world.run(message=told_by_bucket(world.job.key))
    assert (job.state, job.new, job.known, job.refused) == (ImportState.DONE, ALL, 0, {"bad_json": 1})
    assert job.parts > 3
    assert job.ended_at == world.stores.now_ms()
    assert world.files.content == {}, "the upload is deleted when it is done"
    assert all(len(body) <= 250_000 for body in world.queues.bodies[QUEUE])
    world.work()
    assert sum(1 for _ in FeedRow.scan()) == ALL
    assert world.run() == job, "told twice, done once"


def test_a_run_that_is_killed_between_custody_and_count_loses_and_doubles_nothing() -> None:
    world = Uploads(FileForm("google_plus"), takeout())
    save = world.stores.imports.save_import
    saved: list[int] = []

    def die(job: ImportJob, seconds: int) -> ImportJob | None:
        saved.append(job.parts)
        if job.parts == 3:
            raise Killed
        return save(job, seconds)

    world.stores.imports.save_import = die  # type: ignore[method-assign]
    with pytest.raises(Killed):
        world.run()
    world.stores.imports.save_import = save  # type: ignore[method-assign]
    assert world.found().parts == 2
    with pytest.raises(Unavailable, match="somebody imports it"):
        world.run()
    world.clock.advance(LEASE_S + 1)
    job = world.run()
    assert (job.state, job.new, job.known, job.refused) == (ImportState.DONE, ALL, 0, {"bad_json": 1})
    world.work()
    assert sum(1 for _ in FeedRow.scan()) == ALL


def test_an_import_that_is_cancelled_ends_where_it_is_and_its_file_goes() -> None:
    world = Uploads(FileForm("google_plus"), takeout())
    save = world.stores.imports.save_import

    def cancel_before(job: ImportJob, seconds: int) -> ImportJob | None:
        if job.parts == 2 and job.state is ImportState.RUNNING:
            assert cancel(job.brand, job.id, 7) is not None
        return save(job, seconds)

    def cancel(brand: str, import_id: str, now_ms: int) -> ImportJob | None:
        world.stores.imports.save_import = save  # type: ignore[method-assign]
        return world.stores.imports.cancel_import(brand, import_id, now_ms)

    world.stores.imports.save_import = cancel_before  # type: ignore[method-assign]
    job = world.run()
    assert (job.state, job.parts, job.ended_at) == (ImportState.CANCELLED, 1, 7)
    assert world.files.content == {}
    assert world.stores.imports.cancel_import(BRAND, job.id, 9) is None, "it is over"
    world.work()
    assert 0 < sum(1 for _ in FeedRow.scan()) < ALL, "what it brought so far stays"
    world.files.put(job.key, b"once more")
    assert world.run() == job
    assert world.files.content == {}


def test_a_run_without_time_goes_on_in_another() -> None:
    world = Uploads(FileForm("google_plus"), takeout())
    parts = []
    for _ in range(50):
        parts.append(world.run(seconds=-1).parts)
        if world.found().state is ImportState.DONE:
            break
        assert world.queues.bodies.pop(IMPORTS) == [ImportWanted(BRAND, world.job.id).to_json()]
    assert parts[:-1] == list(range(1, len(parts)))
    assert world.found().new == ALL


def test_a_dry_run_counts_and_keeps_nothing_of_the_file() -> None:
    world = Uploads(FileForm("google_plus"), takeout(), dry_run=True)
    job = world.run()
    assert (job.new, job.known, job.refused) == (ALL, 0, {"bad_json": 1})
    assert QUEUE not in world.queues.bodies
    assert world.files.content == {}


@pytest.mark.parametrize(("told", "file", "reason"), [
    (FileForm("google_plus"), None, "no_file"),
    (FileForm("google_plus"), b"PK but no archive", "bad_archive"),
    (FileForm("standard_webhooks", "jsonl"), b'{"id": 1, "text": "a"}\n{"id": ', "bad_json"),
])  # fmt: skip
def test_what_cannot_be_read_says_why(told: FileForm, file: bytes | None, reason: str) -> None:
    world = Uploads(told, file)
    job = world.run()
    assert (job.state, job.reason) == (ImportState.FAILED, reason)
    assert world.files.content == {}


def test_an_account_that_withdrew_gets_no_history() -> None:
    world = Uploads(FileForm("google_plus", site="https://desk.example"), takeout())
    with pytest.MonkeyPatch.context() as patch:
        withdrawn = (replace(world.account, state=REVOKED),)
        patch.setattr(world.stores.accounts, "list_served_accounts", lambda *_: withdrawn)
        assert world.run().reason == "account_gone"
    owner = account_owner(world.account.id)
    Shredder().destroy_person(BRAND, owner, 1)
    world.stores.vault.forget_salt(BRAND, owner)
    found = world.found()
    assert (found.state, found.told) == (ImportState.FAILED, FileForm("google_plus")), (
        "how it was read is gone"
    )


def test_what_no_store_takes_comes_again_and_our_own_fault_ends() -> None:
    world = Uploads(FileForm("google_plus"), takeout())
    custody = FakeObjects(world.clock)
    custody.faults.down = world.queues.faults.down = True
    run = Imported(
        world.stores, world.files, Custody(world.queues, custody, QUEUE), world.queues, IMPORTS, world.clock
    )
    with pytest.raises(Unavailable):
        run.take_message(
            Message("m", ImportWanted(BRAND, world.job.id).to_json(), "r", 1, 0), Deadline(world.clock, 99)
        )
    world.queues.faults.down = False
    world.stores.feed.read_headers = _crash  # type: ignore[method-assign, assignment]
    with pytest.raises(ZeroDivisionError):
        world.run()
    world.clock.advance(LEASE_S + 1)
    job = world.run(receives=5)
    assert (job.state, job.reason) == (ImportState.FAILED, "crashed")


def _crash(*_: Any) -> Any:
    raise ZeroDivisionError


def test_how_a_file_is_read_is_sealed_and_goes_with_the_account() -> None:
    told = FileForm(
        "standard_webhooks", "mbox", {"text": "Body"}, frozenset({"us@shop.example"}), "https://desk.example"
    )
    world = Uploads(told, b"")
    assert world.found().told == told
    newer = replace(world.job, id="j".ljust(32, "a"), created_at=world.job.created_at + 1)
    world.stores.imports.add_import(newer)
    assert [each.id for each in world.stores.imports.list_imports(BRAND)] == [newer.id, world.job.id]


def test_messages_of_the_bucket_are_read_strictly() -> None:
    key = "imports/2026-11-29/11/google_plus/1760000000000-" + "a" * 32 + "-my-brand.json"
    assert read_imports_message(told_by_bucket(key)) == [ImportWanted("my-brand", "a" * 32)]
    assert read_imports_message('{"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"}') == []
    assert read_imports_message(told_by_bucket("imports/other.txt")) == []
    for wrong in ("{", "[]", '{"Records": [{}]}', '"x"'):
        with pytest.raises(Malformed):
            read_imports_message(wrong)


class Counting:
    """Counts what is read of an object."""

    def __init__(self, content: bytes) -> None:
        self.content, self.read = content, 0

    def get_range(self, key: str, start: int, end: int) -> bytes:
        assert key == "k"
        self.read += end - start
        return self.content[start:end]


def test_a_file_in_the_bucket_is_read_as_one_that_is_here() -> None:
    content = os.urandom(3_000_000)
    source = Counting(content)
    with open_remote(source, "k", len(content)) as file:
        file.seek(-10, io.SEEK_END)
        assert (file.read(), source.read < 1_100_000) == (content[-10:], True)
        file.seek(5)
        assert file.read(7) == content[5:12]
        assert file.read() == content[12:]
        assert file.read(1) == b""
        with pytest.raises((OSError, ValueError)):
            file.seek(-1)
