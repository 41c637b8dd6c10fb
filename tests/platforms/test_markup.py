"""HTML as a reader sees it.

Tests of: `platforms.reading.markup`, `platforms.reading.html_reader`, `platforms.reading.html_tree`.
"""

import pytest

from model.event import Media
from platforms.reading.markup import read_files, read_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one two"),
        ("a<br>b<br/>c", "a b c"),
        ("l<b>am</b>p", "lamp"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("a &amp; b &lt;c&gt; &#128512;", "a & b <c> 😀"),
        ("a<script>x('</p>')</script>b<style>p{}</style>c", "abc"),
        ("a<svg><text>no</text></svg><noscript>no</noscript><template><b>no</b></template>b", "ab"),
        ("a<svg/>b", "ab"),
        ("a<!-- no -->b", "ab"),
        ('<img class="emoji only-emoji" alt=":heart:" src="/h.png"> you', ":heart: you"),
        ('x<img src="/a.png" alt="no">y', "xy"),
        ("a\u00a0 b\n\tc", "a b c"),
        ("<p> </p>", None),
        ("", None),
        ("<script>never closed", None),
        ("</svg>a</p>", "a"),
    ],
)
def test_plain(html: str, text: str | None) -> None:
    assert read_text(html) == text


def test_files_are_absolute_and_on_the_web() -> None:
    html = (
        '<img src="/a.png" alt="A"><img src="//cdn.example/b.png"><a class="attachment" href="c.pdf">C</a>'
        '<a href="/no">no</a><img class="emoji" src="/no.png"><img src="data:image/png;base64,AA"><img>'
        '<a class="attachment" href="javascript:no()">no</a><img src="/a.png" alt="A"><img src="http://[no">'
    )
    assert read_files(html, "https://forum.example/t/") == (
        Media("image", "https://forum.example/a.png", name="A"),
        Media("image", "https://cdn.example/b.png"),
        Media("file", "https://forum.example/t/c.pdf"),
    )
    assert read_files('<img src="/a.png">', None) == ()
