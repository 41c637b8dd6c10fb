"""Words that the API names by a code are phrases of every catalogue: no agent reads `token_dead`."""

import re

import pytest

from aws.settings import REPLAYED
from infra.template import ROOT
from model.contact import Stage
from model.event import Kind
from model.reply import ReplyState
from model.trends import NEGATIVE_SHARE, REACH, VOLUME
from respond.access import ROLES, SCOPES

CATALOGUES = ROOT / "console" / "src" / "i18n"
UNSEEN = {Kind.CONTROL, Kind.IGNORE, Kind.BACKLINK}
CODES = {
    "stages": [*Stage],
    "kinds": [each for each in Kind if each not in UNSEEN],
    "states of replies": [*ReplyState],
    "signals": [VOLUME, NEGATIVE_SHARE, REACH],
    "queues": [*REPLAYED],
    "roles": sorted(ROLES),
    "why parked": [
        "unreadable", "too_large", "too_slow", "unknown_shape", "unknown_account", "exhausted", "to_be_fetched",
    ],
    "why not sent": ["window_closed", "token_dead", "restricted", "opted_out", "human_has_it", "no_contact"],
}  # fmt: skip


def list_phrases(language: str) -> set[str]:
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(CATALOGUES.glob(f"{language}*.ts")))
    return {quoted or bare for quoted, bare in re.findall(r"^  (?:'([^'\n]+)'|(\w+)):", text, re.MULTILINE)}


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("what", CODES)
def test_every_code_that_a_screen_shows_is_a_phrase(what: str, language: str) -> None:
    phrases = list_phrases(language)
    assert [each for each in CODES[what] if str(each).replace("_", " ") not in phrases] == []


def test_every_scope_is_told_in_words() -> None:
    text = (ROOT / "console/src/screens/settings/rights.tsx").read_text(encoding="utf-8")
    parts = {part for scope in SCOPES for part in scope.split(":")}
    assert sorted(part for part in parts if not re.search(rf"\b{part}: '", text)) == []
