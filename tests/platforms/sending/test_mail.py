"""A mail of ours stands in its thread, is signed as AWS wants it, and is told of later.

Tests of: `platforms.sending.email`, `platforms.email.notices`, `platforms.families.ses`, `model.aws_signature`.
"""

import base64
import datetime as dt
import email
import json
from dataclasses import replace
from email.policy import default
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from model.http import Call, Delivery
from model.progress import SentProgress
from model.reply import ReplyState
from platforms.registry import platform
from platforms.sending.outgoing import Outgoing, Unsendable
from platforms.sending.registry import find_sender

TOPIC, KEY = "arn:aws:sns:eu-central-1:000000000000:mail", "k" * 32
VALUES = {
    "access_key": "AKIAEXAMPLE",
    "secret_key": "wJalrXUtnFEMI",
    "from": "Care <care@shop.example>",
    "configuration_set": "rapport",
}
HANDLE = {
    "to": "ann@people.example",
    "subject": "Wo ist № 5?",
    "in_reply_to": "<m2@people.example>",
    "references": "<m0@people.example> <m2@people.example>",
}
OUT = Outgoing(
    "message", account=TOPIC, text="It comes tomorrow.\nGrüße", item="<m2@people.example>", person="bob@x.example",
    key=KEY, handle=HANDLE, now=1_760_000_000,
)  # fmt: skip


def _make(out: Outgoing = OUT, **values: str) -> Call:
    return find_sender("email").make_call(out, VALUES | values)


def _read(call: Call) -> Any:
    raw = base64.b64decode(json.loads(call.body)["Content"]["Raw"]["Data"])
    return email.message_from_bytes(raw, policy=default)


def test_an_answer_stands_in_the_thread_and_comes_from_our_own_address() -> None:
    call = _make()
    assert (call.method, call.url) == (
        "POST", "https://email.eu-central-1.amazonaws.com/v2/email/outbound-emails",
    )  # fmt: skip
    body = json.loads(call.body)
    assert body["ConfigurationSetName"] == "rapport"
    assert body["EmailTags"] == [{"Name": "rapport_reply", "Value": KEY}]
    mail = _read(call)
    assert (mail["From"], mail["To"], mail["Subject"]) == (VALUES["from"], HANDLE["to"], "Re: Wo ist № 5?")
    assert (mail["In-Reply-To"], mail["References"]) == (HANDLE["in_reply_to"], HANDLE["references"])
    assert mail.get_content().splitlines() == OUT.text.splitlines()
    again = _read(_make(replace(OUT, handle=HANDLE | {"subject": "RE: so"})))
    assert again["Subject"] == "RE: so"
    bare = _read(_make(replace(OUT, handle={}), configuration_set=""))
    assert (bare["To"], bare["References"], bare["Subject"]) == (OUT.person, OUT.item, "Re: Your message")


def test_its_signature_is_what_aws_s_own_code_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    call = _make()
    moment = dt.datetime.fromtimestamp(OUT.now, dt.UTC)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda **_: moment)
    theirs = AWSRequest("POST", call.url, {"content-type": "application/json"}, call.body)
    SigV4Auth(Credentials(VALUES["access_key"], VALUES["secret_key"]), "ses", "eu-central-1").add_auth(theirs)
    assert call.headers["x-amz-date"] == theirs.headers["X-Amz-Date"]
    assert call.headers["authorization"] == theirs.headers["Authorization"]


@pytest.mark.parametrize(
    ("out", "values", "code"),
    [
        (replace(OUT, account="arn:aws:sqs:x"), {}, "no_region"),
        (OUT, {"secret_key": ""}, "no_token"),
        (OUT, {"access_key": ""}, "no_token"),
        (OUT, {"from": ""}, "no_sender"),
        (replace(OUT, person="", handle={}), {}, "no_target"),
        (replace(OUT, text=""), {}, "no_text"),
        (replace(OUT, operation="reply"), {}, "no_such_way"),
    ],
)
def test_what_is_missing_is_said_before_anything_goes_out(
    out: Outgoing, values: dict[str, str], code: str
) -> None:
    with pytest.raises(Unsendable) as raised:
        _make(out, **values)
    assert raised.value.code == code


def test_no_word_of_a_sender_becomes_a_header_of_ours() -> None:
    with pytest.raises(ValueError, match=r"linefeed|newline"):
        _make(replace(OUT, handle=HANDLE | {"subject": "x\r\nBcc: all@people.example"}))


def _tell(kind: str, told: dict[str, Any], **mail: Any) -> list[SentProgress]:
    notice = {"eventType": kind, "mail": {"messageId": "0107", "destination": ["Ann@People.Example"]} | mail}
    name = kind[0].lower() + kind[1:]
    envelope = {"Type": "Notification", "TopicArn": TOPIC, "Message": json.dumps(notice | {name: told})}
    delivery = Delivery("email", json.dumps(envelope).encode(), {}, 1_760_000_100_000)
    assert any(mark in delivery.body for mark in platform("email").progress_marks)
    return list(platform("email").read_progress(delivery))


def test_what_ses_tells_later_is_about_the_mail_that_it_was_asked_for() -> None:
    native = find_sender("email").complete_id(OUT, "0107")
    assert native == "<0107@eu-central-1.amazonses.com>"
    us = replace(OUT, account="arn:aws:sns:us-east-1:1:mail")
    assert find_sender("email").complete_id(us, "0107") == "<0107@email.amazonses.com>"
    at = "2025-10-09T08:53:20.000Z"
    (delivered,) = _tell("Delivery", {"timestamp": at, "recipients": ["Ann@People.Example"]},
                         tags={"rapport_reply": [KEY]})  # fmt: skip
    assert (delivered.state, delivered.reply, delivered.person) == (
        ReplyState.DELIVERED, KEY, "Ann@people.example",
    )  # fmt: skip
    assert (delivered.native_id, delivered.account_id) == (native, TOPIC)
    bounced = {"bounceType": "Permanent", "bounceSubType": "General", "timestamp": at,
               "bouncedRecipients": [{"emailAddress": "ann@people.example"}]}  # fmt: skip
    (failed,) = _tell("Bounce", bounced)
    assert (failed.state, failed.code, failed.person) == (
        ReplyState.FAILED, "Permanent/General", "ann@people.example",
    )  # fmt: skip
    assert [each.state for each in _tell("Open", {"timestamp": at})] == [ReplyState.READ]
    assert [each.words for each in _tell("Reject", {"reason": "Bad content"})] == ["Bad content"]
    assert _tell("Send", {}) == []
