"""A value that somebody else chose is one short line that formats, notifies and links to nothing.

Tests of: `platforms.sending.escaping`.
"""

import pytest

from platforms.sending.escaping import JOINER, LONGEST, escape_value


@pytest.mark.parametrize(
    ("platform", "value", "wanted"),
    [
        ("telegram", "Mara Field", "Mara Field"),
        ("telegram", "Mara\nField\u202e\u0000", "Mara Field"),
        ("x", "@everyone", f"@{JOINER}everyone"),
        ("x", "#free", f"#{JOINER}free"),
        ("telegram", "see https://evil.example", f"see https{JOINER}://evil{JOINER}.example"),
        ("telegram", "Dr. M. Field", "Dr. M. Field"),
        ("discord", "*Mara* [free](x)", r"\*Mara\* \[free\]\(x\)"),
        ("slack", "*Mara* <!here> _x_", "Mara <!here> x"),
        ("wordpress", "<b>&Mara</b>", "&lt;b&gt;&amp;Mara&lt;/b&gt;"),
        ("telegram", "a" * 200, "a" * LONGEST),
    ],
)
def test_a_value_stands_for_itself(platform: str, value: str, wanted: str) -> None:
    assert escape_value(platform, value) == wanted
