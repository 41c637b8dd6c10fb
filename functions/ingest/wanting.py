"""Finds what has to be fetched, keeps it sealed until it is, and asks for everybody's name once a day."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.arrival import Arrival
from model.event import Event, Signal
from model.fetch_messages import FetchWanted
from model.messages import Envelope
from model.want import ACCOUNT, FETCH, KIND, NAME, Want
from platforms.base import Platform
from platforms.naming import PLACE, NameQuestion
from store.brand.accounts import Account
from store.contacts.mapping import Profile
from store.stores import Stores

TO_BE_FETCHED = "to_be_fetched"
"""Why a delivery is parked that waits for `ingest/fetch`."""

REMEMBERED_S = 60

PERSON, HID, ANONYMOUS = "person", "hid", "anonymous"
"""More names in what is wanted: whose name by native id and by ours, and that no token goes along."""


def find_wants(
    platform: Platform,
    events: Sequence[Event],
    arrivals: Iterable[Arrival],
    envelope: Envelope,
    accounts: Sequence[Account],
) -> Iterator[Envelope]:
    """Yields what is to be fetched of a delivery, as envelopes that keep its date."""
    fetched = envelope.fetched is not None  # then whatever it lacks the platform does not tell
    for want in platform.list_further(events) if fetched else platform.list_wants(events):
        account = _find_account(want, accounts)
        if account is not None:
            told = {**want.what, ACCOUNT: account.id} | ({ANONYMOUS: "yes"} if want.anonymous else {})
            yield _waiting(envelope, told)
    question = None if fetched else platform.find_name_question()
    if question is not None:
        yield from _nameless(arrivals, envelope, question)


def _find_account(want: Want, accounts: Sequence[Account]) -> Account | None:
    if want.account_id is None:
        return accounts[0] if len(accounts) == 1 else None
    return next((each for each in accounts if each.native_id == want.account_id), None)


def _nameless(arrivals: Iterable[Arrival], envelope: Envelope, question: NameQuestion) -> Iterator[Envelope]:
    asked = set()
    for arrival in arrivals:
        seen, item = arrival.sighting, arrival.interaction
        if seen is None or seen.name or seen.person in asked:
            continue
        told = {KIND: NAME, PERSON: seen.native_id, ACCOUNT: item.account, HID: seen.person}
        if question.in_place:
            if item.natives.thread_id is None:
                continue
            told[PLACE] = item.natives.thread_id
        asked.add(seen.person)
        yield _waiting(envelope, told)


def _waiting(envelope: Envelope, told: dict[str, str]) -> Envelope:
    body = json.dumps(told, sort_keys=True).encode()
    return replace(envelope, headers={}, body=body, claim=None, source=FETCH, url=None, part="", alone=False)


def find_profiles(events: Iterable[Event], envelope: Envelope) -> Iterator[Profile]:
    """Yields who somebody is, as the platform told us when we asked; nothing where nobody asked for a name."""
    told = envelope.fetched or {}
    hid, account = told.get(HID), told.get(ACCOUNT)
    if not isinstance(hid, str) or not isinstance(account, str):
        return  # such as a webhook that says who somebody is: it may not name whomever it likes
    for event in events:
        who = event.author
        if event.signal is Signal.NAMED and who is not None and who.id and (who.name or who.handle):
            yield Profile(hid, envelope.platform, who.id, envelope.received_at, who.name, who.handle, account)


class Wanting:
    """Keeps what is wanted, and hands its id to `ingest/fetch`."""

    def __init__(self, stores: Stores, forward: Callable[[list[str]], None]) -> None:
        self._stores = stores
        self._forward = forward
        self._able: dict[str, tuple[float, frozenset[str]]] = {}

    def hand_over(self, wanted: Iterable[Envelope]) -> None:
        """Keeps each until it is fetched, sealed like a delivery that nobody could read yet, and queues its id."""
        handed = []
        for each in wanted:
            if self._is_name_left(each):
                continue
            kept = self._stores.parked.park_delivery(each, TO_BE_FETCHED, self._stores.now_ms())
            if kept is not None:
                handed.append(FetchWanted(each.brand, kept).to_json())
        if handed:
            self._forward(handed)

    def keep_names(self, brand: str, profiles: Sequence[Profile]) -> None:
        """Keeps names of people whom we still know: one who was erased meanwhile stays unknown."""
        known = (
            self._stores.profiles.read_profiles(brand, {each.person for each in profiles}) if profiles else {}
        )
        self._stores.profiles.see_people(brand, [each for each in profiles if each.person in known])

    def _is_name_left(self, envelope: Envelope) -> bool:
        """Returns whether it is a name that nobody may ask for, or that was asked for today."""
        told = json.loads(envelope.body or b"{}")
        if told.get(KIND) != NAME:
            return False
        if told[ACCOUNT] not in self._find_able(envelope.brand):
            return True
        return not self._stores.name_requests.begin_request(envelope.brand, told[HID])

    def _find_able(self, brand: str) -> frozenset[str]:
        """Returns the accounts with a token that is good, as of a minute ago at most."""
        now = self._stores.clock()
        known = self._able.get(brand)
        if known is None or now - known[0] >= REMEMBERED_S:
            sending = self._stores.tokens.list_sending(brand)
            able = frozenset(account for account, each in sending.items() if not each.dead)
            known = self._able[brand] = (now, able)
        return known[1]
