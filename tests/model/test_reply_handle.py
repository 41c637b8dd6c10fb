"""What an answer has to bring along: kept sealed with the item, good for a time, and the longest one wins."""

import json
from dataclasses import replace

from model import naming
from model.event import ReplyHandle
from model.fold import deletion_at, fold
from model.interaction import Interaction
from model.reply_handle import find_reply_handle

NOW = 1_790_000_000_000
ITEM = Interaction("i" * 32, "acme", "line", "acc", seen_at=NOW, received_at=NOW)
SHORT = ReplyHandle((("token", "a"),), NOW + 1_000)
LONG = ReplyHandle((("token", "b"),), NOW + 60_000)
ENDLESS = ReplyHandle((("references", "<1@mail.example>"),))


def test_it_is_good_until_its_time_and_not_for_what_was_deleted() -> None:
    item = replace(ITEM, reply_handle=SHORT)
    assert find_reply_handle(item, NOW) == SHORT
    assert find_reply_handle(item, NOW + 1_000) is None
    assert find_reply_handle(replace(ITEM, reply_handle=ENDLESS), 10**14) == ENDLESS
    assert find_reply_handle(replace(item, deleted_order=deletion_at(NOW, "d")), NOW) is None


def test_the_one_that_lasts_longer_wins_whichever_comes_first() -> None:
    for one, other in ((SHORT, LONG), (LONG, SHORT), (None, LONG)):
        folded = fold(replace(ITEM, reply_handle=one), replace(ITEM, reply_handle=other))
        assert folded.reply_handle == LONG
    assert fold(replace(ITEM, reply_handle=LONG), replace(ITEM, reply_handle=ENDLESS)).reply_handle == ENDLESS


def test_it_is_part_of_the_sealed_record_alone() -> None:
    item = replace(ITEM, reply_handle=LONG)
    record = json.loads(json.dumps(naming.to_personal_record(item)))
    assert naming.from_personal_record(ITEM, record) == item
    assert "reply" not in naming.to_personal_record(ITEM)
