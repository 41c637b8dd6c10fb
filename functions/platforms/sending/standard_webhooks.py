"""Standard Webhooks: the customer's own system. Only a 2xx is success; each try carries the same webhook-id.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from model.http import Call
from platforms.families.signed_webhooks import sign_as
from platforms.reading.payload import text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.outgoing import Outgoing, need
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import tabulate
from platforms.sending.ways import Way

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

    ways = (
        Way("reply", "public", 100_000, Counting.CODE_POINTS),
        Way("message", "private", 100_000, Counting.CODE_POINTS),
    )

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. Each try has the outbox id as webhook-id and a new time."""
        data = {"item": out.item, "thread": out.thread, "person": out.person, "text": out.text}
        told = {name: value for name, value in data.items() if value}
        moment = datetime.fromtimestamp(out.now, UTC).isoformat().replace("+00:00", "Z")
        event = {"type": f"rapport.{out.operation}", "timestamp": moment, "data": told}
        body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
        secret = need(credentials.get("access_token", ""), "no_token")
        signed = sign_as(need(out.key, "no_key"), body, secret, out.now)
        return Call(
            "POST", need(out.site or credentials.get("site", ""), "no_site"), dict(signed.headers), body
        )


SENDER = StandardWebhooksSender()
