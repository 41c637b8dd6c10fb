"""The page counts a text as the API does: two programs, one table of texts, every way of counting."""

import json
import subprocess

import pytest

from infra.build.console import CONSOLE, NoNode, find_node
from platforms.sending.counting import Counting, measure_text

TEXTS = [
    "", "a", "hello", "ä", "a\u0308", "日本語", "Ich heiße Müller.", "مرحبا بكم", "שלום", "हिन्दी", "ไทย", "한국어",
    "👍", "👍🏽", "👨‍👩‍👧‍👦", "🇩🇪", "🇩🇪🇫🇷", "❤️", "❤", "☀", "☀️", "✨", "1️⃣", "#️⃣", "™", "©", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🤷‍♀️",
    "https://example.com", "https://example.com/a?b=c#d", "see https://example.com.", "(https://example.com/x)",
    "http://a.example http://b.example", "example.com", "go to example.com/path now", "x@example.com", "a.b.c.de",
    "HTTPS://EXAMPLE.COM/X", "https://example.com/日本", "www.example.org, please", "no.link", "e.g. this",
    "@ann@social.example hi", "hello @ann@social.example", "@ann hi", "a@b@c.example",
    "line\nbreak", "tab\there", "crlf\r\nend", "  spaces  ", "“quotes” – dash…", "€5", "½", "ﬁ", "Ω", "ж" * 10,
    "a" * 280, "日" * 140, "👍" * 50, "x https://a.example/" + "y" * 300, "zero\u200bwidth", "soft\u00adhyphen",
    "math ∑ ∞ ≠", "box ─│┌", "arrow → ↔ ↔️", "a\u0301\u0323", "\u1100\u1161\u11a8", "각", "नमस्ते", "ঠিক আছে",
]  # fmt: skip


def test_both_count_the_same() -> None:
    try:
        node = find_node() / "bin" / "node"
    except NoNode as missing:
        pytest.skip(f"{missing}: the page's counting is not compared")
    module = CONSOLE / "src" / "screens" / "composer" / "counting.ts"
    script = (
        f"const {{measureText}} = await import({json.dumps(module.as_uri())});"
        "const {texts, ways} = JSON.parse(await new Response(process.stdin).text());"
        "console.log(JSON.stringify(texts.map((text) => ways.map((way) => measureText(text, way)))));"
    )
    told = json.dumps({"texts": TEXTS, "ways": list(Counting)})
    command = [str(node), "--input-type=module", "--eval", script]
    found = subprocess.run(command, input=told, capture_output=True, text=True, check=True).stdout
    wanted = [[measure_text(text, way) for way in Counting] for text in TEXTS]
    differ = [
        f"{text!r} by {way}: {mine} here, {theirs} in the API"
        for text, ours, api in zip(TEXTS, json.loads(found), wanted, strict=True)
        for way, mine, theirs in zip(Counting, ours, api, strict=True)
        if mine != theirs
    ]
    assert differ == []
    assert len(TEXTS) >= 60
