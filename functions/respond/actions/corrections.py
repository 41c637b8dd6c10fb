"""Lists what agents said instead of the engine, as training data: labels and ids.

Texts go with them only where the brand allows it and the platform's terms let them leave.
"""

from collections.abc import Sequence

from model import policy
from respond.action import Asked, Caller, action
from respond.actions import reading
from respond.paging import AT, make_page, read_position
from respond.shapes.correction import CorrectionView, show_correction
from respond.shapes.page import Page, PageQuery
from store.interactions.corrections import Listed


@action(scope="corrections:read", audit="export corrections")
def list_corrections(caller: Caller, asked: Asked[PageQuery]) -> Page[CorrectionView]:
    """Lists corrections newest first; one is listed as long as its interaction is kept."""
    before = read_position(caller, asked, AT)
    found, following = caller.stores.corrections.list_corrections(caller.brand, before, asked.wanted.limit)
    texts = _read_texts(caller, found)
    caller.note(*(texts or [NO_TEXT]))
    return make_page(
        caller, asked, [show_correction(each, texts.get(each.item)) for each in found], following
    )


NO_TEXT = ""
"""Stands for the target of an entry that names nobody: labels alone were exported."""


def _read_texts(caller: Caller, found: Sequence[Listed]) -> dict[str, str]:
    """Returns texts by id, if the brand lets them be used for training and the platform lets them leave."""
    if not caller.stores.settings.read_settings(caller.brand).corrections_with_text:
        return {}
    rules = {each.item: policy.rule_for(each.platform) for each in found}
    allowed = [item for item, rule in rules.items() if rule.allows("export") and rule.allows("training")]
    items = reading.open_interactions(caller, allowed) if allowed else []
    stored_only = caller.stores.vault.find_restricted(caller.brand, {item.owner for item in items})
    texts = {item.id: item.shown.text for item in items if item.shown and item.owner not in stored_only}
    return {item: text for item, text in texts.items() if text}
