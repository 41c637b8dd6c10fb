"""New tokens are asked for once, and a doubt is told as one."""

import json

import pytest

from model.credentials import Credentials
from model.errors import Unavailable
from model.http import Call, Result
from web.client import Limits, WebAnswer
from web.failures import WebFailed, WebRefused
from web.renewing import make_renewal

RECORD = Credentials("acme", {"client_id": "c", "client_secret": "s", "refresh_token": "r"}, renews=True)


class Web:
    """Answers with what it is given."""

    def __init__(self, answer: WebAnswer | Exception) -> None:
        self.answer = answer
        self.asked: list[Call] = []

    def ask(self, call: Call, limits: Limits | None = None) -> WebAnswer:
        """As the client."""
        assert limits is not None
        assert limits.redirects == 0
        self.asked.append(call)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def test_a_platform_is_asked_once() -> None:
    web = Web(WebAnswer(200, {}, json.dumps({"access_token": "a", "expires_in": 60}).encode(), "u"))
    renew = make_renewal("x", web, lambda: 0.0)
    assert renew is not None
    given = renew(RECORD)
    assert (given.result, given.access) == (Result.SENT, {"access_token": "a"})
    assert [call.url for call in web.asked] == ["https://api.x.com/2/oauth2/token"]


@pytest.mark.parametrize("error", [WebFailed("too_slow", sent=True), WebRefused("address")])
def test_no_answer_is_no_verdict(error: Exception) -> None:
    renew = make_renewal("x", Web(error), lambda: 0.0)
    assert renew is not None
    with pytest.raises(Unavailable):
        renew(RECORD)


def test_where_nothing_is_renewed_there_is_nothing_to_ask() -> None:
    assert make_renewal("telegram", Web(WebFailed("x")), lambda: 0.0) is None
