"""E-mail: what people write to an address that Amazon SES receives."""

from collections.abc import Mapping
from email.message import EmailMessage

from infra.simulate.story import Beat, Stage, Verb
from infra.simulate.teller import Letter, Teller, iso

OURS = "care@demo.example"


class Email(Teller):
    """Tells mails to us; the signature wraps each into a notification."""

    platform = "email"
    stage = Stage(public=False, verbs=frozenset({Verb.ADD}))
    demo_account = "arn:aws:sns:eu-central-1:000000000000:demo-mail"
    demo_self_ids = (OURS,)

    def tell(self, beat: Beat) -> Letter:
        """Returns one mail."""
        mail, native = EmailMessage(), f"demo{beat.item.number}"
        sender = f"{beat.actor.handle}@people.example"
        mail["From"], mail["To"] = f"{beat.actor.name} <{sender}>", OURS
        mail["Subject"], mail["Message-ID"] = "A question", f"<{native}@people.example>"
        mail.set_content(beat.text)
        told = {"source": sender, "timestamp": iso(beat.at), "messageId": native, "destination": [OURS]}
        verdict = {"status": "PASS"}
        receipt = {"recipients": [OURS], "spamVerdict": verdict, "virusVerdict": verdict}
        action = {"type": "SNS", "topicArn": self.account, "encoding": "UTF8"}
        return self.letter(
            {
                "notificationType": "Received",
                "mail": told,
                "receipt": receipt | {"action": action},
                "content": mail.as_bytes().decode(),
            }
        )

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - signed like any delivery
        """Returns that a mail of ours was delivered, of which nothing is kept."""
        return self.letter({"notificationType": "Delivery", "mail": {"messageId": "demo"}})


TELLER = Email
