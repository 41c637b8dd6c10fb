"""Webmention: a page elsewhere says that it links to one of ours, and is looked at.

https://www.w3.org/TR/webmention/
"""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from model.errors import Malformed
from model.event import Event, Kind, Signal
from model.http import Answer, Call, Delivery, Request
from model.want import Want
from platforms.base import Confirm, Platform
from platforms.proof import FORM_TYPE, Signed
from platforms.secret import Secret, SecretRefused
from platforms.signing import Records

MOST_ADDRESS = 2048


def check_sites(cleaned: str) -> str:
    """Returns our sites' addresses. Raises SecretRefused."""
    if not all(each.startswith("https://") and urlsplit(each).hostname for each in cleaned.split()):
        raise SecretRefused("sites are addresses that begin with https://")
    return cleaned


class OwnTarget:
    """Proves by the page that a request names, which is fetched: it is about a page of ours, and nobody signs it.

    Until then nothing is made of it: https://www.w3.org/TR/webmention/#webmention-verification
    """

    def verify(self, request: Request, secrets: Records, now: int) -> bool:  # noqa: ARG002 - no time is told
        """See `platforms.proof.Proof`."""
        try:
            _, target = read_request(request.body)
        except Malformed:
            return False
        if request.headers.get("content-type", FORM_TYPE).partition(";")[0].strip().lower() != FORM_TYPE:
            return False
        sites = [site for record in secrets for site in record.get("sites", "").split()]
        return any(target == site or target.startswith(f"{site.rstrip('/')}/") for site in sites)

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> Signed:  # noqa: ARG002 - as above
        """Returns a request that says that a page links to our first site, where `body` is none itself."""
        try:
            read_request(body)
        except Malformed:
            target = secrets["sites"].split()[0]
            number = "".join(filter(str.isdecimal, body.decode("ascii", "replace"))) or "1"
            page = f"https://people.example/links/{urlsplit(target).hostname}/{number}"
            body = urlencode({"source": page, "target": target}).encode()
        return Signed({"content-type": FORM_TYPE}, body=body)


class Webmention(Platform):
    """Connects a site of ours by Webmention; one account is one site. What a page says comes when it was fetched."""

    name = "webmention"
    title = "Webmention"
    docs_url = "https://www.w3.org/TR/webmention/"
    secrets = (
        Secret(
            "sites",
            "Addresses of our sites, with blanks between: mentions of other pages are refused",
            least=10,
            most=4096,
            alphabet=r"[\t\n\r -~]",
            check=check_sites,
            make_up=lambda random: f"https://{random.hex()[:12]}.example",
        ),
    )
    proof = OwnTarget()
    capabilities = frozenset({"webhook", "edits", "deletes"})
    names_account = False

    def receipt(self, request: Request, confirm: Confirm) -> Answer | None:  # noqa: ARG002 - nothing to confirm
        """Returns that the page will be looked at."""
        return Answer(202)

    def list_wants(self, events: "Sequence[Event]") -> Iterator[Want]:
        """Yields the page that a request names; whoever named it chose the address, so no token goes along."""
        for each in events:
            if each.signal is Signal.HANDSHAKE and each.external_id and each.parent_id:
                told = {"kind": "page", "source": each.external_id, "target": each.parent_id}
                yield Want(told, anonymous=True)

    def make_fetch(self, what: Mapping[str, str], credentials: Mapping[str, str]) -> Call:  # noqa: ARG002 - none
        """Returns the request for the page."""
        return Call("GET", what["source"], {"accept": "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"})

    def parse(self, delivery: Delivery) -> list[Event]:
        """Returns what a fetched page says; a request alone only that a page is to be looked at. Raises Malformed."""
        if delivery.fetched is None:
            source, target = read_request(delivery.body)
            asked = Event(Kind.CONTROL, signal=Signal.HANDSHAKE, external_id=source, parent_id=target)
            return [asked]
        return self.parse_poll(delivery)[0]

    def read_fetched(self, delivery: Delivery) -> list[Event]:
        """Returns what the page says that a request named."""
        from platforms.webmention.entries import read_seen

        return read_seen(delivery)

    def parse_poll(self, delivery: Delivery) -> tuple[list[Event], str | None]:
        """Returns what a fetched page says of ours."""
        from platforms.webmention.entries import read_source

        return read_source(delivery), None


def read_request(body: bytes) -> tuple[str, str]:
    """Returns source and target of a request. Raises Malformed where they are no two addresses of the web."""
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=20)
        told = {name: [value for key, value in fields if key == name] for name in ("source", "target")}
        (source,), (target,) = told["source"], told["target"]
        good = [
            urlsplit(each).scheme in ("http", "https") and urlsplit(each).hostname
            for each in (source, target)
        ]
    except ValueError as error:
        raise Malformed("bad_form") from error
    if not all(good) or source == target or max(len(source), len(target)) > MOST_ADDRESS:
        raise Malformed("bad_form")
    return source, target


PLATFORM = Webmention()
