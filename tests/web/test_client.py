"""A7: one request to the outside, and what it does not do.

Tests of: `web.deadline`, `web.exchange`, `web.failures`, `web.targets`.
"""

import socket

import pytest

from model.http import Call
from tests.web.outside import PUBLIC, Outside, answer, moved
from web.client import Limits, WebAnswer, make_client
from web.failures import WebFailed, WebRefused

URL = "https://news.example/feed"
PLAIN = "http://news.example/feed"


def _ask(
    outside: Outside, url: str = PLAIN, method: str = "GET", limits: Limits | None = None, **more: str
) -> WebAnswer:
    return outside.client().ask(Call(method, url, more), limits)


def _refusal(outside: Outside, url: str = PLAIN, limits: Limits | None = None, **more: str) -> str:
    with pytest.raises(WebRefused) as caught:
        _ask(outside, url, limits=limits, **more)
    return caught.value.code


def test_a_page_is_asked_for_once_at_the_address_that_was_looked_up() -> None:
    outside = Outside(answer(b"hello", content_type="text/plain"))
    got = _ask(outside, PLAIN + "?q=a%20b&c=d", accept="text/plain")
    assert (got.status, got.body, got.url) == (200, b"hello", PLAIN + "?q=a%20b&c=d")
    assert (outside.dialled, outside.resolved) == ([(PUBLIC, 80)], ["news.example"])
    (request,) = outside.requests()
    head = request.decode().split("\r\n")
    assert head[0] == "GET /feed?q=a%20b&c=d HTTP/1.1"
    assert {"Host: news.example", "Connection: close", "accept: text/plain"} <= set(head)
    assert not any(line.lower().startswith(("cookie", "authorization")) for line in head)


def test_a_name_that_changes_its_address_is_asked_at_the_first_one_only() -> None:
    rebinding = {"news.example": [[PUBLIC], ["127.0.0.1"]]}
    outside = Outside(answer(b"hello"), names=rebinding)
    _ask(outside)
    assert outside.dialled == [(PUBLIC, 80)]
    assert _refusal(outside) == "address"
    assert len(outside.dialled) == 1


@pytest.mark.parametrize(
    "found", [["127.0.0.1"], [PUBLIC, "10.0.0.1"], ["169.254.169.254"], ["64:ff9b::a9fe:a9fe"]]
)
def test_a_name_with_one_address_of_ours_is_not_asked_at_all(found: list[str]) -> None:
    outside = Outside(names={"news.example": [found]})
    assert _refusal(outside) == "address"
    assert not outside.dialled


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f.1", "127.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_a_number_that_means_ourselves_is_looked_up_like_a_name(host: str) -> None:
    outside = Outside()
    outside.resolve = lambda host, port: [  # type: ignore[method-assign]  # the machine's own resolver
        str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    ]
    assert _refusal(outside, f"http://{host}/") == "address"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://news.example/", "scheme"), ("file:///etc/passwd", "scheme"), ("gopher://news.example", "scheme"),
        ("//news.example/", "scheme"), ("https://user@news.example/", "credentials"),
        ("https://news.example@10.0.0.1/", "credentials"), ("https://news.example:22/", "port"),
        ("https://news.example:8443/", "port"), ("https://news.example:99999/", "url"), ("https:///x", "host"),
        ("https://news.example\\@10.0.0.1/", "url"), ("https://news.example/a b", "url"), ("https://a..b/", "host"),
        ("https://news.example/\r\nHost: x", "url"), ("https://[fe80::1%25eth0]/", "host"), ("https://[::1/", "url"),
        ("https://" + "a" * 300 + ".example/", "host"), ("https://n\u2100.example/", "address"),
        ("https://x/" + "y" * 9000, "url"),
    ],
)  # fmt: skip
def test_an_address_that_could_be_read_in_two_ways_is_refused(url: str, code: str) -> None:
    outside = Outside(names={"na/c.example": [["10.0.0.1"]], "nac.example": [["10.0.0.1"]]})
    assert _refusal(outside, url) in {code, "url"}
    assert not outside.dialled


@pytest.mark.parametrize(
    "to", ["http://169.254.169.254/latest/meta-data/", "http://[::ffff:a9fe:a9fe]/", "http://inside.example/"]
)
def test_a_redirect_to_a_place_of_ours_is_not_followed(to: str) -> None:
    names = {"inside.example": [["10.0.0.8"]], "169.254.169.254": [["169.254.169.254"]]}
    outside = Outside(moved(to), names=names | {"::ffff:a9fe:a9fe": [["::ffff:169.254.169.254"]]})
    assert _refusal(outside) == "address"
    assert len(outside.dialled) == 1


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("ftp://a.example/", "scheme"),
        ("http://a.example:22/", "port"),
        ("http://u:p@a.example/", "credentials"),
    ],
)
def test_a_redirect_is_read_as_strictly_as_the_first_address(to: str, code: str) -> None:
    assert _refusal(Outside(moved(to))) == code


def test_three_redirects_are_followed_and_no_fourth() -> None:
    steps = [moved("/2"), moved("http://b.example/3"), moved("4", "308 Permanent Redirect")]
    outside = Outside(*steps, answer(b"there"))
    assert _ask(outside).url == "http://b.example/4"
    assert outside.resolved == ["news.example", "news.example", "b.example", "b.example"]
    assert _refusal(Outside(*[moved("/again")] * 4)) == "too_many_redirects"


def test_what_proves_us_stays_with_the_site_it_was_meant_for() -> None:
    outside = Outside(moved("/2"), moved("http://b.example/3"), answer())
    _ask(outside, authorization="Bearer secret", accept="text/html")
    first, second, third = outside.requests()
    assert [b"secret" in each for each in (first, second, third)] == [True, True, False]
    assert b"text/html" in third


def test_a_post_is_sent_once_and_no_redirect_of_it_is_followed() -> None:
    outside = Outside(moved("/2", "307 Temporary Redirect"))
    got = outside.client().ask(Call("POST", PLAIN, {"content-type": "application/json"}, b"{}"))
    assert got.status == 307
    (request,) = outside.requests()
    assert request.endswith(b"Content-Length: 2\r\n\r\n{}")


@pytest.mark.parametrize(
    "headers", [{"x": "a\r\nHost: b"}, {"x\r\ny": "a"}, {"x": "a\0"}, {"x": "\u2603"}, {"x y": "a"}]
)
def test_a_header_that_would_begin_another_is_refused(headers: dict[str, str]) -> None:
    outside = Outside()
    with pytest.raises(WebRefused, match="header"):
        _ask(outside, **headers)  # type: ignore[arg-type]  # all are headers
    assert not outside.dialled


def test_whoever_answers_a_byte_at_a_time_is_cut_off_by_the_clock() -> None:
    """Slow-loris: every byte comes in time, all of them together do not. The clock is the test's."""
    for slow in (b"HTTP/1.1 200 OK\r\nx-a: " + b"a" * 60_000, answer(b"b" * 3_000_000)):
        outside = Outside(slow)
        outside.tick = 1.0
        with pytest.raises(WebFailed) as caught:
            _ask(outside, limits=Limits(seconds=6.5))
        assert (caught.value.code, caught.value.sent) == ("too_slow", True)


def test_a_name_server_may_not_take_longer_than_the_whole() -> None:
    outside = Outside()
    outside.tick = 6.0
    with pytest.raises(WebFailed) as caught:
        _ask(outside, limits=Limits(seconds=5.0))
    assert (caught.value.code, caught.value.sent) == ("too_slow", False)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"", "bad_answer"), (b"garbage\r\n\r\n", "bad_answer"), (answer(b"abc", content_length="9"), "cut"),
        (b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 200 + b"\r\n", "bad_answer"),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", "cut"),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_says_that_the_request_may_have_arrived(said: bytes, code: str) -> None:
    with pytest.raises(WebFailed) as caught:
        _ask(Outside(said))
    assert (caught.value.code, caught.value.sent) == (code, True)


def test_nobody_there_says_that_the_request_was_not_sent() -> None:
    outside = Outside()

    def refuse(*_: object) -> socket.socket:
        raise ConnectionRefusedError

    outside.dial = refuse  # type: ignore[method-assign,assignment]  # every address
    with pytest.raises(WebFailed) as caught:
        _ask(outside)
    assert (caught.value.code, caught.value.sent) == ("no_connection", False)
    with pytest.raises(WebFailed, match="no_address"):
        _ask(Outside(names={"news.example": [[]]}))


def test_a_site_without_a_good_certificate_is_not_asked() -> None:
    with pytest.raises(WebFailed) as caught:
        _ask(Outside(answer(b"plain")), URL)
    assert (caught.value.code, caught.value.sent) == ("no_secure_connection", False)


def test_only_the_kinds_that_are_wanted_are_taken() -> None:
    limits = Limits(types=("text/html", "application/"))
    assert _refusal(Outside(answer(b"x", content_type="image/png")), limits=limits) == "content_type"
    assert _refusal(Outside(answer(b"x")), limits=limits) == "content_type"
    assert _ask(Outside(answer(b"x", content_type="Text/HTML; charset=x")), limits=limits).body == b"x"


def test_xml_is_looked_at_before_anybody_reads_it() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'
    assert _refusal(Outside(answer(bomb, content_type="application/rss+xml; charset=utf-8"))) == "doctype"
    assert _ask(Outside(answer(b"<rss/>", content_type="text/xml"))).body == b"<rss/>"


def test_a_simulated_host_is_asked_where_it_lives_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        client = make_client(f'{{"hosts": {{"api.example": "http://127.0.0.1:{port}"}}}}')
        outside = Outside(answer(b"simulated"))
        client._dialer._dial = outside.dial
        assert client.ask(Call("GET", "https://api.example/me")).body == b"simulated"
        assert outside.dialled == [("127.0.0.1", port)]
        client._dialer._resolve = lambda *_: ["127.0.0.1"]
        with pytest.raises(WebRefused, match="address"):
            client.ask(Call("GET", "http://other.example/"))
