"""E-mail by SES: a MessageId means accepted; bounces and complaints come later as events. There is no key."""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

from model.aws_signature import AwsSigner
from model.http import Call
from platforms.families.ses import find_region, name_mail
from platforms.reading.payload import text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.outgoing import JSON_TYPE, Outgoing, Unsendable, need
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import spell, tabulate
from platforms.sending.ways import Way

PATH = "/v2/email/outbound-emails"
MOST_SUBJECT = 200


class EmailSender(PlatformSender):
    """Sends mails by SendEmail. The kind of an error stands in the header x-amzn-ErrorType, or in `__type`.

    An account sends with `access_key`, `secret_key` and its own address `from`, which SES has verified; events come
    back through its `configuration_set`, if it has one.
    """

    name = "email"
    sources = (
        "https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html",
        "https://docs.aws.amazon.com/ses/latest/APIReference-V2/CommonErrors.html",
    )
    phrases = spell(retry="daily message quota exceeded|maximum sending rate exceeded")
    codes = tabulate(
        retry="TooManyRequestsException Throttling ThrottlingException RequestThrottled ThrottledException",
        dead=(
            "AccountSuspendedException SendingPausedException UnrecognizedClientException"
            " InvalidClientTokenId ExpiredToken ExpiredTokenException IncompleteSignature"
            " IncompleteSignatureException InvalidSignatureException MissingAuthenticationToken"
            " MissingAuthenticationTokenException NotAuthorized OptInRequired SignatureDoesNotMatch"
            " AccountSendingPausedException"
        ),
        maybe=(
            "InternalFailure InternalServiceError InternalServiceErrorException InternalServerException"
            " ServiceUnavailable ServiceUnavailableException"
        ),
        refused=(
            "MessageRejected MailFromDomainNotVerifiedException BadRequestException"
            " LimitExceededException NotFoundException AccessDenied AccessDeniedException ValidationError"
            " ValidationException RequestExpired ConfigurationSetDoesNotExist InvalidAction"
            " MalformedQueryString MissingParameter InvalidParameterCombination InvalidParameterValue"
            " InvalidQueryParameter MalformedHttpRequestException RequestEntityTooLargeException"
            " UnknownOperationException ConfigurationSetSendingPausedException"
        ),
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the kind of error, without its namespace and address."""
        named = answer.headers.get("x-amzn-errortype") or text(answer.object.get("__type"))
        if answer.ok or not named:
            return None
        kind = named.partition(":")[0].rpartition("#")[2]
        return SendFault((kind,), text(answer.object.get("message")) or text(answer.object.get("Message")))

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the message's id."""
        native = answer.find_id("MessageId", "messageId")
        return Sent(native) if native is not None else None

    ways = (Way("message", "private", 100_000, Counting.CODE_POINTS),)

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`."""
        if out.operation != "message":
            raise Unsendable("no_such_way")
        secret = need(credentials.get("secret_key", ""), "no_token")
        region = need(find_region(out.account), "no_region")
        host = f"email.{region}.amazonaws.com"
        mail = _write_mail(out, need(credentials.get("from", ""), "no_sender"))
        told = {
            "Content": {"Raw": {"Data": base64.b64encode(mail).decode()}},
            "ConfigurationSetName": credentials.get("configuration_set") or None,
            "EmailTags": [{"Name": "rapport_reply", "Value": out.key}],
        }
        body = json.dumps({name: value for name, value in told.items() if value is not None}).encode()
        now = datetime.fromtimestamp(out.now, UTC).strftime("%Y%m%dT%H%M%SZ")
        headers = {"content-type": JSON_TYPE, "host": host, "x-amz-date": now}
        signer = AwsSigner(need(credentials.get("access_key", ""), "no_token"), secret, region, "ses")
        headers["authorization"] = signer.sign_request(PATH, headers, body)
        # The host is said by whoever makes the request.
        del headers["host"]
        return Call("POST", f"https://{host}{PATH}", headers, body)

    def complete_id(self, out: Outgoing, native_id: str) -> str:
        """Returns the Message-ID by which answers name it."""
        return name_mail(native_id, out.account)


def _write_mail(out: Outgoing, sender: str) -> bytes:
    """Returns the mail as it travels, in the thread of what it answers. Raises Unsendable."""
    mail, handle = EmailMessage(policy=SMTP), out.handle
    mail["From"], mail["To"] = sender, need(handle.get("to") or out.person, "no_target")
    subject = handle.get("subject") or "Your message"
    mail["Subject"] = (subject if subject.lower().startswith("re:") else f"Re: {subject}")[:MOST_SUBJECT]
    if answered := handle.get("in_reply_to") or out.item:
        mail["In-Reply-To"] = answered
        mail["References"] = handle.get("references") or answered
    mail.set_content(need(out.text, "no_text"))
    return mail.as_bytes()


SENDER = EmailSender()
