"""API Gateway's HTTP API, payload format 2.0, to and from our own request and answer.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from model.http import Answer, Request

MOST_FIELDS = 100
RETRY_AFTER_S = 30

_HEADERS = {"x-content-type-options": "nosniff", "cache-control": "no-store"}


class BadRequest(ValueError):
    """Says that no gateway hands over such a request."""


def request(event: Mapping[str, Any]) -> Request:
    """Returns the request with the exact bytes of its body. Raises BadRequest.

    Of a query parameter that is given twice the first counts. The gateway joins repeated headers by commas.
    """
    try:
        query = parse_qsl(event.get("rawQueryString", ""), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise BadRequest("too many query parameters") from error
    method = event["requestContext"]["http"]["method"]
    part, sent = path_parameter(event, "part"), str(event.get("rawQueryString") or "")
    target = str(event.get("rawPath") or "") + (f"?{sent}" if sent else "")
    return Request.of(method, event.get("headers"), dict(reversed(query)), _body(event), part, target)


def path_parameter(event: Mapping[str, Any], name: str) -> str:
    """Returns a part of the path by its name in the route; empty when the route has none."""
    return str((event.get("pathParameters") or {}).get(name) or "")


def response(answer: Answer) -> dict[str, Any]:
    """Returns the answer as the gateway wants it: never sniffed, never cached, and a 503 says when to come back."""
    headers = {**answer.headers, "content-type": answer.content_type, **_HEADERS}
    if answer.status == 503:
        headers["retry-after"] = str(RETRY_AFTER_S)
    return {"statusCode": answer.status, "headers": headers, "body": answer.body, "isBase64Encoded": False}


def _body(event: Mapping[str, Any]) -> bytes:
    body = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return str(body).encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadRequest("the body is not base64") from error
