"""The outbox keeps a reply once, changes it for one of many, and what is erased or over cannot be read.

Tests of: `store.forgetting.erasing.sent`, `store.forgetting.erasing.listed_writings`, `store.outbox.keys`,
`store.stores`.
"""

from dataclasses import replace

import pytest

from model.errors import Conflict, Erased
from model.reply import FIRST_LOOK_MS, Passage, Reply, ReplyState, move_reply
from store.forgetting.erasing.leaver import Leaver
from store.forgetting.erasing.sent import Replies
from store.outbox import keys as outbox_keys
from store.outbox.outbox import HEAD, SENDINGS
from store.outbox.rows import ReplyRow
from store.stores import Stores
from tests.store.world import BRAND, NOW, Clock
from tests.store.world import stores as make_stores

MS = NOW * 1000
REPLY = Reply(
    "r" * 32, BRAND, "telegram", "acc", "c" * 32, "i" * 32, "p" * 32, "private", "message", "ann",
    created_at=MS, due_at=MS + 5_000, text="Your parcel is on its way, Mara", fingerprint="f",
)  # fmt: skip


@pytest.fixture
def stores(tables: None) -> Stores:
    return make_stores(Clock())


def test_a_reply_is_kept_as_it_is_and_once(stores: Stores) -> None:
    kept = stores.outbox.add_reply(REPLY)
    assert kept == replace(REPLY, rev=1)
    assert stores.outbox.find_reply(BRAND, REPLY.id) == kept
    other = replace(REPLY, text="something else", fingerprint="g")
    assert stores.outbox.add_reply(other) == kept
    assert [each for _, each in stores.outbox.page_replies(BRAND, REPLY.conversation, None, 9)] == [REPLY.id]
    assert list(SENDINGS.list_due(BRAND, MS + 5_000)) == [(REPLY.id, MS + 5_000)]
    assert list(SENDINGS.list_due(BRAND, MS + 4_999)) == []
    assert stores.outbox.find_reply(BRAND, "x") is None


def test_of_two_who_change_it_one_is_told(stores: Stores) -> None:
    kept = stores.outbox.add_reply(REPLY)
    sending = move_reply(kept, ReplyState.SENDING, MS + 1)
    first = stores.outbox.change_reply(kept, replace(sending, attempts=1, attempt_at=MS + 1))
    with pytest.raises(Conflict):
        stores.outbox.change_reply(kept, sending)
    assert first.rev == 2
    sent = stores.outbox.change_reply(
        first, replace(move_reply(first, ReplyState.SENT, MS + 2), native_id="7")
    )
    found = stores.outbox.find_reply(BRAND, REPLY.id)
    assert found == sent
    assert found is not None
    assert (found.state, found.native_id, found.attempts, found.text) == (ReplyState.SENT, "7", 1, REPLY.text)


def test_nothing_personal_stands_in_the_clear(stores: Stores) -> None:
    stores.outbox.add_reply(replace(REPLY, native_id="native-4711", words="Mara blocked you"))
    row = ReplyRow.get(outbox_keys.reply(BRAND, REPLY.id), HEAD)
    clear = str({name: getattr(row, name) for name in ReplyRow.get_attributes() if name != "sealed"})
    assert not any(word in clear for word in ("parcel", "Mara", "native-4711"))
    assert b"parcel" not in row.sealed


def test_it_goes_with_the_person_and_is_not_sent_any_more(stores: Stores) -> None:
    stores.outbox.add_reply(REPLY)
    who = Leaver(BRAND, REPLY.person, "telegram", erased_at=MS + 1, task="")
    eraser = Replies(stores.vault, stores.outbox)
    assert eraser.count_left(who) == 1
    assert list(eraser.erase_items(who)) == [1]
    assert eraser.count_left(who) == 0
    assert stores.outbox.find_reply(BRAND, REPLY.id) is None
    assert stores.outbox.page_replies(BRAND, REPLY.conversation, None, 9) == []


def test_without_the_persons_key_its_words_are_gone(stores: Stores) -> None:
    kept = stores.outbox.add_reply(REPLY)
    stores.shredder.destroy_person(BRAND, REPLY.person, MS + 1)
    stores.vault.forget_salt(BRAND, REPLY.person)
    found = stores.outbox.find_reply(BRAND, REPLY.id)
    assert found is not None
    assert found.text == ""
    with pytest.raises(Erased):
        stores.outbox.change_reply(kept, move_reply(kept, ReplyState.SENDING, MS))


def test_what_is_queued_at_once_is_looked_at_later_and_nothing_else_is() -> None:
    at_once = replace(REPLY, due_at=MS, passages=(Passage(ReplyState.PENDING, MS),))
    assert (at_once.queued_at_once, at_once.first_look_at) == (True, MS + FIRST_LOOK_MS)
    approved = replace(
        at_once, passages=(Passage(ReplyState.AWAITING_APPROVAL, MS), Passage(ReplyState.PENDING, MS))
    )
    for other in (REPLY, approved, replace(at_once, attempts=1), replace(at_once, due_at=MS + 1)):
        assert (other.queued_at_once, other.first_look_at) == (False, other.due_at)
