"""Takes the pictures in docs/console.md from the running local stack: `python -m infra.docs.screens`."""

import shutil
import sys

from infra.cli.errors import CommandError
from infra.cli.target import stack_file
from infra.template import ROOT

PICTURES = ROOT / "docs" / "console"
SCREENS = {
    "inbox": ("#/inbox/all", 1360, "light"),
    "segments": ("#/segments/new", 1360, "light"),
    "accounts": ("#/accounts", 1360, "light"),
    "phone": ("#/inbox/all", 360, "dark"),
}
"""Name of the picture -> address, width and theme."""


LAST_TO_COME = {
    "segments": ("[data-testid=preview-total]",),
    "accounts": ("article:nth-of-type(9) [data-testid=account-health] :not(.skeleton *)",),
}
"""Name of the picture -> what is asked for after the rest."""
BESIDE = ("[data-testid=send-option][data-mode=private]", ".person h2")
"""What comes last beside a conversation that is opened from the list."""
PATIENCE_MS = 240_000
# Nothing that can be seen is still on its way.
SHOWN = """() => document.body.dataset.ready === 'true'
  && ![...document.querySelectorAll('.skeleton')].some((each) => each.getBoundingClientRect().top < innerHeight)"""


def take_pictures() -> None:
    """Writes one picture a screen. Raises CommandError without a stack or a browser."""
    from playwright.sync_api import sync_playwright

    stack = stack_file()
    chromium = shutil.which("chromium")
    if chromium is None:
        raise CommandError("there is no Chromium here")
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, (address, width, theme) in SCREENS.items():
            size = {"width": width, "height": 640 if width < 500 else 800}
            context = browser.new_context(
                viewport={"width": size["width"], "height": size["height"]},
                color_scheme="dark" if theme == "dark" else "light",
            )
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            page.goto(f"{stack['console_url']}#token={stack['token']}")
            page.wait_for_selector("body[data-ready=true]")
            page.evaluate("address => { location.hash = address; }", address)
            page.wait_for_timeout(1000)
            for wanted in LAST_TO_COME.get(name, ()):
                page.wait_for_selector(wanted)
            page.wait_for_function(SHOWN)
            if name == "inbox":
                page.keyboard.press("j")
                page.keyboard.press("j")
                page.wait_for_url("**#/c/**")
                for wanted in BESIDE:
                    page.wait_for_selector(wanted)
                page.wait_for_function(SHOWN)
            page.screenshot(path=PICTURES / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    try:
        take_pictures()
    except CommandError as error:
        sys.exit(str(error))
