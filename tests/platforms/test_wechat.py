"""WeChat: what proves a message in plain and in safe mode, and what is answered.

Tests of: `platforms.wechat.proof`.
"""

from dataclasses import replace

import pytest

from model.http import Delivery, Request
from platforms.registry import platform
from platforms.secret import SecretRefused
from platforms.wechat.proof import encrypt
from tests.platforms.proofs import NOW, PROOFS

WECHAT, PLAIN = platform("wechat"), PROOFS["wechat"].golden
SAFE = PROOFS["wechat"].others[0]
XML = b"<xml><ToUserName>gh_us</ToUserName><FromUserName>oAnn</FromUserName><MsgType>text</MsgType></xml>"


def sealed(app_id: str = SAFE.secrets["app_id"]) -> Request:
    hidden = encrypt(XML, SAFE.secrets | {"app_id": app_id}, b"0123456789abcdef")
    body = b"<xml><Encrypt>" + hidden + b"</Encrypt></xml>"
    signed = WECHAT.sign(body, SAFE.secrets, NOW)
    return Request.of("POST", signed.headers, signed.query, body)


def test_safe_mode_is_opened_and_covers_the_body() -> None:
    request = sealed()
    assert WECHAT.verify(request, [SAFE.secrets], NOW)
    assert WECHAT.open_body(request, [SAFE.secrets]) == XML
    assert b"oAnn" in WECHAT.open_body(SAFE.request(), [{}, SAFE.secrets]), "made with openssl"
    changed = replace(request, body=request.body.replace(b"<Encrypt>", b"<Encrypt>AA"))
    assert not WECHAT.verify(changed, [SAFE.secrets], NOW)
    twice = replace(request, body=request.body + b"<Encrypt>AAAA</Encrypt>")
    assert not WECHAT.verify(twice, [SAFE.secrets], NOW)


def test_safe_mode_takes_nothing_else() -> None:
    assert not WECHAT.verify(PLAIN.request(), [SAFE.secrets], NOW)
    assert not WECHAT.verify(sealed(app_id="wxsomebodyelse"), [SAFE.secrets], NOW)
    assert WECHAT.open_body(PLAIN.request(), [PLAIN.secrets]) == PLAIN.body


def test_the_address_is_tried_with_a_word_that_comes_back() -> None:
    query = PLAIN.query | {"echostr": "4711"}
    answer = WECHAT.handshake(Request.of("GET", {}, query), [PLAIN.secrets])
    assert answer is not None
    assert (answer.status, answer.body) == (200, "4711")
    refused = WECHAT.handshake(Request.of("GET", {}, query | {"nonce": "x"}), [PLAIN.secrets])
    assert refused is not None
    assert refused.status == 403


def test_a_delivery_is_answered_with_the_word_that_stops_repeats() -> None:
    answer = WECHAT.receipt(PLAIN.request(), lambda: ("", ""))
    assert answer is not None
    assert answer.body == "success"


def test_who_has_no_safe_mode_says_so() -> None:
    key = next(each for each in WECHAT.secrets if each.name == "encoding_aes_key")
    assert key.clean(" plain-mode-only ") == "plain-mode-only"
    with pytest.raises(SecretRefused, match="43"):
        key.clean("a-word-that-is-no-key")


def test_entities_are_refused() -> None:
    from model.errors import Malformed

    with pytest.raises(Malformed, match="document_type"):
        WECHAT.parse(Delivery("wechat", b'<!DOCTYPE x [<!ENTITY a "b">]><xml>&a;</xml>', {}, 0))
