"""XML of strangers is read without document types, and only so deep.

Tests of: `platforms.reading.xml_reader`.
"""

import pytest

from model.errors import Malformed
from platforms.reading.payload import MAX_DEPTH, MAX_NODES
from platforms.reading.xml_reader import read_xml

BOMB = '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'


def test_names_carry_their_namespace() -> None:
    root = read_xml(b'<a xmlns:n="urn:n"><n:b c="1">Gr\xc3\xbc\xc3\x9fe &amp; <![CDATA[<b>]]></n:b></a>')
    found = root.find("{urn:n}b")
    assert found is not None
    assert (found.text, found.get("c")) == ("Grüße & <b>", "1")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (BOMB.encode(), "document_type"),
        (BOMB.encode("utf-16"), "document_type"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "document_type"),
        (b"<a>", "bad_xml"),
        (b"<a>&unknown;</a>", "bad_xml"),
        (b'<?xml version="1.0" encoding="nobody-knows"?><a/>', "bad_xml"),
        (b"", "bad_xml"),
        (b"<a>" * (MAX_DEPTH + 1), "too_deep"),
        (b"<a>" + b"<b/>" * MAX_NODES + b"</a>", "too_many"),
    ],
)
def test_what_could_harm_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_xml(body)
    assert refused.value.code == code
