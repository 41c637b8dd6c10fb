"""The console's page: answers each request for one of its files, says where the API is, and keeps people signed in.

The files were gzipped when they were built and are sent so. The page gets every byte of data from the agents' API
with a token of its user, so this function has no rights and needs nothing but the standard library.
"""

import base64
import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from aws import settings
from aws.hosted_sign_in import HostedSignIn
from respond.console_session import SignIn, answer_session

PAGE = Path(__file__).parent / "page"
"""Written by `make console`: `index.html.gz`, `assets/*.gz`."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
"""Nothing runs but our files, nothing is asked of another origin, and no text can become an element."""

OFF = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
    "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip

SAFETY = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": ", ".join(f"{name}=()" for name in OFF),
}

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}

JSON = "application/json"
COGNITO = "cognito"
"""The way of signing in with the company's account."""

FOREVER = "max-age=31536000, immutable"
"""For files whose names say what is in them."""

Answer = dict[str, Any]


def handler(event: Mapping[str, Any], context: object) -> Answer:  # noqa: ARG001
    """Answers one request of API Gateway's (payload 2.0)."""
    method, path = event["requestContext"]["http"]["method"], event["rawPath"]
    headers = {str(name).lower(): str(value) for name, value in event.get("headers", {}).items()}
    ways = settings.console_sign_in()
    hosted = _find_sign_in() if COGNITO in ways else None
    if hosted is not None and path.strip("/") == "session":
        return tell_session(event, method, headers, hosted, hosted.redirect)
    told = {"domain": hosted.url, "client_id": hosted.client_id} if hosted else None
    return answer_request(PAGE, method, path, headers, settings.console_api(), ways, told)


def _find_sign_in() -> HostedSignIn:
    return HostedSignIn(settings.cognito_url(), settings.user_pool_client_id(), settings.console_url())


def tell_session(
    event: Mapping[str, Any], method: str, headers: Mapping[str, str], sign_in: SignIn, home: str
) -> Answer:
    """Returns the answer to a request for the session."""
    sent = str(event.get("body") or "")
    body = base64.b64decode(sent).decode("utf-8", "replace") if event.get("isBase64Encoded") else sent
    cookies = event.get("cookies") or headers.get("cookie", "").split(";")
    status, content, cookie = answer_session(method, headers, cookies, body, sign_in, home)
    text = "" if content is None else json.dumps(content, separators=(",", ":"))
    answer = _say(status, text, {"content-type": JSON})
    return answer if cookie is None else {**answer, "cookies": [cookie]}


def answer_request(
    page: Path,
    method: str,
    path: str,
    headers: Mapping[str, str],
    api: str,
    sign_in: Sequence[str],
    cognito: Mapping[str, str] | None = None,
) -> Answer:
    """Returns the file that a path names, the settings, or what is wrong."""
    if method not in ("GET", "HEAD"):
        return _say(405, "The page is only read.", {"allow": "GET, HEAD"})
    name = path.strip("/") or "index.html"
    if name == "config.json":
        told = describe_settings(page, api, sign_in, cognito)
        return _say(200, json.dumps(told, separators=(",", ":")), {"content-type": JSON})
    content = read_file(page, name)
    if content is None and name == "index.html":
        return _say(503, "The page was not built: run `make console`.", {})
    if content is None:
        return _say(404, "There is no such file.", {})
    return _send(name, content, headers, empty=method == "HEAD")


def describe_settings(
    page: Path, api: str, sign_in: Sequence[str], cognito: Mapping[str, str] | None
) -> dict[str, Any]:
    """Returns what the page has to know before anybody signs in."""
    index = read_file(page, "index.html") or b""
    return {
        "api": api,
        "version": hashlib.sha256(index).hexdigest()[:12],
        "sign_in": list(sign_in),
        "cognito": cognito,
    }


def read_file(page: Path, name: str) -> bytes | None:
    """Returns a file of the page, gzipped; None when there is none of that name."""
    wanted = page / f"{name}.gz"
    if ".." in name.split("/") or "\0" in name or not wanted.is_file():
        return None
    return wanted.read_bytes()


def _send(name: str, content: bytes, headers: Mapping[str, str], *, empty: bool) -> Answer:
    tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    about = {
        **SAFETY,
        "content-type": TYPES.get(Path(name).suffix, "application/octet-stream"),
        "cache-control": FOREVER if name.startswith("assets/") else "no-cache",
        "etag": tag,
        "vary": "accept-encoding",
    }
    if tag in headers.get("if-none-match", ""):
        return {"statusCode": 304, "headers": about, "body": ""}
    if "gzip" in headers.get("accept-encoding", ""):
        about["content-encoding"] = "gzip"
    else:
        content = gzip.decompress(content)
    body = b"" if empty else content
    return {
        "statusCode": 200,
        "headers": about,
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }


def _say(status: int, text: str, headers: Mapping[str, str]) -> Answer:
    about = {**SAFETY, "content-type": TYPES[".txt"], "cache-control": "no-store", **headers}
    return {"statusCode": status, "headers": about, "body": text}
