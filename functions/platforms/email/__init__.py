"""E-mail that Amazon SES receives and Amazon SNS delivers.

https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
"""

from typing import TYPE_CHECKING

from model.http import Delivery
from platforms.base import Platform, Scope
from platforms.families.sns_proof import CERTIFICATE, SnsProof

if TYPE_CHECKING:
    from model.event import Event


class Email(Platform):
    """E-mail; one account is one topic, by its ARN. Further native ids of it are our own addresses."""

    name = "email"
    title = "E-mail (Amazon SES)"
    docs_url = "https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-sns.html"
    secrets = (CERTIFICATE,)
    proof = SnsProof()
    capabilities = frozenset({"webhook"})
    retention = "email"
    item_scope = Scope.PLATFORM
    person_scope = Scope.PLATFORM
    ack_seconds = 15.0

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns a mail. What a machine answered, bounces, and mails with a virus give nothing."""
        from platforms.email.mails import read_mail

        return read_mail(delivery)


PLATFORM = Email()
