"""AWS on a local port, as far as the benchmarks' clients use it.

    python -m bench.stand_in

Prints its address. DynamoDB is the in-memory stand-in of the tests; SQS, KMS and Secrets Manager answer with as
little as the clients need. `GET /sent` tells what was queued since it was last asked, `GET /calls` counts.
"""

import base64
import hashlib
import json
import os
import ssl
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.conftest import SETTINGS
from tests.proof.tablefake import Refused, TableFake
from tests.tables import NAMES, table_properties

OBVIOUS = ("obvious-messages", "obvious-contacts", "obvious-conversations", "obvious-counters")
"""Tables of the stack that everything is compared with."""
Json = dict[str, Any]


class Server(ThreadingHTTPServer):
    """The stand-in: tables, queued bodies, and one secret for every name."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.tables = TableFake()
        self.queued: list[str] = []
        self.calls = 0
        self.secret = os.environ.get("BENCH_SECRET", "{}")
        for name in NAMES:
            self._create(SETTINGS[f"RAPPORT_TABLE_{name.upper()}"], table_properties(name))
        for name in OBVIOUS:
            self._create(name, {"KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]})

    def _create(self, name: str, properties: Json) -> None:
        self.tables.call("CreateTable", {**properties, "TableName": name})

    def answer(self, target: str, request: Json) -> Json:
        """The answer to one operation. Raises Refused."""
        self.calls += 1
        service, _, operation = target.partition(".")
        if service.startswith("DynamoDB"):
            return self.tables.call(operation, request)
        return _OTHERS[operation](self, request)

    def sent(self) -> list[str]:
        """What was queued since this was last asked."""
        bodies, self.queued = self.queued, []
        return bodies


def _send(server: Server, request: Json) -> Json:
    server.queued.append(request["MessageBody"])
    return {"MessageId": "m", "MD5OfMessageBody": _md5(request["MessageBody"])}


def _send_batch(server: Server, request: Json) -> Json:
    server.queued += [entry["MessageBody"] for entry in request["Entries"]]
    done = [
        {"Id": entry["Id"], "MessageId": "m", "MD5OfMessageBody": _md5(entry["MessageBody"])}
        for entry in request["Entries"]
    ]
    return {"Successful": done, "Failed": []}


def _md5(body: str) -> str:
    return hashlib.md5(body.encode(), usedforsecurity=False).hexdigest()


def _data_key(_: Server, __: Json) -> Json:
    key = base64.b64encode(bytes(range(32))).decode()
    return {"KeyId": "k", "Plaintext": key, "CiphertextBlob": key}


_OTHERS: dict[str, Callable[[Server, Json], Json]] = {
    "SendMessage": _send,
    "SendMessageBatch": _send_batch,
    "GenerateDataKey": _data_key,
    "Decrypt": _data_key,
    "GetSecretValue": lambda server, request: {"Name": request["SecretId"], "SecretString": server.secret},
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one segment an answer: two would wait for each other's acknowledgement
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            status, answer = 200, self.server.answer(self.headers["X-Amz-Target"], json.loads(body))
        except Refused as refused:
            status, answer = 400, {"__type": f"com.amazonaws#{refused.code}", "message": refused.code}
            if refused.reasons is not None:
                answer["CancellationReasons"] = refused.reasons
        self._write(status, json.dumps(answer).encode())

    def do_GET(self) -> None:
        if self.path.endswith("/jwks.json"):
            self._write(200, os.environ["BENCH_KEYS"].encode())
            return
        found: Any = self.server.sent() if self.path == "/sent" else self.server.calls
        self._write(200, json.dumps(found).encode())

    def _write(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


if __name__ == "__main__":
    made = Server()
    scheme = "http"
    if "BENCH_TLS" in os.environ:
        scheme, context = "https", ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.environ["BENCH_TLS"])
        made.socket = context.wrap_socket(made.socket, server_side=True)
    print(f"{scheme}://127.0.0.1:{made.server_address[1]}", flush=True)
    made.serve_forever()
