"""The part of a platform that completes what its payloads only point to. Pure, like all of it.

`list_wants` says what is to be fetched, `make_fetch` makes the request of it, `read_fetched` reads the answer, in which
`Delivery.fetched` holds what was wanted and the `status`. Names are asked for by declaration (`platforms.naming`).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from model.http import Call, Delivery
from model.want import KIND, NAME, PROOF, Want
from platforms.reading.addresses import shorten_id

if TYPE_CHECKING:
    from model.event import Event
    from platforms.naming import NameQuestion


def ask_with_token(url: str, credentials: Mapping[str, str]) -> Call:
    """Returns the request for something in the name of the account."""
    return Call("GET", url, {"Authorization": f"Bearer {credentials.get('access_token', '')}"})


def read_told(delivery: Delivery) -> dict[str, str]:
    """Returns what was wanted, and the `status` of the answer."""
    return {name: str(value) for name, value in (delivery.fetched or {}).items()}


class Completing:
    """Adds what a platform declares and implements where its payloads leave something out."""

    name: ClassVar[str]

    def list_wants(self, events: "Sequence[Event]") -> Iterable[Want]:  # noqa: ARG002 - for leaves
        """Returns what is to be fetched so that these events of a delivery say everything."""
        return ()

    def list_further(self, events: "Sequence[Event]") -> Iterable[Want]:  # noqa: ARG002 - for leaves
        """Returns what is to be fetched besides, of a page that was fetched itself: a list that only names things.

        Whoever overrides it leads to pages that lead nowhere.
        """
        return ()

    def make_fetch(self, what: Mapping[str, str], credentials: Mapping[str, str]) -> Call:
        """Returns the request for something wanted. `credentials` are the account's, none for what is anonymous."""
        raise NotImplementedError(f"{self.name} wants nothing")

    def read_fetched(self, delivery: Delivery) -> "list[Event]":
        """Returns what an answer says. What is newer than the event that wanted it says so by `changed_at`."""
        return self.parse(delivery)

    def ask_proof(self, claimed: Mapping[str, str]) -> Call:
        """Returns the request for the key with which a delivery was signed."""
        raise NotImplementedError(f"{self.name} has proofs of its own")

    def is_proved(self, claimed: Mapping[str, str], url: str, body: bytes) -> bool:  # noqa: ARG002 - as above
        """Returns whether what was fetched from `url` proves the delivery."""
        return False

    def find_name_question(self) -> "NameQuestion | None":
        """Returns how the platform is asked who somebody is; None where payloads say it."""
        from platforms.naming import NAMES

        return NAMES.get(self.name)

    def shorten_id(self, native_id: str) -> str:
        """Returns how somebody is told apart of whom no name and no handle is known."""
        return shorten_id(native_id)

    def fetch(self, what: Mapping[str, str], credentials: Mapping[str, str]) -> Call:
        """Returns the request for something wanted: a sender's key, a name or what the leaf asks for."""
        if what.get(KIND) == PROOF:
            return self.ask_proof(what)
        question = self.find_name_question() if what.get(KIND) == NAME else None
        return self.make_fetch(what, credentials) if question is None else question.ask(what, credentials)

    def complete(self, delivery: Delivery) -> "list[Event]":
        """Returns what an answer to `fetch` says."""
        asked = (delivery.fetched or {}).get(KIND) == NAME
        question = self.find_name_question() if asked else None
        return self.read_fetched(delivery) if question is None else question.read_name(delivery)

    def parse(self, delivery: Delivery) -> "list[Event]":
        """Returns the events in a delivery."""
        raise NotImplementedError
