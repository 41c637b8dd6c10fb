"""D16: a legal hold covers what we wrote to somebody or about them: replies, notes, drafts, and what they got.

Tests of: `store.forgetting.held_writings`, `store.outbox.safekeeping`.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from model.broadcast import Broadcast, Recipient, RecipientState
from model.errors import Conflict, Erased, Purged
from model.paper import Paper, PaperKind
from model.reply import Reply, ReplyState, move_reply
from model.upload import Upload
from privacy.purge import Purge
from store.dynamo.rows import OpsRow
from store.dynamo.writes import update_if
from store.outbox import keys as outbox_keys
from store.outbox.rows import PaperRow, RecipientRow, ReplyRow, UploadRow
from store.outbox.safekeeping import place_of
from store.outbox.uploads import Uploads
from tests.fakes import FakeObjects
from tests.privacy.purging import DPO, Installation
from tests.store.world import BRAND
from tests.template.enforcing import as_function

pytestmark = pytest.mark.usefixtures("tables")

FORUM = "discourse"
LISTS = ("outbox", "replies", "papered", "papers", "mentioned", "received")


@pytest.fixture
def world() -> Installation:
    made = Installation(FORUM)
    made.comment(FORUM, "c1")
    return made


def _person(world: Installation) -> str:
    return world.path(FORUM).item("u1", "person")


def _write(world: Installation, mark: str, text: str = "Your parcel, Mara") -> None:
    """Writes one of each kind, now."""
    made, person, now = world.stores, _person(world), int(world.clock() * 1000)
    conversation = "c" * 32
    made.outbox.add_reply(
        Reply(mark * 32, BRAND, FORUM, "acc", conversation, "i" * 32, person, "private", "message", "ann",
              created_at=now, due_at=now, text=text)
    )  # fmt: skip
    note = Paper(mark * 32, BRAND, PaperKind.NOTE, FORUM, "acc", conversation, person, "ann", now, now, text=text,
                 mentions=("bob",))  # fmt: skip
    made.papers.keep_paper(note)
    made.papers.keep_paper(replace(note, id="d" + mark * 31, kind=PaperKind.DRAFT, mentions=()))
    made.broadcasts.keep_recipient(
        Recipient(BRAND, mark * 32, person, FORUM, "acc", conversation, now, RecipientState.SENT, text=text)
    )


def _texts(world: Installation, mark: str) -> list[str | None]:
    """The texts as everyday readers get them."""
    made = world.stores
    broadcast = Broadcast(mark * 32, BRAND, FORUM, "acc", "s", "", "", 0, "ann")
    found = (
        made.outbox.find_reply(BRAND, mark * 32),
        made.papers.find_paper(BRAND, mark * 32),
        made.papers.find_paper(BRAND, "d" + mark * 31),
        made.broadcasts.find_recipient(broadcast, _person(world)),
    )
    return [None if each is None else each.text for each in found]


def _rows() -> list[Any]:
    return [
        row
        for model, prefix in ((ReplyRow, "reply#"), (PaperRow, "paper#"), (RecipientRow, "recipient#"))
        for row in model.scan()
        if row.pk.startswith(prefix)
    ]


def _places() -> list[OpsRow]:
    return [row for row in OpsRow.scan() if row.pk.split("#")[0] in LISTS]


def _expire(world: Installation) -> None:
    """As TTL does."""
    for row in (*_rows(), *_places()):
        if row.expires_at is not None and row.expires_at <= world.clock():
            row.delete()


def _held_texts(world: Installation) -> list[str]:
    """What those who hold it can open, whatever its time."""
    vault = world.stores.vault
    found = []
    for row in _rows():
        try:
            found.append(vault.unseal(BRAND, place_of(row), bytes(row.sealed))["text"])
        except (Erased, Purged):
            continue
    return found


def _settle(world: Installation) -> dict[str, Any]:
    """Two runs by the purge's own role."""
    for seconds in (0, 900):
        world.clock.now += seconds
        made = world.stores
        with as_function("Purge"):
            found = Purge(made, world.files).purge_brands(600)["brands"][BRAND]
    return dict(found["holds"])


def test_d16_what_we_wrote_is_held_and_lives_on_or_goes_when_the_hold_ends(world: Installation) -> None:
    _write(world, "a")
    world.days(100)
    world.hold(_person(world), until_days=120)
    assert _settle(world)["sealed"] == 1
    _write(world, "b", "written while it stands")
    assert [row.expires_at for row in (*_rows(), *_places())] == [None] * (8 + 16)
    world.days(81)
    _expire(world)
    world.purge()
    _expire(world)
    assert sorted(set(_held_texts(world))) == ["Your parcel, Mara", "written while it stands"]
    assert len(_held_texts(world)) == 8
    assert _texts(world, "a") == [""] * 4, "for those who hold it, not for everyday readers"
    assert _texts(world, "b") == ["written while it stands"] * 4
    world.days(40)
    assert _settle(world)["ended"] == 1
    assert _texts(world, "a") == [None] * 4
    assert _texts(world, "b") == ["written while it stands"] * 4
    assert {row.expires_at is None for row in (*_rows(), *_places())} == {False}
    assert len(_places()) == 8
    world.days(200)
    world.purge()
    assert _held_texts(world) == []
    _expire(world)
    assert not _rows()
    assert not _places()


def test_d16_a_file_to_go_along_ends_as_ever_and_the_reply_says_that_there_was_one(
    world: Installation,
) -> None:
    world.hold(_person(world), until_days=100)
    bucket, now = FakeObjects(), int(world.clock() * 1000)
    uploads = Uploads(world.stores.vault, bucket)
    files = [
        Upload(mark * 32, BRAND, FORUM, "acc", _person(world), "ann", "text/plain", 3, "bill.txt", now)
        for mark in "uv"
    ]
    uploads.add_upload(files[0])
    uploads.keep_part(files[0], 0, b"abc")
    _write(world, "a")
    made = world.stores
    known = made.outbox.find_reply(BRAND, "a" * 32)
    named = '{"upload":"' + "u" * 32 + '","name":"bill.txt"}'
    made.outbox.change_reply(known, replace(known, file=named))
    assert _settle(world)["sealed"] == 1
    uploads = Uploads(world.stores.vault, bucket)
    uploads.add_upload(files[1])
    uploads.keep_part(files[1], 0, b"def")
    assert [uploads.read_file(each) for each in files] == [b"abc", b"def"], "it can be sent as ever"
    ends = [row.expires_at for row in UploadRow.scan() if row.pk.startswith("upload#")]
    assert ends == [now // 1000 + 2 * 86_400] * 2
    uploads.delete_upload(files[0])
    assert not bucket.measure(files[0].keys[0])
    assert world.stores.outbox.find_reply(BRAND, "a" * 32).file == named


def test_who_sends_it_meanwhile_is_not_disturbed(world: Installation) -> None:
    _write(world, "a")
    made = world.stores
    known = made.outbox.find_reply(BRAND, "a" * 32)
    taken = made.outbox.change_reply(known, move_reply(known, ReplyState.SENDING, known.created_at + 1))
    world.hold(_person(world))
    world.purge()
    sent = made.outbox.change_reply(taken, move_reply(taken, ReplyState.SENT, known.created_at + 2))
    assert sent.state is ReplyState.SENT
    assert _settle(world)["sealed"] == 1
    assert [row.expires_at for row in _rows()] == [None] * 4, (
        "the second pass finds what was sealed in between"
    )
    assert world.stores.outbox.find_reply(BRAND, "a" * 32) == replace(sent, text="Your parcel, Mara")


def test_what_only_a_hold_keeps_is_changed_by_nobody(world: Installation) -> None:
    _write(world, "a")
    world.hold(_person(world), until_days=1000)
    _settle(world)
    world.days(200)
    made = world.stores
    known = made.outbox.find_reply(BRAND, "a" * 32)
    with pytest.raises(Purged):
        made.outbox.change_reply(known, move_reply(known, ReplyState.SENDING, known.created_at + 1))
    assert len(_held_texts(world)) == 4


def test_a_note_that_is_deleted_under_a_hold_stays_unseen_until_it_ends(world: Installation) -> None:
    _write(world, "a")
    world.hold(_person(world), until_days=100)
    _settle(world)
    papers = world.stores.papers
    note = papers.find_paper(BRAND, "a" * 32)
    with pytest.raises(Conflict):
        papers.drop_paper(replace(note, rev=note.rev + 1))
    papers.drop_paper(note)
    assert papers.find_paper(BRAND, note.id) is None
    assert papers.read_papers(BRAND, [note.id]) == {}
    assert papers.page_papers(BRAND, note.conversation, PaperKind.NOTE, None, 9) == []
    assert papers.page_mentions(BRAND, "bob", None, 9) == []
    assert len(_held_texts(world)) == 4
    world.stores.holds.end(_person(world), DPO)
    _settle(world)
    assert len(_held_texts(world)) == 3
    assert note.id not in str([row.pk for row in _rows() if row.pk.startswith("paper#")])


def test_a_reply_taken_away_under_a_hold_keeps_its_words_until_it_ends(world: Installation) -> None:
    _write(world, "a")
    world.hold(_person(world), until_days=100)
    _settle(world)
    made = world.stores
    known = made.outbox.find_reply(BRAND, "a" * 32)
    made.outbox.change_reply(known, replace(known, gone_at=known.created_at + 5))
    assert len(_held_texts(world)) == 4
    world.stores.holds.end(_person(world), DPO)
    _settle(world)
    gone = world.stores.outbox.find_reply(BRAND, known.id)
    assert gone.text == ""
    assert gone.gone_at


def _stops(world: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Lets the giving back end at its first, second … write; yields until it was not stopped."""
    number = 0
    while True:
        left, whole = iter(range(number)), update_if

        def write(row: Any, *arguments: Any, left: Any = left, whole: Any = whole) -> bool:
            if next(left, None) is None:
                raise KeyboardInterrupt
            return bool(whole(row, *arguments))

        with monkeypatch.context() as patch:
            patch.setattr("store.forgetting.held_writings.update_if", write)
            yield number
        number += 1


def test_giving_back_that_was_stopped_is_made_up_for(
    world: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(world, "a")
    person = _person(world)
    world.hold(person, until_days=100)
    _settle(world)
    hold = world.stores.holds.one(BRAND, person)
    for _ in _stops(world, monkeypatch):
        try:
            assert world.stores.held_writings.give_back(hold, int(world.clock() * 1000))["kept"] == 4
            break
        except KeyboardInterrupt:
            continue
    assert {row.expires_at is None for row in (*_rows(), *_places())} == {False}
    assert outbox_keys.received(BRAND, person) in {row.pk for row in _places()}
