"""AWS's JSON protocols over connections that are kept: a call costs a tenth of the CPU time it costs botocore.

A `Wire` sends plain requests and understands plain answers. Whatever else comes back (a server's fault, a throttle, a
broken connection) is asked again of botocore, which knows about retries; until then botocore is not even imported,
which a cold webhook would wait for. It is used where a function's credentials and address are plain: see `place`.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import base64
import json
import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPException
from typing import Any

from aws.connections import Connections
from aws.places import Place
from model.aws_signature import AwsSigner

FINAL = frozenset({"ConditionalCheckFailedException", "TransactionCanceledException"})
"""Errors that are answers: asking again would not help."""

OPERATIONS = {
    "send_message": "SendMessage",
    "send_message_batch": "SendMessageBatch",
    "get_secret_value": "GetSecretValue",
    "query": "Query",
    "batch_execute_statement": "BatchExecuteStatement",
}
"""What is called by a method's name; PynamoDB names operations as they are."""

NEWLINE, CRLF = "\n", "\r\n"

Json = dict[str, Any]


class Wire:
    """Calls operations as botocore's client does, and is that client for all else; `careful` makes it.

    With `once` nothing is asked again: what fails is raised as botocore would.
    """

    _request_signer = None
    """PynamoDB asks botocore's client whether it has found credentials."""

    def __init__(
        self, place: Place, careful: Callable[[], Any], *, connect_s: float, read_s: float, once: bool
    ) -> None:
        self._place = place
        self._careful = careful
        self._once = once
        self._connections = Connections(place.url, connect_s, read_s)

    def open_connection(self) -> None:
        """Opens the connection that the first call will use. Raises OSError."""
        self._connections.give_back(self._connections.take())

    def __getattr__(self, name: str) -> Any:
        operation = OPERATIONS.get(name)
        return getattr(self._careful(), name) if operation is None else partial(self._call, operation)

    def _call(self, operation: str, **params: Any) -> Json:
        return self._make_api_call(operation, params)

    def _make_api_call(self, operation: str, params: Json) -> Json:
        """Makes a call: PynamoDB calls botocore's client by this name. Raises what that raises."""
        if operation == "TransactWriteItems" and "ClientRequestToken" not in params:
            from uuid import uuid4

            params["ClientRequestToken"] = str(uuid4())  # asked again, it must still happen once
        try:
            status, answer = self._ask(operation, _ENCODE(params).encode())
        except (OSError, HTTPException, ValueError) as error:
            if self._once:
                raise _broken(error) from error
            return self._again(operation, params)
        if status == 200:
            return answer
        code = str(answer.get("__type", "")).rpartition("#")[2]
        if self._once or code in FINAL:
            raise _refused(code, status, answer, operation)
        return self._again(operation, params)

    def _again(self, operation: str, params: Json) -> Json:
        answer: Json = self._careful()._make_api_call(operation, params)  # noqa: SLF001 - as PynamoDB does
        return answer

    def _ask(self, operation: str, body: bytes) -> tuple[int, Json]:
        connection = self._connections.take()
        try:
            status, raw = connection.exchange(self._request(f"{self._place.target}.{operation}", body))
        except BaseException:
            connection.close()  # an answer that is still on its way must not be taken for the next one's
            raise
        self._connections.give_back(connection)
        # Only rows hold binary values; looking for them in everything takes half of the reading.
        return status, (_DECODE if b'"B"' in raw else _DECODE_PLAIN)(raw.decode() or "{}")

    def _request(self, target: str, body: bytes) -> bytes:
        """Returns the whole request, signed."""
        place, now = self._place, time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        headers = {"content-type": place.content_type, "host": self._connections.host, "x-amz-date": now}
        if place.token:
            headers["x-amz-security-token"] = place.token
        headers["x-amz-target"] = target
        signer = AwsSigner(place.access_key, place.secret_key, place.region, place.service)
        proof = signer.sign_request("/", headers, body)
        lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
        return (
            f"POST / HTTP/1.1\r\n{lines.replace(NEWLINE, CRLF)}content-length:{len(body)}\r\n"
            f"authorization:{proof}\r\n\r\n"
        ).encode("ascii") + body


def _base64(value: object) -> str:
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} is no value of DynamoDB")


def _bytes(found: Json) -> Json:
    """Returns a binary value, wherever in an answer it is, as bytes."""
    if len(found) == 1:
        value = found.get("B")
        if isinstance(value, str):
            return {"B": base64.b64decode(value)}
    return found


def _broken(error: Exception) -> Exception:
    from botocore.exceptions import HTTPClientError

    failed: Exception = HTTPClientError(error=type(error).__name__)
    return failed


def _refused(code: str, status: int, answer: Json, operation: str) -> Exception:
    from botocore.exceptions import ClientError

    message = answer.get("message") or answer.get("Message") or ""
    error: Json = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    if "CancellationReasons" in answer:
        error["CancellationReasons"] = answer["CancellationReasons"]
    refused: Exception = ClientError(error, operation)
    return refused


_ENCODE = json.JSONEncoder(default=_base64, separators=(",", ":")).encode
_DECODE = json.JSONDecoder(object_hook=_bytes).decode
_DECODE_PLAIN = json.JSONDecoder().decode
