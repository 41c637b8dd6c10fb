"""One browser for the tests of the page. Without one they are left out, unless RAPPORT_BROWSER=required."""

import atexit
import os
import shutil
from collections.abc import Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from respond.console import PAGE
from tests.console.stage import Stage

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

PATIENCE_MS = 30_000
"""How long a screen may take to show what is expected: a busy machine is no fault of the page."""

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Browser:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None or not (PAGE / "index.html.gz").exists():
        missing = (
            "no Chromium on this machine" if found is None else "the page was not built (`make console`)"
        )
        if os.environ.get("RAPPORT_BROWSER") == "required":
            pytest.fail(missing)
        pytest.skip(f"{missing}: the page's screens are not tested")
    return _start(found)


@cache
def _start(chromium: str) -> Browser:
    """Starts the one browser of this process: a second one beside it is refused by Playwright."""
    playwright = sync_playwright().start()
    atexit.register(playwright.stop)
    return playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)


@pytest.fixture
def stage(browser: Browser) -> Iterator[Stage]:
    """The page of a brand whose API answers what the test says, at noon in Berlin."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="en-GB", timezone_id="Europe/Berlin"
    )
    made = Stage(context)
    yield made
    context.close()
    assert made.complaints == [], "the page is silent in the console"


@pytest.fixture
def page(stage: Stage) -> Page:
    return stage.page
