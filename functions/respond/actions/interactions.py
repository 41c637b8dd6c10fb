"""Shows one interaction with its labels, and takes an agent's word against the engine's."""

from collections.abc import Callable

from msgspec import UnsetType

from aws import queues, settings
from model.errors import Conflict
from model.messages import Rows
from respond.action import Asked, Caller, Revised, action
from respond.actions import reading
from respond.actions.given import list_given
from respond.denied import deny_conflict, deny_missing, deny_restricted
from respond.shapes.correction import LabelsWanted
from respond.shapes.interaction import InteractionView
from respond.shown import WORDS
from store.dynamo.writes import retrying
from store.interactions.stored import StoredInteraction


@action(scope="conversations:read", audit="read interaction", shows=WORDS)
def get_interaction(caller: Caller, asked: Asked[None]) -> Revised[InteractionView]:
    """Returns one interaction with its labels."""
    return _show(caller, _read_stored(caller, asked.id))


@action(scope="interactions:write", audit="correct interaction", shows=WORDS)
def correct_interaction(caller: Caller, asked: Asked[LabelsWanted]) -> Revised[InteractionView]:
    """Corrects an interaction's labels: an agent's stand against the engine's, also after another analysis.

    Counts follow at once, the person's facts and segments when the queue comes to it.
    """
    wanted = asked.wanted
    _keep_labels(caller, asked.id, wanted, lambda found: asked.seen.check(found.rev))
    queues.send(settings.queue_segments(), Rows(caller.brand, (asked.id,)).to_json())
    return _show(caller, _read_stored(caller, asked.id), " ".join(list_given(wanted)))


def _keep_labels(
    caller: Caller, interaction: str, wanted: LabelsWanted, check: Callable[[StoredInteraction], None]
) -> None:
    intent = None if isinstance(wanted.intent, UnsetType) else tuple(dict.fromkeys(wanted.intent))
    said = None if isinstance(wanted.sentiment, UnsetType) else wanted.sentiment, intent
    again = retrying("an interaction")
    while again():
        found = _read_stored(caller, interaction)
        check(found)
        _check_correctable(caller, found)
        try:
            caller.stores.corrections.keep_correction(
                caller.brand, found, caller.agent, caller.stores.now_ms(), *said
            )
        except Conflict:
            continue  # a count moved at the same time, or the row: then its revision tells
        return


def _check_correctable(caller: Caller, found: StoredInteraction) -> None:
    header = found.header
    if caller.stores.vault.is_restricted(caller.brand, header.owner):
        raise deny_restricted()
    if header.deleted:
        raise deny_conflict("deleted", "It was deleted; there is nothing to correct.")
    if not header.labels_stand:
        raise deny_conflict("not_analysed", "It waits to be analysed; repeat it later.", retryable=True)


def _read_stored(caller: Caller, interaction: str) -> StoredInteraction:
    found = caller.stores.feed.read_stored(caller.brand, [interaction], consistent=True).get(interaction)
    if found is None:
        raise deny_missing()
    return found


def _show(caller: Caller, found: StoredInteraction, about: str = "") -> Revised[InteractionView]:
    opened = list(caller.stores.feed.open_stored(caller.brand, [found]).values())
    if not opened:
        raise deny_missing()
    opened = [caller.stores.feed.texts.read_whole(caller.brand, item) for item in opened]
    caller.note(*(item.id for item in opened), *reading.list_people(opened), about=about)
    (shown,) = reading.show_interactions(caller, opened)
    return Revised(shown, found.rev)
