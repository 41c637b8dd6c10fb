"""Declares the ways to send on a platform, and says which of them are open for a conversation now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from platforms.sending.counting import Counting, measure_text

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


@dataclass(frozen=True, slots=True)
class FileRule:
    """Says which files go along: MIME types by their beginnings, and the most bytes of one.

    `kinds` are those that the platform fetches by their address, none where it fetches none; `uploads` those that it
    takes as they are. What was uploaded here goes the second way, and by an address of ours where there is none.
    `caption` is how long a text beside one may be, counted as the way counts; 0 where a file goes alone, and for the
    kinds in `bare` everywhere. `most` files go together, and `total` bytes of those that were uploaded. `each`: every
    file is a message of its own, and a text that does not fit beside the first goes before it. `alike`: kinds that go
    only with their own.
    """

    most: int
    kinds: Mapping[str, int] = field(default_factory=dict)
    caption: int = 0
    uploads: Mapping[str, int] = field(default_factory=dict)
    total: int = 25_000_000
    each: bool = False
    bare: frozenset[str] = frozenset()
    alike: frozenset[str] = frozenset()

    def list_kinds(self, uploaded: bool) -> Mapping[str, int]:
        """Returns the types that are taken of a file that was uploaded here, or is named by its address."""
        return (self.uploads or self.kinds) if uploaded else self.kinds

    def find_most(self, mime: str, uploaded: bool = False) -> int | None:
        """Returns the most bytes of a file of this type, by the closest beginning; None for one that is not taken."""
        kinds = self.list_kinds(uploaded)
        fitting = [each for each in kinds if mime.startswith(each)]
        return kinds[max(fitting, key=len)] if fitting else None


@dataclass(frozen=True, slots=True)
class Way:
    """Holds one way to send. `mode` is that of the conversation it answers, `operation` what the platform calls it.

    `window_h`: hours after the person's last word (`since` "person") or after the item answered ("item") in which it is
    open; `agent_window_h` a longer one for people, not machines. `outside` names what may be sent afterwards.
    `handle`: needs the platform's own reply token. `summoned`: only where the person spoke to us.
    """

    operation: str
    mode: str
    most: int
    counting: Counting
    window_h: int = 0
    agent_window_h: int = 0
    since: str = "person"
    outside: str = ""
    handle: bool = False
    summoned: bool = False
    once: bool = False
    kinds: frozenset[str] = frozenset()
    """Kinds of interaction that it answers; empty: any."""
    files: FileRule | None = None

    @property
    def reach(self) -> str:
        """Returns who sees what is sent: everybody, or in private one person, also of an answer to what is public."""
        return "private" if self.operation == "private_reply" else self.mode

    def fits(self, text: str) -> bool:
        """Returns whether a text is within the limit."""
        return measure_text(text, self.counting) <= self.most


@dataclass(frozen=True, slots=True)
class Situation:
    """Holds what decides whether a way is open; times are epoch ms. `machine`: an AI agent asks, not a person."""

    now: int
    mode: str
    kind: str = ""
    last_in_at: int = 0
    item_at: int = 0
    handle_until: int | None = None
    has_handle: bool = False
    addressed: bool = False
    machine: bool = False
    restricted: bool = False
    opted_out: bool = False
    connected: bool = True
    has_token: bool = True
    answered_once: bool = False


@dataclass(frozen=True, slots=True)
class SendOption:
    """Holds one way, and whether it is open.

    `reason` is empty where it is; `tag` is what the platform wants to be told.
    """

    way: Way
    open: bool
    reason: str = ""
    until: int | None = None
    tag: str = ""


def list_options(ways: Iterable[Way], situation: Situation) -> tuple[SendOption, ...]:
    """Returns each way that a conversation of this mode and kind has, open or closed."""
    return tuple(
        _option(way, situation)
        for way in ways
        if way.mode == situation.mode and (not way.kinds or situation.kind in way.kinds)
    )


def _option(way: Way, situation: Situation) -> SendOption:
    reason = _closed(way, situation)
    if reason:
        return SendOption(way, open=False, reason=reason)
    if way.handle:
        return SendOption(way, open=True, until=situation.handle_until)
    if not way.window_h:
        return SendOption(way, open=True)
    begun = situation.item_at if way.since == "item" else situation.last_in_at
    until = begun + way.window_h * HOUR_MS
    if situation.now < until:
        return SendOption(way, open=True, until=until)
    late = begun + way.agent_window_h * HOUR_MS
    if way.agent_window_h and not situation.machine and situation.now < late:
        return SendOption(way, open=True, until=late, tag="human_agent")
    return SendOption(way, open=False, reason="window_closed", until=max(until, late))


def _closed(way: Way, situation: Situation) -> str:
    """Returns why nothing can be sent this way, whatever the time is; empty when it can."""
    reasons = (
        (not situation.connected, "account_disconnected"),
        (not situation.has_token, "no_token"),
        (situation.restricted, "restricted"),
        (situation.opted_out, "opted_out"),
        (way.handle and not situation.has_handle, "no_reply_token"),
        (way.summoned and not situation.addressed, "not_summoned"),
        (way.once and situation.answered_once, "answered_once"),
    )
    return next((reason for holds, reason in reasons if holds), "")


def find_window(ways: Iterable[Way], mode: str, last_in_at: int, now: int) -> tuple[str, int] | None:
    """Returns by which rule and until when (epoch ms) somebody can be answered; the past where that is over.

    None where one of the ways stays open for good, or nobody wrote yet.
    """
    found = [way for way in ways if way.mode == mode and not way.handle]
    if not found or not last_in_at or not all(way.window_h and way.since == "person" for way in found):
        return None
    way = max(found, key=lambda each: max(each.window_h, each.agent_window_h))
    until = last_in_at + way.window_h * HOUR_MS
    if now >= until and way.agent_window_h:
        return "human_agent", last_in_at + way.agent_window_h * HOUR_MS
    return "standard", until
