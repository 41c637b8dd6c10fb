"""Bars 15, 17 and 19: every screen for everybody: themes, languages, widths, directions, clocks."""

import re
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from infra.template import ROOT
from respond.access import list_scopes
from tests.console.bars.figures import (
    SCREENS,
    fill_everything,
    go_to,
    print_figure,
)
from tests.console.samples import make_message, make_page
from tests.console.stage import Failure, Stage, make_me

pytestmark = pytest.mark.bars

COMBINATIONS = list(product(("light", "dark"), ("en", "ar"), (1280, 360)))
# What is smaller than a fingertip and does not stand within a line of text.
SMALL = """() => [...document.querySelectorAll('button, a, input, select, summary, textarea')]
  .filter((each) => each.checkVisibility({visibilityProperty: true})
    && !each.closest('.unseen, .words, p, li, td, label')
    && !each.matches('.unseen, .skip, [type=hidden]'))
  .map((each) => [each.getBoundingClientRect(), each])
  .filter(([box]) => box.width > 1 && (box.width < 24 || box.height < 24))
  .map(([box, each]) => `${each.outerHTML.slice(0, 90)} ${box.width.toFixed(1)} x ${box.height.toFixed(1)}`)"""
# What somebody would touch and meets something else: it lies below another part, and is not just scrolled away.
COVERED = """() => [...document.querySelectorAll('button, a, input, select, summary, textarea')]
  .filter((each) => each.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && !each.matches('.unseen, .skip'))
  .flatMap((each) => {
    const box = each.getClientRects()[0];
    if (!box || box.width < 2) return [];
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    for (let around = each; around; around = around.parentElement) {
      const edge = around.getBoundingClientRect();
      const isClip = getComputedStyle(around).overflow !== 'visible';
      if (isClip && (x < edge.left || x > edge.right || y < edge.top || y > edge.bottom)) return [];
    }
    const met = document.elementFromPoint(x, y);
    if (!met || each.contains(met) || met.contains(each) || met.closest('.toasts')) return [];
    return [`${each.outerHTML.slice(0, 90)} is below ${met.outerHTML.slice(0, 90)}`];
  })"""
# What stands on the screen as words and did not come through the catalogue.
WORDS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const box = walk.currentNode.parentElement;
    if (box.closest('script, style, noscript, kbd, code, bdi, .words, [data-testid=message-text]')) continue;
    found.push(walk.currentNode.textContent.trim());
  }
  for (const each of document.querySelectorAll('[aria-label], [title], [placeholder]'))
    found.push(...['aria-label', 'title', 'placeholder'].map((name) => each.getAttribute(name) ?? ''));
  return found.filter((text) => /[A-Za-z]{3}/.test(text.replace(/\\u27e6.*?\\u27e7/gs, '')));
}"""


CALENDAR = re.compile(
    "(mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|min|ago|day|gmt|utc|europe|berlin)[a-z]*",
    re.IGNORECASE,
)
ZONE = re.compile(r"[A-Z]\w+/[\w/+-]+")
PLATFORMS = (ROOT / "docs" / "platforms.md").read_text(encoding="utf-8")


def dress(stage: Stage, theme: Any, language: str, width: int, height: int = 800) -> None:
    """Gives the page a theme, a language and a width before it is opened."""
    stage.page.emulate_media(color_scheme=theme)
    stage.page.set_viewport_size({"width": width, "height": height})
    stage.page.add_init_script(f"localStorage.setItem('rapport.locale', '{language}')")


@pytest.mark.parametrize(("theme", "language", "width"), COMBINATIONS)
def test_bar_15_nothing_is_out_of_reach(stage: Stage, theme: str, language: str, width: int) -> None:
    fill_everything(stage)
    dress(stage, theme, language, width)
    page = stage.open()
    found: list[str] = []
    for address in SCREENS:
        go_to(page, address)
        found += [f"{address} {each}" for each in stage.find_violations()]
    print_figure("bar 15", f"{theme} {language} {width}: {len(SCREENS)} screens, {len(found)} violations")
    assert found == []


@pytest.mark.parametrize("state", ["empty", "problem"])
@pytest.mark.parametrize(("theme", "language", "width"), COMBINATIONS)
def test_bar_15_nor_is_what_is_empty_or_failed(
    stage: Stage, theme: str, language: str, width: int, state: str
) -> None:
    fill_everything(stage)
    dress(stage, theme, language, width)
    for route, answer in list(stage.answers.items()):
        if not route.startswith("GET ") or route in ("GET /me", "GET /updates"):
            continue
        if state == "problem":
            stage.tell(route, Failure(503, "unavailable", "Not now."))
        elif isinstance(answer, dict) and "next_cursor" in answer:
            stage.tell(route, make_page([]))
    page = stage.open()
    found: list[str] = []
    for address in SCREENS:
        go_to(page, address)
        found += [f"{address} {each}" for each in stage.find_violations()]
    print_figure(
        "bar 15", f"{state}, {theme} {language} {width}: {len(SCREENS)} screens, {len(found)} violations"
    )
    assert found == []


@pytest.mark.parametrize("width", [360, 320, 640, 1280])
def test_bar_17_everything_fits_and_can_be_touched(stage: Stage, width: int) -> None:
    """A window of 1,280 pixels at 200 % is one of 640."""
    fill_everything(stage)
    dress(stage, "light", "en", width, 640)
    page = stage.open()
    wide: list[str] = []
    small: set[str] = set()
    covered: set[str] = set()
    for address in SCREENS:
        go_to(page, address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
        small |= {f"{address} {each}" for each in page.evaluate(SMALL)}
        covered |= {f"{address} {each}" for each in page.evaluate(COVERED)}
    print_figure(
        "bar 17",
        f"{width} x 640: {len(wide)} screens scroll sideways, {len(small)} targets below 24 pixels,"
        f" {len(covered)} below something else",
    )
    assert (wide, sorted(small), sorted(covered)) == ([], [], [])


def list_given(data: Any) -> set[str]:
    """Lists every text that the API gave: names and words of people are not translated."""
    if isinstance(data, dict):
        return set().union(*(list_given(each) for each in data.values())) | set(data)
    if isinstance(data, list):
        return set().union(*(list_given(each) for each in data))
    return {data} if isinstance(data, str) else set()


def test_bar_19_every_word_is_translated(stage: Stage) -> None:
    fill_everything(stage)
    dress(stage, "light", "en-XA", 1280)
    given = set().union(*(list_given(each) for each in stage.answers.values() if not callable(each)))
    given = {word for each in given for word in re.findall("[A-Za-z]{3,}", each)} | {
        "English",
        "Deutsch",
        "Rapport",
        "Amazon",
        "Comprehend",
        "Pseudo",
    }
    page = stage.open()
    left: set[str] = set()
    for address in SCREENS:
        go_to(page, address)
        left |= {f"{address}: {text}" for text in page.evaluate(WORDS) if not is_given(text, given)}
    print_figure("bar 19", f"{len(left)} texts on {len(SCREENS)} screens that are in no catalogue")
    assert sorted(left) == [], "\n".join(sorted(left))


def is_given(text: str, given: set[str]) -> bool:
    """Tells whether what is left of a text without its translated parts came from the API, a calendar or a name."""
    rest = re.sub("⟦.*?⟧", "", text, flags=re.DOTALL)
    words = [] if ZONE.fullmatch(rest) else re.findall(r"[A-Za-z]{3,}", rest)
    return all(word in given or CALENDAR.fullmatch(word) or word in PLATFORMS for word in words)


def test_bar_19_arabic_is_mirrored_and_mixed_texts_keep_their_order(stage: Stage) -> None:
    fill_everything(stage)
    mixed = "السعر 250 EUR (Model X-5) اليوم"
    stage.tell(
        "GET /conversations/{id}/interactions",
        make_page([make_message("i1", mixed), make_message("i2", "Hello, 5!")]),
    )
    dress(stage, "light", "ar", 1280)
    page = stage.open("#/c/c1")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    rail, main = (find_left(page, each) for each in ("nav", "main"))
    texts = page.get_by_test_id("message-text")
    ways = texts.locator(".words").evaluate_all("all => all.map((each) => getComputedStyle(each).direction)")
    assert set(ways) == {"ltr", "rtl"}
    assert texts.filter(has_text="250").inner_text() == mixed
    print_figure(
        "bar 19", f"ar: the rail is at {rail:.0f}, the conversation at {main:.0f}; each text has its own way"
    )
    assert rail > main


def find_left(page: Page, what: str) -> float:
    box = page.locator(what).first.bounding_box()
    assert box is not None
    return box["x"]


@pytest.mark.parametrize(
    ("zone", "cycle", "at", "shown"),
    [
        ("Asia/Kathmandu", "h23", "2026-11-29T12:00:00Z", "17:45"),
        ("Asia/Kathmandu", "h12", "2026-11-29T12:00:00Z", "5:45 PM"),
        ("Europe/Berlin", "h23", "2026-10-25T00:30:00Z", "02:30"),
        ("Europe/Berlin", "h23", "2026-10-25T01:30:00Z", "02:30"),
        ("Europe/Berlin", "h23", "2026-03-29T01:00:00Z", "03:00"),
        ("Europe/Berlin", "h12", "2026-03-29T00:59:00Z", "1:59 AM"),
    ],
)
def test_bar_19_clocks_are_right(stage: Stage, zone: str, cycle: str, at: str, shown: str) -> None:
    fill_everything(stage)
    chosen = {"zone": zone, "hour_cycle": cycle, "locale": "en"}
    stage.tell("GET /me", make_me("admin", sorted(list_scopes("admin"))) | {"preferences": chosen})
    stage.tell(
        "GET /conversations/{id}/interactions", make_page([make_message("i1", "Hello", occurred_at=at)])
    )
    page = stage.open("#/c/c1")
    told = page.get_by_test_id("message").locator("time").first.inner_text().replace("\u202f", " ")
    print_figure("bar 19", f"{at} in {zone} ({cycle}): {told}")
    assert told.lower() == shown.lower()
