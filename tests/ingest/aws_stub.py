"""AWS on one local port, as far as the webhook uses it: it answers, and remembers who called what."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


class Stub(ThreadingHTTPServer):
    """Secrets Manager with one secret for every name, and an SQS and an S3 that are there or `silent`."""

    daemon_threads = True

    def __init__(self, secret: str, *, silent: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.secret = secret
        self.silent = silent
        self.closing = Event()
        self.operations: list[str] = []
        self.secret_names: list[str] = []
        self.queued: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one segment an answer: two would wait for each other's acknowledgement
    server: Stub

    def do_POST(self) -> None:
        operation = self.headers["X-Amz-Target"].rpartition(".")[2]
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.operations.append(operation)
        if operation == "GetSecretValue":
            self.server.secret_names.append(request["SecretId"])
            self._answer({"Name": request["SecretId"], "SecretString": self.server.secret})
        elif self.server.silent:
            self.server.closing.wait()
        else:
            body = request["MessageBody"]
            self.server.queued.append(body)
            digest = hashlib.md5(body.encode(), usedforsecurity=False).hexdigest()
            self._answer({"MessageId": "m", "MD5OfMessageBody": digest})

    def do_PUT(self) -> None:
        self.server.operations.append("PutObject")
        if self.server.silent:
            self.server.closing.wait()
            return
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer({})

    def _answer(self, value: dict[str, str]) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


@contextmanager
def running(secret: str, *, silent: bool = False) -> Iterator[Stub]:
    stub = Stub(secret, silent=silent)
    Thread(target=stub.serve_forever, daemon=True).start()
    try:
        yield stub
    finally:
        stub.closing.set()
        stub.shutdown()
        stub.server_close()
