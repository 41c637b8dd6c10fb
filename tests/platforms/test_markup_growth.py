"""HTML and texts that were made to take long are read in linear time."""

import pytest

from platforms.reading import html_reader
from segment import topics
from segment.scoring.engine import score
from tests.growth import BOUND, growth

HOSTILE = {
    "open elements": "<svg>", "comments": "<!--", "ends": "</", "declarations": "<!a", "sections": "<![CDATA[",
    "instructions": "<?", "attributes": "<a b='", "scripts": "<script></x", "entities": "&#", "lesser": "<",
    "links": "https://", "handles": "@a", "hashtags": "#a", "joined": "a-", "mails": "a@b.", "marks": "!?",
}  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_b9_markup_is_read_in_linear_time(hostile: str) -> None:
    assert growth(html_reader.read_plain, lambda number: HOSTILE[hostile] * number) < BOUND
    assert growth(html_reader.read_plain, lambda number: f"{HOSTILE[hostile] * number}>") < BOUND


def test_b9_elements_that_end_in_vain_are_read_in_linear_time() -> None:
    assert growth(html_reader.read_plain, lambda number: "<svg>" * number + "</style></svg>" * number) < BOUND


@pytest.mark.parametrize("hostile", HOSTILE)
def test_b9_labels_and_topics_are_found_in_linear_time(hostile: str) -> None:
    assert growth(score, lambda number: HOSTILE[hostile] * number) < BOUND
    assert growth(lambda text: topics.terms(text, "en"), lambda number: HOSTILE[hostile] * number) < BOUND


def test_unfinished_comments_and_tags_read_as_a_browser_reads_them() -> None:
    assert html_reader.read_plain("before <!-- never ends <b>text</b>") == "before"
    assert html_reader.read_plain("a <!-- x > y --> b <![if !IE]>c<![endif]> <?php d ?> e") == "a b c e"
    assert html_reader.read_plain("2 < 3 and <b>4 > 3</b>, 5 < 6") == "2 < 3 and 4 > 3, 5 < 6"
    assert html_reader.read_plain("<svg><template></svg></template>shown") == "shown"
