"""Translates what somebody wrote for an agent who does not read its language.

The text goes to Amazon Translate only where the brand gave it a day's budget and the platform's terms allow it; the
translation is shown once and kept nowhere.
"""

from aws import observe, translate
from model.brand_settings import Settings
from model.interaction import Interaction
from model.policy import RULES, rule_for
from respond.action import Asked, Caller, action
from respond.actions import reading
from respond.denied import deny_conflict, deny_missing, deny_restricted
from respond.shapes.interaction import find_language
from respond.shapes.translation import TranslationView, TranslationWanted
from respond.shown import WORDS
from store.brand import budgets

SPENT = "translate"


@action(scope="conversations:read", audit="translate interaction", shows=WORDS)
def translate_interaction(caller: Caller, asked: Asked[TranslationWanted]) -> TranslationView:
    """Translates an interaction's text; the text goes to Amazon Translate, the translation is kept nowhere."""
    item = _read_item(caller, asked.id)
    text = _find_text(item)
    settings = caller.stores.settings.read_settings(caller.brand)
    _check_allowed(settings, item.platform)
    if not budgets.spend(
        caller.brand, SPENT, len(text), settings.translation_characters, caller.stores.clock()
    ):
        observe.metric("translation_over_budget", 1)
        raise deny_conflict(
            "translation_spent", "What may be translated in a day is used up.", retryable=True
        )
    caller.note(item.id, *reading.list_people([item]))
    to, known = asked.wanted.to, translate.find_language(find_language(item))
    try:
        said = translate.translate_text(text, translate.ANY if known == to else known, to)
    except translate.LanguageUnknown as error:
        raise deny_conflict("language_unknown", "It cannot be told which language that is.") from error
    return TranslationView(id=item.id, text=said.text, language=said.language, to=to, complete=said.whole)


def list_translated(settings: Settings) -> list[str]:
    """Returns the platforms whose texts a brand may have translated."""
    if not settings.translation_characters:
        return []
    return sorted(name for name, rule in RULES.items() if rule.handing_on)


def _read_item(caller: Caller, interaction: str) -> Interaction:
    """Returns the interaction if it may still be read: nobody reads those of a restricted person (GDPR Article 18)."""
    item = caller.stores.feed.open_interactions(caller.brand, [interaction]).get(interaction)
    if item is None:
        raise deny_missing()
    if caller.stores.vault.is_restricted(caller.brand, item.owner):
        raise deny_restricted()
    return caller.stores.feed.texts.read_whole(caller.brand, item)


def _find_text(item: Interaction) -> str:
    text = item.shown and (item.shown.text or item.shown.title)
    if not text or not text.strip():
        raise deny_conflict("no_text", "There is no text to translate.")
    return text


def _check_allowed(settings: Settings, platform: str) -> None:
    if not settings.translation_characters:
        raise deny_conflict("translation_off", "The brand's settings let no text be translated.")
    if not rule_for(platform).handing_on:
        raise deny_conflict("terms_forbid", "The platform's terms do not let its texts be translated.")
