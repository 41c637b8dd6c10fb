"""The platforms' send endpoints as they are played here, and what a talk says of itself."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra import template
from infra.local import fitting, simulated_web
from infra.simulate.asked_sites import answer_openly
from infra.simulate.fresh import secrets_for
from infra.simulate.send_endpoints import HOSTS, Endpoints, Manner, name_platform, serve_endpoints
from infra.simulate.talk import Told
from infra.simulate.tellers import NAMES, teller
from model.event import Kind
from model.http import Call, Delivery, Result
from platforms import registry
from platforms.renewal import RenewalAnswer, Renewed
from platforms.sending.answer import SendAnswer
from platforms.sending.outgoing import Outgoing
from platforms.sending.registry import find_sender
from platforms.token_proof import read_key_set
from web.client import Limits, WebClient, make_client
from web.failures import WebFailed

OUT = Outgoing("message", account="100", text="It comes tomorrow", item="", person="77", key="k1")
LIMITS = Limits(seconds=20, most_bytes=100_000, redirects=0)
ANSWERED = {Manner.WELL: Result.SENT, Manner.THROTTLED: Result.RETRY, Manner.REFUSED: Result.REFUSED}


def test_played_endpoints_answer_as_the_platforms_do_and_are_asked_by_name(tmp_path: Path) -> None:
    told = tmp_path / "simulated-web.json"
    call = find_sender("messenger").make_call(OUT, {"access_token": "T"})
    with serve_endpoints() as endpoints:
        simulated_web.tell_hosts(told, endpoints.port)
        client = make_client(told.read_text())
        endpoints.ids["messenger"] = "m_1"
        endpoints.manners["messenger"] = [*ANSWERED, Manner.SILENT]
        for result in ANSWERED.values():
            answer = client.ask(call, LIMITS)
            judged = find_sender("messenger").judge(
                SendAnswer.from_http("message", answer.status, answer.headers, answer.body, 0)
            )
            assert judged.result is result
            assert judged.native_id == ("m_1" if result is Result.SENT else None)
        with pytest.raises(WebFailed) as raised:
            client.ask(call, LIMITS)
        assert raised.value.sent
        assert client.ask(Call("GET", "https://slack.com/api/users.info"), LIMITS).status == 404
    assert [name for name, _ in endpoints.posts] == ["messenger", "messenger"]


def test_what_a_demo_is_asked_without_a_token_is_played_too(tmp_path: Path) -> None:
    """An account that nobody gave a token is well on a local stack: nothing of it failed."""
    told = tmp_path / "simulated-web.json"
    with serve_endpoints() as endpoints:
        simulated_web.tell_hosts(told, endpoints.port)
        client = make_client(told.read_text())
        for name in NAMES:
            platform, account = registry.platform(name), {"native_id": teller(name).name_demo("http://local")}
            if platform.polled_openly:
                page = client.ask(platform.poll(account, None), LIMITS)
                assert (name, page.status) == (name, 200)
                delivery = Delivery(name, page.body, dict(page.headers), 0, "page")
                assert platform.parse_poll(delivery)[0] == []
            if (address := platform.find_key_address()) is not None:
                published = client.ask(Call("GET", address), LIMITS)
                assert [key["kty"] for key in read_key_set(published.body)] == ["RSA"]
            elif platform.renew_every_s and platform.renews_by == "secrets":
                assert set(_renew(client, platform)) <= {200, 202}
    assert endpoints.posts == []


def test_the_page_that_a_simulated_mention_names_answers_our_site(tmp_path: Path) -> None:
    platform, told = registry.platform("webmention"), tmp_path / "simulated-web.json"
    signed = platform.proof.sign(b"mention 7", {"sites": "https://ours.example"}, 0)
    (want,) = platform.list_wants(platform.parse(Delivery("webmention", signed.body or b"", {}, 0)))
    with serve_endpoints() as endpoints:
        simulated_web.tell_hosts(told, endpoints.port)
        page = make_client(told.read_text()).ask(platform.make_fetch(want.what, {}), LIMITS)
    seen = Delivery(
        "webmention", page.body, dict(page.headers), 0, fetched={**want.what, "status": page.status}
    )
    (comment,) = platform.read_fetched(seen)
    assert (comment.kind, comment.parent_id) == (Kind.COMMENT, "https://ours.example")
    assert comment.text
    assert comment.author_name


def test_a_demos_blog_never_says_that_comments_are_gone() -> None:
    known = [("comment:7", None, "digest")]
    asked = registry.platform("wordpress").check({"native_id": "https://blog.demo.example"}, known)
    _, _, host, path = asked.url.split("/", 3)
    answer = answer_openly("GET", host, f"/{path}")
    assert answer is not None
    assert answer[0] == 403


def _renew(client: WebClient, platform: Any) -> Iterator[int]:
    """Yields what is answered to the renewal of an account with the secrets of a demo."""
    told = Renewed("", "https://hooks.example/1", secrets=secrets_for(platform.name))
    answers: list[RenewalAnswer] = []
    while (call := platform.renew(told, answers)) is not None:
        answer = client.ask(call, LIMITS)
        answers.append(RenewalAnswer(answer.status, answer.headers, answer.body, answer.url))
        yield answer.status


@pytest.mark.parametrize(
    ("path", "body", "platform"),
    [
        ("/v25.0/1/comments", b'{"message":"x"}', "facebook"),
        ("/v25.0/1/messages", b'{"recipient":{"id":"7"}}', "messenger"),
        ("/v25.0/1/messages", b'{"messaging_product":"whatsapp"}', "whatsapp"),
    ],
)
def test_products_of_one_host_are_told_apart(path: str, body: bytes, platform: str) -> None:
    assert name_platform("graph.facebook.com", path, body) == platform
    assert name_platform("elsewhere.example", path, body) is None


def test_a_host_that_nobody_plays_is_not_there() -> None:
    answer = Endpoints().take_request("elsewhere.example", "/", b"")
    assert answer is not None
    assert answer[0] == 404


def test_a_local_stack_asks_no_platform_itself_and_keeps_what_it_was_told(tmp_path: Path) -> None:
    told = tmp_path / "simulated-web.json"
    told.write_text('{"hosts": {"api.example": "http://127.0.0.1:1"}, "roots": "a"}')
    simulated_web.tell_hosts(told, simulated_web.find_port(4566))
    simulated_web.tell_hosts(told, simulated_web.find_port(65_535))
    known = json.loads(told.read_text())
    assert (known["hosts"]["api.example"], known["roots"]) == ("http://127.0.0.1:1", "a")
    assert {known["hosts"][host] for host in HOSTS} == {"http://127.0.0.1:65534"}
    body: dict[str, Any] = template.load()
    fitting.map_simulated(body, told)
    assert body != template.load()
    assert "SIMULATED" not in template.TEMPLATE.read_text(encoding="utf-8").upper()


@pytest.mark.parametrize(
    ("told", "good"),
    [
        (Told("slack", "sent", 1, 1, echoed=True), True),
        (Told("slack", "sent", 2, 1, echoed=True), False),
        (Told("slack", "sent", 1, 2, echoed=False), False),
        (Told("slack", "unknown", 1, 1, echoed=False), False),
    ],
)
def test_a_talk_says_whether_it_was_one_conversation(told: Told, good: bool) -> None:
    assert told.consistent is good
    assert ("not one conversation" in told.line()) is not good
