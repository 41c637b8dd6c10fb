"""Says what is to be sent, to whom and in whose name, before a platform makes a request of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import quote, urlencode

from model.errors import RapportError
from model.http import Call

JSON_TYPE = "application/json"


class Unsendable(RapportError):
    """Says that a platform has no such way, or that something it needs is missing; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """Holds a file by its address, or as it is (`data`): `kind` is image, video, audio or file."""

    kind: str
    url: str
    mime: str = ""
    size: int = 0
    name: str = ""
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Holds one thing to send. Ids are the platform's own; `item` is what is answered, changed or taken away.

    `key` is the outbox row's id: it goes where the platform takes or returns one. `prepared` is the id that a
    preparing call brought. `tag` asks for a way outside the window (`human_agent`). `site` is an address of the
    account, `now` is epoch s, `made_at` epoch ms: when it was accepted, the same
    at every try.
    """

    operation: str
    account: str = ""
    text: str = ""
    item: str = ""
    thread: str = ""
    person: str = ""
    key: str = ""
    prepared: str = ""
    tag: str = ""
    site: str = ""
    now: int = 0
    made_at: int = 0
    handle: Mapping[str, str] = field(default_factory=dict)
    files: tuple[OutgoingFile, ...] = ()
    template: str = ""
    """JSON: name, language and variables of what the platform approved, which goes instead of the text."""


def need(value: str, code: str) -> str:
    """Returns a value without which nothing can be sent. Raises Unsendable."""
    if not value:
        raise Unsendable(code)
    return value


def bearer(credentials: Mapping[str, str]) -> dict[str, str]:
    """Returns the header that carries an access token. Raises Unsendable without one."""
    return {"Authorization": f"Bearer {need(credentials.get('access_token', ''), 'no_token')}"}


def json_call(
    method: str, url: str, headers: Mapping[str, str], body: Mapping[str, object] | None = None
) -> Call:
    """Returns a request with a JSON body, or without one. Fields that are None are left out."""
    if body is None:
        return Call(method, url, dict(headers))
    told = {name: value for name, value in body.items() if value is not None}
    encoded = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return Call(method, url, {**headers, "Content-Type": JSON_TYPE}, encoded)


def form_call(method: str, url: str, headers: Mapping[str, str], fields: Mapping[str, str]) -> Call:
    """Returns a request with a form."""
    told = {name: value for name, value in fields.items() if value}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return Call(method, url, {**headers, **kind}, urlencode(told).encode())


def multipart_call(
    url: str,
    headers: Mapping[str, str],
    fields: Mapping[str, str],
    files: Sequence[tuple[str, OutgoingFile]],
) -> Call:
    """Returns a request with a form that holds files, each under its own name. Fields that are empty are left out."""
    end = f"rapport{sha256(b''.join(file.data for _, file in files)).hexdigest()}"
    pieces = [
        f'--{end}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
        if value
    ]
    for part, file in files:
        name = quote(file.name or "file", safe=" ().,_-")
        head = f'--{end}\r\nContent-Disposition: form-data; name="{part}"; filename="{name}"\r\n'
        pieces += [f"{head}Content-Type: {file.mime}\r\n\r\n".encode(), file.data, b"\r\n"]
    pieces.append(f"--{end}--\r\n".encode())
    return Call(
        "POST", url, {**headers, "Content-Type": f"multipart/form-data; boundary={end}"}, b"".join(pieces)
    )


def path_part(value: str, code: str = "no_target") -> str:
    """Returns an id as a part of a path. Raises Unsendable without one."""
    return quote(need(value, code), safe="")
