"""Reads the address of a request strictly: what two readers could understand in two ways is refused."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from web.failures import WebRefused

PORTS = {"http": 80, "https": 443}
LONGEST = 8_192
WRONG = re.compile(r"[\x00-\x20\x7f\\]")
HOST = re.compile(r"[a-z0-9]([a-z0-9_.-]{0,251}[a-z0-9])?\.?|[0-9a-f:.]+")
KEPT = "/?&=:@!$'()*+,;~%[]-._"
"""What stays as it is in a path and a query."""


@dataclass(frozen=True, slots=True)
class Target:
    """Says where a request goes. `host` is in ASCII and lower case, `path` includes the query."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def origin(self) -> tuple[bool, str, int]:
        """Returns what has to be the same for two addresses to be one site's."""
        return self.secure, self.host, self.port

    @property
    def authority(self) -> str:
        """Returns the host as the header of that name has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS["https" if self.secure else "http"] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """Returns the whole address."""
        return f"{'https' if self.secure else 'http'}://{self.authority}{self.path}"


def read_target(url: str) -> Target:
    """Returns the parts of a URL. Raises WebRefused for one that we do not ask."""
    if len(url) > LONGEST or WRONG.search(url):
        raise WebRefused("url")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise WebRefused("url") from error
    if parts.scheme not in PORTS:
        raise WebRefused("scheme")
    if "@" in parts.netloc:
        raise WebRefused("credentials")
    if port is not None and port not in PORTS.values():
        raise WebRefused("port")
    query = f"?{quote(parts.query, safe=KEPT)}" if parts.query else ""
    path = f"{quote(parts.path or '/', safe=KEPT)}{query}"
    secure = parts.scheme == "https"
    return Target(secure, _read_host(host), PORTS[parts.scheme] if port is None else port, path)


def follow(target: Target, location: str) -> Target:
    """Returns where a redirect leads. Raises WebRefused where that is nowhere, or less secure."""
    if len(location) > LONGEST or WRONG.search(location):
        raise WebRefused("redirect", sent=True)
    try:
        after = read_target(urljoin(target.url, location).partition("#")[0])
    except (ValueError, WebRefused) as error:
        raise WebRefused(getattr(error, "code", "redirect"), sent=True) from error
    if target.secure and not after.secure:
        raise WebRefused("downgrade", sent=True)
    return after


def _read_host(host: str) -> str:
    if not host or len(host) > 253:
        raise WebRefused("host")
    try:
        plain = host if host.isascii() else host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise WebRefused("host") from error
    if not HOST.fullmatch(plain) or ".." in plain:
        raise WebRefused("host")
    return plain
