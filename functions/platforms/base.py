"""Declares what a platform is to the rest of Rapport: constants, and a few methods without any I/O.

A platform module defines one subclass and ends with `PLATFORM = TheClass()`. Methods a platform does not
override say "not on this platform"; `verify` has no accepting default.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar

from model.account_job import ASK, AUDIT, CHECK, RENEW
from model.http import Answer, Call, Delivery, Request
from platforms.checking import Checking, is_check
from platforms.fetching import Completing
from platforms.proof import Proof, Signed
from platforms.renewal import Renewable
from platforms.secret import Secret

if TYPE_CHECKING:  # the webhook, which is waited for, parses nothing
    from model.event import Event
    from model.interaction import Interaction
    from model.progress import SentProgress
    from model.want import Unproven

PAGE, ARCHIVE, SEARCH = "page", "archive", "search"
"""Sources of a delivery that is no webhook's: a polled answer or feed, a part of an export, and what a search found."""

Confirm = Callable[[], tuple[str, str]]
"""A delivery's confirmation code, and the address of the page that shows what becomes of it."""


class Scope(StrEnum):
    """Says where a native id means one thing and no other.

    `ACCOUNT` ids get the account as their scope by ingest; where the event has to say it (`PLACE`) every event with
    such an id fills `Event.scope` or `Event.person_scope`.
    """

    PLATFORM = "platform"
    PLACE = "place"
    ACCOUNT = "account"


class Platform(Completing, Renewable, Checking):
    """Declares one platform and reads what it sends. Everything here is pure: no clock, socket, environment or AWS."""

    name: ClassVar[str]
    """Also that of its row in `model.terms`."""
    title: ClassVar[str]
    docs_url: ClassVar[str]
    secrets: ClassVar[tuple[Secret, ...]]
    """What an endpoint of this platform keeps secret; the first one proves deliveries."""
    needs_secret: ClassVar[bool] = True
    """Whether an endpoint needs one of them at all; not where senders' keys are fetched."""
    proof: ClassVar[Proof]
    """How it proves its deliveries; there is none that accepts without one. Who is only asked has `NoDeliveries`."""
    capabilities: ClassVar[frozenset[str]]
    """Of: webhook, handshake, poll, archive, reply_public, reply_private, broadcast, edits, deletes."""
    ack_seconds: ClassVar[float] = 10.0
    """How long the sender waits for our answer."""
    kept_headers: ClassVar[tuple[str, ...]] = ()
    """The headers (lower case) `parse` needs; only these travel on the queue with the body."""
    parts: ClassVar[tuple[str, ...]] = ()
    """Further addresses of an endpoint, each one part longer than its own: what comes there means something else.
    A query would not do: it is neither signed nor part of what was registered."""
    item_scope: ClassVar[Scope] = Scope.PLATFORM
    """Where an item's native id means one thing and no other."""
    person_scope: ClassVar[Scope] = Scope.PLATFORM
    """The same for a person's native id."""
    places_move: ClassVar[bool] = False
    """Whether a public place may go on under another id (the signal `MOVED`)."""
    siblings: ClassVar[tuple[str, ...]] = ()
    """Platforms whose news come in the same deliveries. A mapping leaves them to their own by an event that says
    `Signal.NOT_CONNECTED`; where the brand has such an account, the delivery is read by that mapping too."""
    newest_first: ClassVar[bool] = True
    """Whether a polled list begins with what is newest, so that a page of what is old ends the round."""
    keeps_cursor: ClassVar[bool] = False
    """Whether a polled list is asked for what is newer than the cursor, which outlives a round then."""
    polled_openly: ClassVar[bool] = False
    """Whether anybody may ask, so that no token is looked for."""
    poll_every_s: ClassVar[int] = 900
    """How often an account is asked; of who calls us too, only what was missed is looked for, and less often."""
    search_every_s: ClassVar[int | None] = None
    """How often a term is looked for; None where there is no search."""
    searched_here: ClassVar[bool] = False
    """Whether all that there is comes, so that we look for the term ourselves."""
    walks: ClassVar[bool] = False
    """Whether an account has several lists (`platforms.walking`)."""
    token_scheme: ClassVar[str] = "Bearer"  # noqa: S105 - a word of the header
    """What goes before the token that it is asked with."""
    item_page: ClassVar[str] = ""
    """Where an item is shown, with `{item}` or `{thread}` for a native id; empty where none leads there."""
    account_page: ClassVar[str] = ""
    """The same of an account, with `{id}`, `{number}` for what stands behind its last colon, `{handle}` for the first
    of its native ids that is no number, `{at}` for one that begins with @. Else an id may be an address itself."""
    progress_marks: ClassVar[tuple[bytes, ...]] = ()
    """Bytes without which a delivery tells nothing of what we sent; none where this platform never does."""
    names_account: ClassVar[bool] = True
    """Whether every payload names the connected account. Where one does not, the endpoint has one account,
    whose native id goes first in `Delivery.self_ids`: a platform may number things per account."""

    def verify(self, request: Request, secrets: Sequence[Mapping[str, str]], now: int) -> bool:
        """Returns whether the exact bytes are proved by one of `secrets` (current first) at `now` (epoch s).

        Raising counts as "no"; callers map every exception to a rejection.
        """
        return self.proof.verify(request, secrets, now)

    def handshake(
        self,
        request: Request,  # noqa: ARG002 - for platforms that have a handshake
        secrets: Sequence[Mapping[str, str]],  # noqa: ARG002 - as above
    ) -> Answer | None:
        """Returns the answer to a request that only sets up or probes the webhook; None when it is a delivery.

        Called before `verify` for every method but POST, after it for that.
        """
        return None

    def find_unproven(self, request: Request, now: int) -> "Unproven | None":  # noqa: ARG002 - for leaves
        """Returns what a request claims that lacks nothing but its sender's key, which can be fetched; else None."""
        return None

    def find_public_name(self, native_id: str, base: str) -> str | None:  # noqa: ARG002 - for leaves
        """Returns the name under which an account is public here, where `base` is our public address; else None."""
        return None

    def find_key_address(self) -> str | None:
        """Returns where the platform publishes the keys that it signs with; None where none are fetched."""
        return getattr(getattr(self, "proof", None), "keys_url", None)

    def lacks_key(self, request: Request, secrets: Sequence[Mapping[str, str]], now: int) -> bool:
        """Returns whether a request lacks nothing but that a key which its platform publishes is not known yet."""
        lacks: Callable[..., bool] | None = getattr(getattr(self, "proof", None), "lacks_key", None)
        return lacks is not None and lacks(request, secrets, now)

    def receipt(self, request: Request, confirm: Confirm) -> Answer | None:  # noqa: ARG002 - for leaves
        """Returns what the sender is told once a delivery is durable, where more than a bare 200 is wanted."""
        return None

    def open_body(self, request: Request, secrets: Sequence[Mapping[str, str]]) -> bytes:  # noqa: ARG002 - for leaves
        """Returns a delivery's body in the clear, where the platform encrypts it; called once it is proved."""
        return request.body

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns the events in a delivery. Unknown kinds give none. Raises `Malformed` when it cannot be read."""
        raise NotImplementedError(f"{self.name} has no deliveries")

    def read_delivery(self, delivery: Delivery) -> "list[Event]":
        """Returns the events of a delivery of any source: a page that was polled, a webhook's or an archive's part."""
        if is_check(delivery):
            return self.list_checked(delivery)
        if delivery.fetched is not None:
            return self.complete(delivery)
        if delivery.source == ARCHIVE:
            from platforms.families.imported import is_imported, read_records

            if is_imported(delivery.body):
                return read_records(delivery)
        if delivery.source == SEARCH:
            return self.parse_search(delivery)[0]
        return self.parse_poll(delivery)[0] if delivery.source == PAGE else self.parse(delivery)

    def read_progress(self, delivery: Delivery) -> "Iterable[SentProgress]":  # noqa: ARG002 - for leaves
        """Returns how far what we sent got: receipts, failures told later, and echoes that bring our own id back."""
        return ()

    def list_tagged(self, text: str) -> frozenset[str]:  # noqa: ARG002 - for platforms whose texts hold tokens
        """Returns the native ids by which a text's tokens name people."""
        return frozenset()

    def show_text(self, text: str, names: Mapping[str, str]) -> str:  # noqa: ARG002 - as above
        """Returns a text as the platform shows it. `names` are people's, by native id, as far as they are known."""
        return text

    def link_item(self, item: "Interaction") -> str | None:
        """Returns where the platform shows an item, made of its native ids; None where they do not lead to it.

        What a payload tells (`Event.permalink`) wins over it.
        """
        natives = {"item": item.natives.external_id or "", "thread": item.natives.thread_id or ""}
        known = self.item_page and all(natives[name] for name in natives if f"{{{name}}}" in self.item_page)
        return self.item_page.format(**natives) if known else None

    def link_account(self, native_ids: Sequence[str]) -> str | None:
        """Returns where the platform shows an account, made of its native ids, of which the first names it."""
        first = native_ids[0]
        handle = next((each for each in native_ids if not each.isdecimal()), "")
        if not self.account_page:
            return first if first.startswith("https://") else None
        at = next((each[1:] for each in native_ids if each.startswith("@")), "")
        if ("{handle}" in self.account_page and not handle) or ("{at}" in self.account_page and not at):
            return None
        return self.account_page.format(id=first, number=first.rpartition(":")[2], handle=handle, at=at)

    def sign(self, body: bytes, secrets: Mapping[str, str], now: int) -> Signed:
        """Returns what the platform itself would send with `body`; the simulator and tests use it."""
        return self.proof.sign(body, secrets, now)

    def make_up_secrets(self, random: bytes) -> dict[str, str]:
        """Returns a value for every declared secret, and the private half of a key pair where the platform signs.

        For demo accounts and tests; `random` are 32 bytes.
        """
        made = {
            each.name: each.make_up(sha256(random + each.name.encode()).digest()) for each in self.secrets
        }
        pair = getattr(self.proof, "make_up_pair", None)
        return made | (pair(random) if pair else {})

    def is_polled(self, native_id: str) -> bool:  # noqa: ARG002 - for platforms where only some are
        """Returns whether the account of this native id is asked."""
        return "poll" in self.capabilities

    def list_jobs(self, native_id: str) -> list[str]:
        """Returns what falls due for an account of this native id."""
        asked = self.is_polled(native_id)
        jobs = {ASK: asked, AUDIT: asked, RENEW: bool(self.renew_every_s), CHECK: bool(self.check_batch)}
        return [job for job, done in jobs.items() if done]

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the next page to fetch."""
        raise NotImplementedError(f"{self.name} is not polled")

    def parse_poll(self, delivery: Delivery) -> "tuple[list[Event], str | None]":
        """Returns the events of a polled page and where to go on."""
        raise NotImplementedError(f"{self.name} is not polled")

    def search(self, account: Mapping[str, Any], query: str, cursor: str | None) -> Call:
        """Returns the request for a page of what anybody wrote that holds `query`, the newest first."""
        raise NotImplementedError(f"{self.name} has no search")

    def parse_search(self, delivery: Delivery) -> "tuple[list[Event], str | None]":
        """Returns the events that a search found, and where it goes on; most answer as where they are polled."""
        return self.parse_poll(delivery)

    def go_on(
        self,
        account: Mapping[str, Any],  # noqa: ARG002 - for platforms with several lists
        cursor: str | None,  # noqa: ARG002 - as above
        delivery: Delivery,  # noqa: ARG002 - as above
        following: str | None,
    ) -> str | None:
        """Returns the cursor behind a page that was asked for with `cursor`; `following` is what the page says."""
        return following
