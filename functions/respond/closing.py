"""Does what follows once a conversation is closed: whether that kept its promise is counted, its customer asked."""

from collections.abc import Callable

from model.conversation import Conversation, Status
from respond.surveying import ask_rating
from store.stores import Stores


def change_known_head(
    stores: Stores, brand: str, conversation: str, step: Callable[[Conversation], Conversation], by: str = ""
) -> tuple[Conversation, Conversation] | None:
    """Returns a head before and after `step`, for `follow_closing`; None where there is no such head.

    `by` is the agent who changes it, if one does. Raises Conflict when others keep changing it.
    """
    seen = list[Conversation]()

    def note_step(head: Conversation | None) -> Conversation | None:
        seen[:] = [] if head is None else [head]
        return None if head is None else step(head)

    after = stores.conversations.change_head(brand, conversation, note_step, by=by)
    return None if after is None else (seen[0], after)


def follow_closing(stores: Stores, known: Conversation, after: Conversation) -> None:
    """Does what follows if a conversation was just closed; `known` is the head before."""
    if known.status is Status.CLOSED or after.status is not Status.CLOSED:
        return
    if not _was_solved_before(known):
        _count_solution(stores, known, after)
    ask_rating(stores, after)


def _was_solved_before(known: Conversation) -> bool:
    """Tells whether a closing that was taken back is done again: nobody wrote since it was counted."""
    return bool(known.closed_at) and known.last_in_at <= known.closed_at


def _count_solution(stores: Stores, known: Conversation, after: Conversation) -> None:
    kept = stores.sla.read_policy(after.brand).judge_solution(known, after.closed_at)
    # How long somebody waited whose data may only be stored is not counted.
    if kept is not None and not (known.customer and stores.vault.is_restricted(known.brand, known.customer)):
        now_s = int(stores.clock())
        stores.response_times.add_solution(after.brand, after.platform, after.closed_at, kept, now_s)
