"""The built page in a browser, served by its own handler, with an API that answers what a test says."""

import json
import re
from base64 import b64decode
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, Page, Request, Route

from infra.template import ROOT
from respond.access import list_scopes
from respond.console import PAGE, answer_request

ORIGIN = "https://console.example"
TOKEN = "rpt_test_token"
AXE = ROOT / "console" / "node_modules" / "axe-core" / "axe.min.js"

Reply = Callable[[dict[str, Any]], Any]


def make_me(role: str, scopes: list[str]) -> dict[str, Any]:
    """Returns who is signed in, as the API tells."""
    brand = {"id": "demo", "title": "Demo", "zone": "Europe/Berlin", "locale": "en"}
    return {"id": "anna", "name": "Anna", "role": role, "scopes": scopes, "brand": brand, "preferences": {}}


def make_updates(*changed: str, **more: Any) -> dict[str, Any]:
    """Returns what changed: these conversations, and whatever else a test says."""
    changes = [{"conversation": each, "version": 9, "what": ["message"], "by": None} for each in changed]
    return {"cursor": "now", "poll_ms": 2000, "console_version": "", "reload": False, "more": False,
            "changes": changes, "gone": [], "presence": [], "notices": [], "counts": {}, **more}  # fmt: skip


class Failure:
    """An answer that is a problem."""

    def __init__(self, status: int, code: str, detail: str = "It failed.", **headers: str) -> None:
        self.status = status
        self.body = {"type": "about:blank", "title": code, "status": status, "code": code, "detail": detail,
                     "request_id": "request-1", "retryable": status >= 429}  # fmt: skip
        self.headers = headers


class Stage:
    """What the browser asked, and what it is answered. A route is `GET /conversations/{id}`."""

    def __init__(self, context: BrowserContext, role: str = "admin") -> None:
        self.context = context
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.foreign: list[str] = []
        self.files: list[str] = []
        self.complaints: list[str] = []
        self.answers: dict[str, Any] = {}
        self.tell(
            "GET /me", {"id": "anna", "brand": "Demo", "role": role, "scopes": sorted(list_scopes(role))}
        )
        self.tell("GET /updates", make_updates())
        self.tell("GET /views", {"data": [], "next_cursor": None, "has_more": False})
        self.tell("GET /conversations/counts", {})
        self.tell(
            "PUT /conversations/{id}/presence", {"conversation": "c1", "agent": "anna", "state": "viewing"}
        )
        self.tell("PUT /conversations/{id}/read", {"id": "c1", "read_until": None, "unread": False})
        context.route("**/*", self._serve)
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def tell(self, route: str, answer: Any) -> None:
        """Says what a route answers: data, a `Failure`, or a function of the request."""
        self.answers[route] = answer

    def open(self, address: str = "", *, token: str = TOKEN) -> Page:
        """Opens a screen, signed in, and waits until it shows something."""
        begin = f"#token={token}" if token else ""
        self.page.goto(f"{ORIGIN}/{begin}")
        self.wait()
        if address:
            self.page.evaluate("address => { location.hash = address; }", address)
            self.page.wait_for_timeout(50)
            self.wait()
        return self.page

    def wait(self) -> None:
        self.page.wait_for_selector("body[data-ready=true]", timeout=60_000)

    def sent(self, route: str) -> list[dict[str, Any]]:
        """What was asked of a route: `body`, `query`, `headers`, `path`."""
        return [request for name, request in self.asked if name == route]

    def wait_for(self, route: str, count: int = 1) -> list[dict[str, Any]]:
        """Waits until a route was asked so many times, however long the machine takes, and returns what was asked."""
        for _ in range(600):
            if len(asked := self.sent(route)) >= count:
                return asked
            self.page.wait_for_timeout(50)
        raise TimeoutError(f"{route} was not asked {count} times within half a minute")

    def find_violations(self) -> list[str]:
        """Asks axe what is wrong on the screen as it is; it runs beside the page's own policy, not under it."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        result = self.page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
        return [
            f"{each['id']}: {node['target']} {node['html'][:120]}"
            for each in result["violations"]
            for node in each["nodes"]
        ]

    def _note(self, kind: str, text: str) -> None:
        # The browser tells of every answer that is no success; those are what a test asked for.
        if kind in ("error", "warning") and "Failed to load resource" not in text:
            self.complaints.append(text)

    def _serve(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        if f"{url.scheme}://{url.netloc}" != ORIGIN:
            self.foreign.append(route.request.url)
            route.abort()
        elif url.path.startswith("/api/"):
            self._answer(route, url.path.removeprefix("/api"), parse_qs(url.query))
        else:
            request = route.request
            self.files.append(url.path)
            got = answer_request(PAGE, request.method, url.path, {}, "api", ["token"])
            body = b64decode(got["body"]) if got.get("isBase64Encoded") else got["body"].encode()
            route.fulfill(status=got["statusCode"], headers=got["headers"], body=body)

    def _answer(self, route: Route, path: str, query: dict[str, list[str]]) -> None:
        request = route.request
        name, answer = self._find(request, path)
        body = json.loads(request.post_data) if request.post_data else None
        told = {"path": path, "query": query, "body": body, "headers": request.headers}
        self.asked.append((name, told))
        if callable(answer):
            answer = answer(told)
        headers = {"etag": '"1"', "content-type": "application/json"}
        if answer is None:
            answer = Failure(404, "not_found", f"nobody said what {name} answers")
        if isinstance(answer, Failure):
            text = json.dumps(answer.body)
            route.fulfill(status=answer.status, headers=headers | answer.headers, body=text)
        elif isinstance(answer, str):
            route.fulfill(status=200, headers=headers, body=answer)
        else:
            route.fulfill(status=200, headers=headers, body=json.dumps(answer))

    def _find(self, request: Request, path: str) -> tuple[str, Any]:
        for name, answer in self.answers.items():
            method, _, pattern = name.partition(" ")
            if method == request.method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path):
                return name, answer
        return f"{request.method} {path}", None
