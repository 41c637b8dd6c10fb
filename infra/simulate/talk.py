"""On every platform that sends: a question, our answer and its echo, seen through the API."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from infra.cli.agent_api import AgentApi, Refused
from infra.simulate.post import send
from infra.simulate.send_endpoints import Endpoints
from infra.simulate.talking import QUESTION, make_native_id, start_talk
from infra.simulate.teller import Letter
from infra.simulate.tellers import teller
from model.http import Delivery
from platforms import registry

ANSWER = "It comes tomorrow"
PATIENCE_S = 120.0
LOOK_EVERY_S = 0.5
FINAL = frozenset(
    {"sent", "delivered", "read", "failed", "refused", "unknown", "expired", "skipped", "cancelled"}
)


@dataclass(frozen=True, slots=True)
class Told:
    """Holds what a talk came to: the reply's state, and how often the conversation shows the answer."""

    platform: str
    state: str
    shown: int
    posted: int
    echoed: bool

    @property
    def consistent(self) -> bool:
        """Returns whether it was posted once, is known to be, and is shown once."""
        return (self.state, self.shown, self.posted) == ("sent", 1, 1)

    def line(self) -> str:
        """Returns a line for people."""
        echo = "echo" if self.echoed else "no echo"
        told = f"{self.platform:<18} {self.state:<8} posted {self.posted}, shown {self.shown}, {echo}"
        return told if self.consistent else f"{told}  <- not one conversation"


class Talker:
    """Has talks on a stack whose sends come to `endpoints`."""

    def __init__(
        self, api: AgentApi, endpoints: Endpoints, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._api = api
        self._endpoints = endpoints
        self._sleep = sleep

    def hold_talk(self, row: Mapping[str, Any], number: int) -> Told:
        """Returns what a talk on this account came to. Raises Refused, CommandError, NoAnswer, TimeoutError."""
        platform, now_ms = row["platform"], int(time.time() * 1000)
        own = tuple(each for each in row["self_ids"] if each != row["account"])
        talk = start_talk(teller(platform)(row["account"], own), number, now_ms - 60_000)
        question, answer = f"{QUESTION} {number}", f"{ANSWER} {number}"
        for letter in talk.open_talk():
            send(letter, row)
        conversation = self._await(lambda: self._find(platform, question), "the question is not shown")
        echo = talk.tell_answer(number + 5, answer, now_ms)
        native = read_native_id(row, echo) if echo else make_native_id(talk, number + 5)
        self._endpoints.ids[platform] = native
        before = self._count(platform, answer)
        reply = self._api.post(
            "conversations", conversation, "replies", body={"text": answer}, key=f"talk-{platform}-{number}"
        )
        done = self._await(lambda: self._finish(reply["id"]), "the reply is not sent")
        for letter in [echo, echo] if echo else []:
            send(letter, row)
        shown = self._settle(conversation, answer)
        return Told(platform, done["state"], shown, self._count(platform, answer) - before, echo is not None)

    def _count(self, platform: str, answer: str) -> int:
        """Returns how often it was posted; a container that nobody sees is not."""
        posts = [body for name, body in self._endpoints.posts if name == platform]
        return sum(answer in body or answer.replace(" ", "+") in body for body in posts)

    def _find(self, platform: str, question: str) -> str | None:
        for head in self._api.get("conversations", platform=platform, limit=20)["data"]:
            if any(question in (each["text"] or "") for each in self._items(head["id"])):
                return str(head["id"])
        return None

    def _items(self, conversation: str) -> list[dict[str, Any]]:
        return list(self._api.get("conversations", conversation, "interactions", limit=50)["data"])

    def _finish(self, reply: str) -> dict[str, Any] | None:
        found = self._api.get("replies", reply)
        return found if found["state"] in FINAL else None

    def _settle(self, conversation: str, answer: str) -> int:
        """Returns how many items show the answer once that no longer changes."""
        counts: list[int] = []
        while len(counts) < 12 and counts[-4:] != [1] * 4:
            counts.append(sum(answer in (each["text"] or "") for each in self._items(conversation)))
            self._sleep(LOOK_EVERY_S)
        return max(counts)

    def _await(self, look: Callable[[], Any], what: str) -> Any:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            try:
                if (found := look()) is not None:
                    return found
            except Refused as refused:
                if refused.status != 404:
                    raise
            self._sleep(LOOK_EVERY_S)
        raise TimeoutError(what)


def read_native_id(row: Mapping[str, Any], letter: Letter) -> str:
    """Returns the native id of what a letter tells."""
    headers = {name.lower(): value for name, value in letter.headers.items()}
    delivery = Delivery(row["platform"], letter.body, headers, 0, self_ids=tuple(row["self_ids"]))
    return registry.platform(row["platform"]).parse(delivery)[0].external_id or ""


def hold_talks(talker: Talker, rows: Iterable[Mapping[str, Any]], tell: Callable[[str], None]) -> bool:
    """Holds a talk on each account, says what came of it, and returns whether each was one conversation."""
    good = True
    begun = int(time.time() * 1000)
    for number, row in enumerate(rows):
        try:
            told = talker.hold_talk(row, begun + 100 * number)
            good &= told.consistent
            tell(told.line())
        except (TimeoutError, Refused) as error:
            good = False
            tell(f"{row['platform']:<18} {error}")
    return good
