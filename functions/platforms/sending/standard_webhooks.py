"""Standard Webhooks: the customer's own system. Only a 2xx is success; each try carries the same webhook-id.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from platforms.reading.payload import text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import tabulate

OPERATIONS = "reply private_reply message publish edit delete hide react share broadcast"


class StandardWebhooksSender(PlatformSender):
    """Answers of an endpoint that we send to. A redirect is a failure; 410 wants the endpoint switched off."""

    name = "standard_webhooks"
    sources = ("https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md",)
    keyed = frozenset(OPERATIONS.split())
    codes = tabulate(retry="429", dead="401")

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the status of whatever is no success."""
        if answer.ok:
            return None
        return SendFault(
            (str(answer.status),), text(answer.object.get("error")) or text(answer.object.get("message"))
        )

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the id, where the endpoint tells one."""
        return Sent(answer.find_id("id", "message_id", "native_id"))


SENDER = StandardWebhooksSender()
