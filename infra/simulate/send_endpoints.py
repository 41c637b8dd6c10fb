"""The platforms' send endpoints, played on this machine: they accept, throttle, refuse, or say nothing.

Only the local stack maps the hosts here (`web.simulated`); nothing that deploys knows of it.
"""

import itertools
import json
import threading
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from infra.simulate.answers import write_answer
from infra.simulate.asked_sites import answer_openly
from infra.simulate.linking_pages import write_linking_page

HOSTS = {
    "graph.facebook.com": "facebook",
    "graph.instagram.com": "instagram",
    "graph.threads.net": "threads",
    "api.x.com": "x",
    "api.linkedin.com": "linkedin",
    "business-api.tiktok.com": "tiktok",
    "api.trustpilot.com": "trustpilot",
    "slack.com": "slack",
    "api.telegram.org": "telegram",
    "discord.com": "discord",
    "smba.trafficmanager.net": "teams",
    "api.line.me": "line",
    "chatapi.viber.com": "viber",
    "email.eu-central-1.amazonaws.com": "email",
    "api.weixin.qq.com": "wechat",
    "discourse.simulated.example": "discourse",
    "vanilla.simulated.example": "vanilla",
    "wordpress.simulated.example": "wordpress",
    "hook.simulated.example": "standard_webhooks",
    "api.github.com": "github",
    "demo.social.example": "mastodon",
    "www.yammer.com": "yammer",
    "feed.simulated.example": "feeds",
    "people.example": "activitypub",
}
"""Host -> platform. Messenger and WhatsApp share Facebook's."""
STOP = "/_played/stop"
"""Where whoever runs them asks for their end; no host of a platform is asked there."""
SITES = {
    platform: f"https://{host}" for host, platform in HOSTS.items() if host.endswith(".simulated.example")
}
"""Where an account is whose platform has no host of its own."""


NUMBERED = {
    "slack": "C1DEMO:{}.000100",
    "telegram": "-1001000000003:{}",
    "teams": "19:demo00000000000000000000000000000@thread.tacv2:{}",
    "whatsapp": "wamid.OUT{}",
}
"""Platform -> how a native id looks that is more than a number."""


class Manner(StrEnum):
    """Says how a platform takes what it is sent."""

    WELL = "well"
    THROTTLED = "throttled"
    REFUSED = "refused"
    SILENT = "silent"
    """It posts, and the answer never arrives."""


@dataclass
class Endpoints:
    """Answers in the place of platforms, and keeps what they were sent.

    `ids`: platform -> the native id of its next post.
    """

    port: int = 0
    ids: dict[str, str] = field(default_factory=dict)
    manners: dict[str, list[Manner]] = field(default_factory=dict)
    """Platform -> how the next requests are taken; then all goes well."""
    posts: list[tuple[str, str]] = field(default_factory=list)
    """Platform and body of everything posted."""
    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """Host and path -> content type and body of what may be read there."""
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(int(time.time() * 1000)))
    """Of posts whose native id nobody chose."""

    def show_page(self, host: str, path: str) -> tuple[int, dict[str, str], bytes]:
        """Returns a page that may be read, one that links to us, or somebody of the fediverse; else 404."""
        found = self.pages.get(host.partition(":")[0].lower() + path.partition("?")[0])
        linking = write_linking_page(path)
        if found is None and linking is not None:
            found = ("text/html; charset=utf-8", linking)
        if found is None and path.startswith("/users/") and name_platform(host, path, b"") == "activitypub":
            return 200, {}, json.dumps(write_answer("activitypub", "publish", "")[1]).encode()
        return (404, {}, b"{}") if found is None else (200, {"Content-Type": found[0]}, found[1])

    def take_request(self, host: str, path: str, body: bytes) -> tuple[int, dict[str, str], bytes] | None:
        """Returns what a platform answers; None where nobody hears it."""
        platform = name_platform(host, path, body)
        if platform is None:
            return 404, {}, b"{}"
        waiting = self.manners.get(platform) or []
        manner = waiting.pop(0) if waiting else Manner.WELL
        if manner is Manner.THROTTLED:
            return 429, {"Retry-After": "1"}, b"slow down"
        if manner is Manner.REFUSED:
            return 400, {}, b"no"
        posted = b64decode(json.loads(body)["Content"]["Raw"]["Data"]) if platform == "email" else body
        self.posts.append((platform, posted.decode("utf-8", "replace")))
        if manner is Manner.SILENT:
            return None
        private = platform in ("messenger", "tiktok", "x") and b'"recipient' in body
        status, answer = write_answer(
            platform,
            "message" if private else "reply",
            self.ids.get(platform) or NUMBERED.get(platform, "{}").format(next(self.numbers)),
        )
        return status, {}, json.dumps(answer).encode()


def name_platform(host: str, path: str, body: bytes) -> str | None:
    """Returns whose endpoint is asked; None for a host that nobody plays."""
    platform = HOSTS.get(host.partition(":")[0].lower())
    if platform != "facebook" or not path.partition("?")[0].endswith("/messages"):
        return platform
    fields = parse_qs(body.decode("utf-8", "replace")) if not body.startswith(b"{") else json.loads(body)
    return "whatsapp" if "messaging_product" in fields else "messenger"


@contextmanager
def serve_endpoints(port: int = 0, end: Callable[[], None] | None = None) -> Iterator[Endpoints]:
    """Plays the endpoints on loopback until the block ends; port 0 takes a free one. Raises OSError.

    `end` is called when somebody on this machine asks for it.
    """
    played = Endpoints()

    class Handler(BaseHTTPRequestHandler):
        def _take(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            host = self.headers.get("Host", "")
            if end is not None and self.path == STOP:
                self.send_response(204)
                self.end_headers()
                if self.command == "POST":
                    end()
                return
            found = answer_openly(self.command, host, self.path) or (
                played.show_page(host, self.path)
                if self.command == "GET"
                else played.take_request(host, self.path, body)
            )
            if found is None:
                self.close_connection = True
                return
            status, headers, answer = found
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _take  # noqa: N815 - the library's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    played.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield played
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
