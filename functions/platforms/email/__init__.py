"""E-mail that Amazon SES receives and Amazon SNS delivers.

https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from model.http import Call, Delivery, Request
from model.want import Unproven, Want
from platforms.base import Platform
from platforms.families.sns_proof import CERTIFICATE, SnsProof, find_unproven, is_proved
from platforms.reading.payload import ident, read_object

if TYPE_CHECKING:
    from model.event import Event
    from model.progress import SentProgress

CONFIRMED_AT = re.compile(r"https://sns\.[a-z0-9-]{1,32}\.amazonaws\.com(?:\.cn)?/\?[!-~]{1,2000}")


class Email(Platform):
    """Connects e-mail; one account is one topic, by its ARN. Further native ids of it are our own addresses."""

    name = "email"
    title = "E-mail (Amazon SES)"
    docs_url = "https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-sns.html"
    secrets = (CERTIFICATE,)
    needs_secret = False
    proof = SnsProof()
    capabilities = frozenset({"webhook"})
    ack_seconds = 15.0
    progress_marks = (b"Bounce", b"Complaint", b"Delivery", b"eventType")

    def find_unproven(self, request: Request, now: int) -> Unproven | None:
        """Returns what SNS claims to have signed, where its certificate was not entered."""
        return find_unproven(request, now)

    def ask_proof(self, claimed: Mapping[str, str]) -> Call:
        """Returns the request for the certificate, which lies at Amazon."""
        return Call("GET", claimed["url"])

    def is_proved(self, claimed: Mapping[str, str], url: str, body: bytes) -> bool:
        """Returns whether that certificate's key signed the delivery."""
        return is_proved(claimed, url, body)

    def list_wants(self, events: "Sequence[Event]") -> Iterator[Want]:
        """Yields that a subscription is to be confirmed; it is one of a topic that is an account of ours."""
        for each in events:
            if each.permalink and CONFIRMED_AT.fullmatch(each.permalink):
                yield Want({"kind": "confirmation", "url": each.permalink}, each.account_id, anonymous=True)

    def make_fetch(self, what: Mapping[str, str], credentials: Mapping[str, str]) -> Call:  # noqa: ARG002 - none
        """Returns the request that confirms a subscription."""
        return Call("GET", what["url"])

    def read_fetched(self, delivery: Delivery) -> "list[Event]":  # noqa: ARG002 - it says nothing
        """Returns nothing: what was wanted is done."""
        return []

    def read_progress(self, delivery: Delivery) -> "Iterator[SentProgress]":
        """Returns that a mail of ours was delivered, opened, or came back."""
        from platforms.email.mails import read_notice
        from platforms.email.notices import read_receipts

        envelope = read_object(delivery.body)
        return read_receipts(read_notice(envelope), ident(envelope.get("TopicArn")) or "")

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns a mail, or a complaint about one of ours. Automatic answers, bounces and viruses give nothing."""
        from platforms.email.mails import read_mail

        return read_mail(delivery)


PLATFORM = Email()
