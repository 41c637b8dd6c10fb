"""Amazon Translate: one text into another language.

https://docs.aws.amazon.com/translate/latest/dg/what-is-limits.html
Texts go to the service and into no log of ours.
"""

from typing import NamedTuple

from aws import clients
from aws.clients import CallFailed

BYTES = 10_000
"""Of one text, in UTF-8."""
PATIENCE_S = 15.0

LANGUAGES = frozenset(
    "af am ar az bg bn bs ca cs cy da de el en es es-MX et fa fa-AF fi fr fr-CA ga gu ha he hi hr ht hu hy id is it ja"
    " ka kk kn ko lt lv mk ml mn mr ms mt nl no pa pl ps pt pt-PT ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur"
    " uz vi zh zh-TW".split()
)
"""https://docs.aws.amazon.com/translate/latest/dg/what-is-languages.html"""

ANY = "auto"
_ALIASES = {"nb": "no", "nn": "no", "fil": "tl", "iw": "he", "in": "id"}
_TRADITIONAL = frozenset({"tw", "hk", "mo", "hant"})
_UNSURE = frozenset({"DetectedLanguageLowConfidenceException", "UnsupportedLanguagePairException"})


class Translated(NamedTuple):
    """Holds a translation:

    `language` is what the text was translated from; `whole` whether the service took all of it.
    """

    text: str
    language: str
    whole: bool


class LanguageUnknown(Exception):
    """Tells that the service is not sure which language a text is in."""


def find_language(tag: str | None) -> str:
    """Returns a language as the service names it, `auto` for one that it does not know."""
    code, *rest = (tag or "").lower().replace("_", "-").split("-")
    code = _ALIASES.get(code, code)
    if code == "zh" and _TRADITIONAL & set(rest):
        return "zh-TW"
    return code if code in LANGUAGES else ANY


def translate_text(text: str, language: str, to: str) -> Translated:
    """Returns a text in another language. Raises CallFailed, and LanguageUnknown."""
    part = text.encode("utf-8", "replace")[:BYTES].decode("utf-8", "ignore")
    asked = {"Text": part, "SourceLanguageCode": language, "TargetLanguageCode": to}
    try:
        answer = clients.call("translate", "translate_text", seconds=PATIENCE_S, **asked)
    except CallFailed as error:
        if error.reason in _UNSURE:
            raise LanguageUnknown from error
        raise
    return Translated(answer["TranslatedText"], answer["SourceLanguageCode"], len(part) == len(text))


__all__ = [
    "ANY",
    "BYTES",
    "LANGUAGES",
    "CallFailed",
    "LanguageUnknown",
    "Translated",
    "find_language",
    "translate_text",
]
