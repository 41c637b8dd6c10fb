"""Bar 13: no text that anybody wrote can be anything but text, in whatever field of whatever answer it stands."""

import json
import re
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Dialog, expect

from infra.template import ROOT
from tests.console.bars.figures import (
    SCREENS,
    change_answers,
    fill_everything,
    fill_richly,
    go_to,
    print_figure,
)
from tests.console.samples import make_message, make_page
from tests.console.stage import Stage

pytestmark = pytest.mark.bars

CALL = "alert(1)"
ATTEMPTS = [
    f"<script>{CALL}</script>", f"<img src=x onerror={CALL}>", f"<svg onload={CALL}>", f"<svg/onload={CALL}//",
    f"<iframe src=javascript:{CALL}>", f"<iframe srcdoc='<script>{CALL}</script>'>", f"<body onload={CALL}>",
    f"<details open ontoggle={CALL}>", f"<video><source onerror={CALL}>", f"<a href='javascript:{CALL}'>x</a>",
    f"<math><mi xlink:href='javascript:{CALL}'>", "<style>*{display:none}</style>", "<base href=//evil.example>",
    f"<form action=javascript:{CALL}><button>", "<meta http-equiv=refresh content=0;url=//evil.example>",
    f"<object data=javascript:{CALL}>", f"<embed src=javascript:{CALL}>", f"<input autofocus onfocus={CALL}>",
    f"javascript:{CALL}", f"JaVaScRiPt:{CALL}", f"java\tscript:{CALL}", f"data:text/html,<script>{CALL}</script>",
    f"vbscript:{CALL}", "https://evil.example/\u202egpj.exe", "\u202eabc\u2066", "https://good.example@evil.example/",
    f"{{{{constructor.constructor('{CALL}')()}}}}", f"${{{CALL}}}", f"](javascript:{CALL})", "%3Cscript%3E",
    "&lt;script&gt;", "<!-- --!><script>", "</textarea><script>", "</title><script>", "]]><script>", "'\"><b>",
    "\\u003cscript\\u003e", "__proto__", "constructor", "=cmd|' /C calc'!A1",
]  # fmt: skip
WRAPS = ("{}", "see {} please")
HOSTILE = [wrap.format(each) for each in ATTEMPTS for wrap in WRAPS]
# Names that a platform, a person or another brand gives; what steers the page (ids, states, keys) is not among them.
STEERING = {
    "account", "account_id", "accounts", "agent", "agents", "attribute", "by", "code", "conversation_id",
    "cursor", "data", "density", "has", "hour_cycle", "id", "in", "intent", "is", "is_not", "key", "kind",
    "language", "last_intent", "last_kind", "last_language", "last_mode", "last_sentiment", "locale",
    "next_cursor", "ops", "page_languages", "place", "platform", "platforms", "post_id", "role", "scopes",
    "segment", "segments", "sentiment", "state", "status", "theme", "token", "type", "version", "way", "what",
    "zone", "from", "to",
}  # fmt: skip
CONTROLS = re.compile("[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]|U\\+[0-9A-F]{4}")
FOUND = """() => ({
  made: document.querySelectorAll('main script, main style, main iframe, main object, main embed, main img, main video,'
    + ' body base, body meta, [onload], [onerror], [onfocus], [ontoggle], [action]').length,
  links: [...document.querySelectorAll('body [href]')]
    .map((each) => each.href).filter((href) => !/^https?:/.test(href)),
  reports: window.reports,
})"""


def list_text_fields() -> set[str]:
    """Lists the fields of all schemas in which any text may stand."""
    schemas = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))["components"][
        "schemas"
    ]

    def takes_any(field: dict[str, Any]) -> bool:
        if "anyOf" in field:
            return any(takes_any(each) for each in field["anyOf"])
        if field.get("type") == "array":
            return takes_any(field.get("items", {}))
        return field.get("type") == "string" and not {"enum", "format", "pattern", "const"} & field.keys()

    found = {
        name
        for each in schemas.values()
        for name, field in each.get("properties", {}).items()
        if takes_any(field)
    }
    return found - STEERING


def plain(text: str) -> str:
    """Returns a text as it can be compared: without spaces, marks and what marks stand for."""
    return re.sub(r"\s+", "", CONTROLS.sub("", text))


@pytest.fixture
def watched(stage: Stage) -> Stage:
    stage.page.add_init_script(
        "window.reports = []; addEventListener('securitypolicyviolation',"
        " (event) => window.reports.push(event.violatedDirective));"
    )
    return stage


def test_bar_13_every_field_of_every_answer_is_text_only(watched: Stage) -> None:
    fields = list_text_fields()
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    watched.page.on("dialog", refuse)
    number = count()
    put: set[str] = set()

    def spoil(name: str, text: str) -> str:
        if name not in fields or not text:
            return text
        put.add(name)
        return HOSTILE[next(number) % len(HOSTILE)]

    fill_richly(watched)
    change_answers(watched, spoil)
    page = watched.open()
    found: list[Any] = []
    for address in [*SCREENS, "#/inbox/mentions", "#/inbox/approvals", "#/posts/p9"]:
        go_to(page, address)
        translate = page.get_by_role("button", name="Translate")
        if translate.count():
            translate.first.click()
            expect(page.get_by_test_id("translation")).to_be_visible()
        seen = page.evaluate(FOUND)
        if seen["made"] or seen["links"] or seen["reports"]:
            found.append((address, seen))
    print_figure(
        "bar 13",
        f"{len(HOSTILE)} texts in {len(put)} fields on {len(SCREENS)} screens: {len(dialogs)} dialogs,"
        f" {len(found)} screens with elements, links or reports made of them",
    )
    assert (dialogs, found, watched.foreign) == ([], [], [])
    assert len(HOSTILE) >= 80
    assert next(number) > len(HOSTILE)
    assert {"text", "title", "detail", "snippet", "offer", "offers", "name"} & fields <= put


def test_bar_13_what_was_written_is_shown_as_it_was_written(watched: Stage) -> None:
    fill_everything(watched)
    page = watched.open()
    missing: list[str] = []
    for start in range(0, len(HOSTILE), 10):
        texts = HOSTILE[start : start + 10]
        rows = [make_message(f"i{each}", text) for each, text in enumerate(texts)]
        watched.tell("GET /conversations/{id}/interactions", make_page(rows))
        go_to(page, f"#/c/c{1 + start // 10}")
        shown = plain("".join(page.get_by_test_id("message-text").all_inner_texts()))
        missing += [text for text in texts if plain(text) not in shown]
    print_figure("bar 13", f"{len(HOSTILE) - len(missing)} of {len(HOSTILE)} texts are shown as written")
    assert missing == []
    assert page.evaluate(FOUND)["reports"] == []
