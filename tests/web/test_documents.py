"""A8: XML that could swell, reach out or hide is refused before any reader sees it."""

import pytest

from web.documents import is_xml, refuse_entities
from web.failures import WebRefused

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMBS = {
    "laughs": f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>',
    "quadratic": f'<!DOCTYPE a [<!ENTITY b "{"b" * 5000}">]><a>{"&b;" * 5000}</a>',
    "external": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "parameter": '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://169.254.169.254/">%b;]><a/>',
    "type": '<!DOCTYPE a SYSTEM "http://news.example/a.dtd"><a/>',
    "bare": "<!DOCTYPE a><a/>",
}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_documents_with_types_and_entities_are_refused(name: str, encoding: str) -> None:
    with pytest.raises(WebRefused, match="doctype"):
        refuse_entities(BOMBS[name].encode(encoding))


def test_an_encoding_that_would_hide_one_is_refused() -> None:
    hidden = b'<?xml version="1.0" encoding="utf-7"?>' + BOMBS["laughs"].encode("utf-7")
    for body in (hidden, BOMBS["laughs"].encode("utf-7"), b"", b"no xml"):
        with pytest.raises(WebRefused, match=r"xml|doctype"):
            refuse_entities(body)


def test_depth_has_an_end() -> None:
    refuse_entities(b"<a>" * 50 + b"</a>" * 50)
    with pytest.raises(WebRefused, match="depth"):
        refuse_entities(b"<a>" * 100_000)


def test_an_honest_feed_passes_also_a_broken_one_and_one_that_includes() -> None:
    refuse_entities(b"<?xml version='1.0'?><rss><channel><title>A &amp; B &#169;</title></channel></rss>")
    refuse_entities(b"<rss><channel><title>A & B</title>")
    refuse_entities(
        b'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd"/></a>'
    )


def test_xml_is_known_by_its_type() -> None:
    assert all(
        map(is_xml, ("text/xml", "application/xml; charset=utf-8", "application/rss+xml", "Image/SVG+XML"))
    )
    assert not any(map(is_xml, ("text/html", "application/json", "", "application/xmlish")))
