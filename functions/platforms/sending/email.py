"""E-mail by SES: a MessageId means accepted; bounces and complaints come later as events. There is no key."""

from platforms.reading.payload import text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import spell, tabulate


class EmailSender(PlatformSender):
    """Answers of SendEmail. The kind of an error stands in the header x-amzn-ErrorType, or in `__type`."""

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


SENDER = EmailSender()
