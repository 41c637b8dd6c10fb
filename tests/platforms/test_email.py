"""E-mail: what SNS signs, and mails that nobody wrote well.

Tests of: `platforms.families.sns_proof`, `platforms.email.mails`, `platforms.email.mime`.
"""

import json

import pytest

from model.http import Delivery
from platforms.email.mime import read_address, read_header, read_mime
from platforms.registry import platform
from respond.actions.endpoint_secrets import complete_secrets
from tests.platforms.proofs import NOW, PROOFS

EMAIL, GOLDEN = platform("email"), PROOFS["email"].golden


@pytest.mark.parametrize(
    "field", ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type", "Signature"]
)
def test_every_signed_field_is_covered(field: str) -> None:
    told = json.loads(GOLDEN.body)
    for value in (told[field] + "x", "", None, 7):
        body = json.dumps(told | {field: value}).encode()
        assert not EMAIL.verify(GOLDEN.request(body), [GOLDEN.secrets], NOW)


@pytest.mark.parametrize(
    "url",
    [
        "https://sns.eu-central-1.amazonaws.com.evil.example/a.pem",
        "https://evil.example/sns.eu-central-1.amazonaws.com/a.pem",
        "http://sns.eu-central-1.amazonaws.com/a.pem",
        "https://sns.eu-central-1.amazonaws.com/a.pem?x",
        "https://sns.eu-central-1.amazonaws.com@evil.example/a.pem",
    ],
)
def test_a_certificate_lies_at_amazon(url: str) -> None:
    body = json.dumps(json.loads(GOLDEN.body) | {"SigningCertURL": url}).encode()
    assert not EMAIL.verify(GOLDEN.request(body), [GOLDEN.secrets], NOW)


def test_what_is_older_than_its_repeats_is_refused() -> None:
    assert EMAIL.verify(GOLDEN.request(), [GOLDEN.secrets], NOW + 3600)
    assert not EMAIL.verify(GOLDEN.request(), [GOLDEN.secrets], NOW + 3601)
    assert not EMAIL.verify(GOLDEN.request(), [{"signing_certificate": "no certificate"}], NOW)


def test_a_certificate_that_was_not_entered_is_fetched_where_it_lies_at_amazon() -> None:
    assert complete_secrets(EMAIL, {}) == ({}, {})
    unproven = EMAIL.find_unproven(GOLDEN.request(), NOW)
    assert unproven is not None
    url = json.loads(GOLDEN.body)["SigningCertURL"]
    assert (unproven.host, EMAIL.ask_proof(unproven.claimed).url) == (url.split("/")[2], url)
    certificate = GOLDEN.secrets["signing_certificate"].encode()
    assert EMAIL.is_proved(unproven.claimed, url, certificate)
    assert not EMAIL.is_proved(unproven.claimed, "https://evil.example/a.pem", certificate), "redirected"
    other = EMAIL.make_up_secrets(b"x" * 32)["signing_certificate"].encode()
    for found in (other, b"", b"\xff", b"<html>"):
        assert not EMAIL.is_proved(unproven.claimed, url, found)
    changed = json.loads(GOLDEN.body) | {"Message": "{}"}
    forged = EMAIL.find_unproven(GOLDEN.request(json.dumps(changed).encode()), NOW)
    assert forged is not None
    assert not EMAIL.is_proved(forged.claimed, url, certificate)


@pytest.mark.parametrize(
    "changed",
    [{"SigningCertURL": "https://evil.example/a.pem"}, {"Timestamp": "2020-01-01T00:00:00.000Z"}, {"Type": "Other"}],
)  # fmt: skip
def test_what_lacks_more_than_a_certificate_asks_for_none(changed: dict[str, str]) -> None:
    body = json.dumps(json.loads(GOLDEN.body) | changed).encode()
    assert EMAIL.find_unproven(GOLDEN.request(body), NOW) is None


def test_headers_are_read_as_well_as_they_can_be() -> None:
    assert read_header("=?utf-8?b?R3LDvMOfZQ==?= =?x-unknown?q?=E4?=") == "Grüße\ufffd"
    assert read_header("=?utf-8?b?!?=") is not None
    assert read_address("nobody") is None
    assert read_address("a <b@C.D>, e@f") is not None


def test_a_mail_of_nothing_but_parts_ends() -> None:
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(300))
    found = read_mime(deep.encode() + b"Content-Type: text/plain\n\nhi\n", [])
    assert found.files == ()


def test_a_message_may_be_delivered_alone() -> None:
    notice = json.loads(json.loads(GOLDEN.body)["Message"]) | {"notificationType": "Received"}
    told = notice | {"mail": {"messageId": "m1", "source": "ann@people.example"}}
    (event,) = EMAIL.parse(Delivery("email", json.dumps(told).encode(), {}, 0))
    assert (event.external_id, event.author_id) == ("m1", "ann@people.example")


def test_a_subscription_is_confirmed_at_amazon_alone() -> None:
    told = {"Type": "SubscriptionConfirmation", "TopicArn": "arn:aws:sns:eu-central-1:1:mail"}
    good = "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=t"
    for url, wanted in ((good, 1), (good.replace(".com/", ".com.evil.example/"), 0), ("http" + good[5:], 0)):
        body = json.dumps(told | {"SubscribeURL": url}).encode()
        wants = list(EMAIL.list_wants(EMAIL.parse(Delivery("email", body, {}, 0))))
        assert len(wants) == wanted
        for want in wants:
            assert want.anonymous
            assert (EMAIL.make_fetch(want.what, {}).url, want.account_id) == (good, told["TopicArn"])
