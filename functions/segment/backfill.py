"""Contacts whose segments are looked at although nothing came from them: time, an agent or a new rule asks for it."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from aws import observe
from model.errors import Conflict
from model.messages import Review, SegmentWalk
from model.segment_evaluator import SegmentEvaluator
from store.contacts.backfill import DONE, LEAVING, Backfill
from store.contacts.directory import PLATFORMS
from store.contacts.segments import Member
from store.stores import Stores

PAGE = 100
"""Contacts read at once."""
PAGES = 10
"""Pages of one message: if every one of them enters, that is well within the function's time."""


class SegmentBackfill:
    """Looks at contacts again. `forward` queues the rest of a walk."""

    def __init__(self, stores: Stores, forward: Callable[[str], None]) -> None:
        self._stores = stores
        self._forward = forward

    def review_contacts(self, asked: Review) -> None:
        """Puts these contacts into the segments where they belong now."""
        self._look_at(asked.brand, asked.people)

    def take_step(self, asked: SegmentWalk, receives: int) -> None:
        """Takes some pages of a walk, then queues the message for the next.

        What was done already is done no second time.
        """
        walk = self._stores.backfills.find_backfill(asked.brand, asked.segment, asked.walk)
        if walk is None or walk.state == DONE:
            return
        if walk.step == asked.step:
            self._step(asked, walk)
        elif receives > 1 and walk.step == asked.step + 1:
            # Whoever took the step may have ended before they handed it on.
            self._hand_on(asked)

    def _step(self, asked: SegmentWalk, walk: Backfill) -> None:
        if walk.state == LEAVING:
            if not self._emptied(asked):
                self._stores.backfills.end_backfill(asked.brand, asked.segment, walk)
                return
            after = walk
        else:
            after = self._walked(asked.brand, walk)
        if (
            self._stores.backfills.move_backfill(asked.brand, asked.segment, walk, after)
            and after.state != DONE
        ):
            self._hand_on(asked)

    def _hand_on(self, asked: SegmentWalk) -> None:
        self._forward(replace(asked, step=asked.step + 1).to_json())

    def _walked(self, brand: str, walk: Backfill) -> Backfill:
        for _ in range(PAGES):
            platform = walk.platform or PLATFORMS[0]
            found = self._stores.directory.page_contacts(brand, platform, walk.after, PAGE)
            self._look_at(brand, [person for _, person in found])
            walk = replace(walk, seen=walk.seen + len(found))
            if len(found) == PAGE:
                walk = replace(walk, platform=platform, after=found[-1])
                continue
            following = next((each for each in PLATFORMS if each > platform), None)
            if following is None:
                return replace(walk, state=DONE)
            walk = replace(walk, platform=following, after=None)
        return walk

    def _look_at(self, brand: str, people: Iterable[str]) -> None:
        # Who is read as they were before somebody changed them is looked at in vain.
        contacts = self._stores.contacts.read_contacts(brand, people, consistent=True)
        rules = {each.id: each.rule for each in self._stores.segments.list_rules(brand)}
        evaluator = SegmentEvaluator(rules, self._stores.now_ms())
        for person, known in contacts.items():
            self._stores.contacts.change_contact(
                brand, person, evaluator.place_contact, evaluator.list_evidence, known
            )

    def _emptied(self, asked: SegmentWalk) -> bool:
        """Takes some members out; False when there was none left."""
        members, _ = self._stores.segments.page_members(asked.brand, asked.segment, None, PAGE)
        for member in members:
            self._leave(asked, member)
        left, _ = self._stores.segments.page_members(asked.brand, asked.segment, None, 1)
        if left and left[0].contact in {member.contact for member in members}:
            # A function that feeds its own queue ends by itself when it gets nowhere: in the dead queue, with an alarm.
            observe.metric("segment_backfill_stuck")
            raise Conflict("members stay in a segment that is gone")
        return bool(members)

    def _leave(self, asked: SegmentWalk, member: Member) -> None:
        gone = frozenset({asked.segment})
        contacts = self._stores.contacts
        contacts.change_contact(
            asked.brand, member.contact, lambda each: replace(each, segments=each.segments - gone)
        )
        # Of somebody who is not known any more, or does not know of it.
        self._stores.segments.drop_member(asked.brand, asked.segment, member.contact)
