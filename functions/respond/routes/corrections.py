"""What agents said instead of the engine, as training data: labels and ids; texts only where the brand allows it."""

from typing import Any

from model import policy
from respond import reading, views
from respond.call import AT, PAGING, Call, Reply
from respond.fields import Fields
from store.corrections import Listed

FILTERS: Fields = PAGING


def listed(call: Call) -> Reply:
    """GET /corrections: newest first; a correction is listed as long as its interaction is kept."""
    found, following = call.stores.corrections.listed(call.brand, call.position(AT), call.limit)
    texts = _texts(call, found)
    call.note("export corrections", *texts)
    return call.page([_view(each, texts) for each in found], following)


def _texts(call: Call, found: list[Listed]) -> dict[str, str]:
    """The texts by id, if the brand lets them be used for training and the platform lets them leave."""
    if not call.stores.settings.of(call.brand).corrections_with_text:
        return {}
    rules = {each.item: policy.rule_for(each.platform) for each in found}
    allowed = [item for item, rule in rules.items() if rule.allows("export") and rule.allows("training")]
    items = reading.opened(call, allowed) if allowed else []
    stored_only = call.stores.vault.restrictions(call.brand, {item.owner for item in items})
    texts = {item.id: item.shown.text for item in items if item.shown and item.owner not in stored_only}
    return {item: text for item, text in texts.items() if text}


def _view(each: Listed, texts: dict[str, str]) -> dict[str, Any]:
    return {
        "id": each.item,
        "at": views.iso(each.at),
        "platform": each.platform,
        "language": each.language,
        "engine": each.engine or None,
        "engine_label": each.was,
        "corrected_label": each.now,
        "text": texts.get(each.item),
    }
