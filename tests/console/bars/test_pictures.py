"""Bar 20: every screen looks as it did before, under a frozen clock."""

from base64 import b64encode
from datetime import UTC, datetime
from itertools import product

import pytest

from infra.template import ROOT
from tests.console.bars.figures import (
    SCREENS,
    change_answers,
    fill_everything,
    go_to,
    is_moment,
    print_figure,
)
from tests.console.bars.test_looks import dress
from tests.console.samples import NOW
from tests.console.stage import Stage

pytestmark = pytest.mark.bars

FROZEN = datetime(2026, 11, 29, 12, tzinfo=UTC)
# The share of pixels that differ by more than what smoothing does.
COMPARE = """async (pictures) => {
  const [a, b] = await Promise.all(pictures.map(async (text) => {
    const image = new Image();
    image.src = `data:image/png;base64,${text}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    return pen.getImageData(0, 0, image.width, image.height);
  }));
  if (a.width !== b.width || a.height !== b.height) return 1;
  let other = 0;
  for (let at = 0; at < a.data.length; at += 4)
    if ([0, 1, 2].some((each) => Math.abs(a.data[at + each] - b.data[at + each]) > 16)) other += 1;
  return other / (a.width * a.height);
}"""


def move_moment(text: str) -> str:
    """Moves a moment of the samples, which are about now, to where the frozen clock stands."""
    if len(text) == 10:
        return text
    moved = datetime.fromisoformat(text) - NOW + FROZEN
    return moved.isoformat().replace("+00:00", "Z")


def compare_pictures(stage: Stage, before: bytes, now: bytes) -> float:
    """Returns the share of pixels that differ."""
    page = stage.context.new_page()
    share = page.evaluate(COMPARE, [b64encode(each).decode() for each in (before, now)])
    page.close()
    return float(share)


@pytest.mark.parametrize(("theme", "width"), list(product(("light", "dark"), (1280, 360))))
def test_bar_20_every_screen_looks_as_before(stage: Stage, theme: str, width: int) -> None:
    """The first run keeps what it saw in `.local/screens`; the next ones compare."""
    fill_everything(stage)
    change_answers(stage, lambda _, text: move_moment(text) if is_moment(text) else text)
    dress(stage, theme, "en", width)
    stage.page.clock.set_fixed_time("2026-11-29T12:00:00Z")
    folder = ROOT / ".local" / "screens" / f"{theme}-{width}"
    folder.mkdir(parents=True, exist_ok=True)
    page = stage.open()
    differ, compared = {}, 0
    for address in SCREENS:
        go_to(page, address)
        file = folder / f"{address.removeprefix('#/').replace('/', '-')}.png"
        taken = page.screenshot(animations="disabled", caret="hide")
        if file.exists():
            compared += 1
            share = compare_pictures(stage, file.read_bytes(), taken)
            if share > 0.001:
                differ[address] = share
        else:
            file.write_bytes(taken)
    print_figure("bar 20", f"{theme} {width}: {compared} of {len(SCREENS)} compared, {len(differ)} differ")
    assert differ == {}
