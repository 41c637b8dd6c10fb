"""Lists what agents said instead of the engine, as training data: labels and ids.

Texts go with them only where the brand allows it and the platform's terms let them leave, without names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from model import policy
from model.interaction import Interaction
from model.redaction import redacted
from respond.action import Asked, Caller, action
from respond.actions import reading
from respond.paging import AT, make_page, read_position
from respond.shapes.correction import CorrectionView, show_correction
from respond.shapes.page import Page, PageQuery
from respond.shown import WORDS
from store.interactions.corrections import Listed


@action(scope="corrections:read", audit="export corrections", shows=WORDS)
def list_corrections(caller: Caller, asked: Asked[PageQuery]) -> Page[CorrectionView]:
    """Lists corrections newest first; one is listed as long as its interaction is kept."""
    before = read_position(caller, asked, AT)
    found, following = caller.stores.corrections.list_corrections(caller.brand, before, asked.wanted.limit)
    items = _read_items(caller, found)
    caller.note(*(items or [NO_TEXT]))
    return make_page(
        caller, asked, [show_correction(each, items.get(each.item)) for each in found], following
    )


NO_TEXT = ""
"""Stands for the target of an entry that names nobody: labels alone were exported."""


def _read_items(caller: Caller, found: Sequence[Listed]) -> dict[str, Interaction]:
    """Returns items by id, if the brand lets them be used for training and the platform lets them leave.

    Names of their authors and of those tagged in them are taken out of the texts.
    """
    if not caller.stores.settings.read_settings(caller.brand).corrections_with_text:
        return {}
    rules = {each.item: policy.rule_for(each.platform) for each in found}
    allowed = [item for item, rule in rules.items() if rule.allows("export") and rule.allows("training")]
    items = reading.open_interactions(caller, allowed) if allowed else []
    stored_only = caller.stores.vault.find_restricted(caller.brand, {item.owner for item in items})
    masked = _mask_names(caller, [item for item in items if item.owner not in stored_only])
    return {item.id: item for item in masked if item.shown and item.shown.text}


def _mask_names(caller: Caller, items: Sequence[Interaction]) -> list[Interaction]:
    people = {person for item in items for person in (item.author, item.customer, *item.people) if person}
    known = caller.stores.profiles.list_names(caller.brand, people) if people else {}
    return [_mask(item, known) for item in items]


def _mask(item: Interaction, known: Mapping[str, Sequence[str]]) -> Interaction:
    if item.content is None:
        return item
    people = (item.author, item.customer, *item.people)
    words = [word for person in people if person for word in known.get(person, ())]
    words += [word for each in item.content.named for word in each.words]
    return replace(item, content=redacted(item.content, words))
