"""Looks for a brand's terms, and its rivals', where a platform has a search: every five minutes, whatever is due.

A term is looked for through an account of ours, page by page, as `ingest.poll` asks for that account's own news: the
same lease, custody, cursor, back-off and end of a round. What is found is a delivery with its term.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, cached_property
from typing import Any, cast

from aws import kms, objects, observe, queues, settings
from aws.lambda_context import LambdaContext
from ingest.clock import Clock, Deadline, SystemClock
from ingest.custody import Custody
from ingest.poll_asking import Client, Credentials, find_served, find_token, lease_due
from ingest.poll_pages import add_token, list_own_ids
from ingest.poll_rounds import Rounds
from ingest.term_hits import WRITTEN, keep_hits
from model.errors import Malformed, RapportError
from model.event import Mode
from model.http import Call, Delivery
from model.messages import Envelope
from model.search_term import SearchTerm, TermMark
from platforms import registry
from platforms.base import SEARCH, Platform
from store.brand.accounts import Account
from store.brand.brands import Brands
from store.brand.polls import STOPPED, Polls, PollState
from store.stores import Stores
from web.client import make_client
from web.failures import WebFailed, WebRefused
from web.renewing import RenewedAccess

SPARE_S = 20.0
UNKNOWN = "unknown"


class SearchStores(Stores):
    """Holds the stores, with how far terms were looked for in the place of how far accounts were asked."""

    @cached_property
    def polls(self) -> Polls:
        return self.searches


class TermSearch:
    """Stands for a platform that is asked for one term instead of an account's own news."""

    walks = keeps_cursor = False
    newest_first = True

    def __init__(self, platform: Platform, query: str, mark: TermMark) -> None:
        self._platform, self._query, self._mark = platform, query, mark

    def __getattr__(self, name: str) -> Any:
        return getattr(self._platform, name)

    @property
    def poll_every_s(self) -> int:
        """Returns how often it is looked for."""
        return self._platform.search_every_s or Platform.poll_every_s

    def poll(self, account: Mapping[str, Any], cursor: str | None) -> Call:
        """Returns the request for a page of what was found."""
        return self._platform.search(account, quote_query(self._query), cursor)

    def parse_poll(self, delivery: Delivery) -> Any:
        """Returns the hits on a page, which alone are looked at again later, and where it goes on."""
        events, following = self._platform.parse_search(delivery)
        return keep_hits(events, self._mark), following

    def go_on(
        self, _account: object, _cursor: object, _delivery: object, following: str | None
    ) -> str | None:
        """Returns the cursor behind a page: a search is one list."""
        return following


class TermCustody(Custody):
    """Takes what a search found into custody, with its term."""

    def __init__(self, custody: Custody, mark: TermMark) -> None:
        self._custody, self._mark = custody, mark

    def take_delivery(self, envelope: Envelope, deadline: Deadline) -> bool:
        return self._custody.take_delivery(replace(envelope, source=SEARCH, term=self._mark), deadline)


class Search:
    """Holds what one run works with; `stores.polls` are the searches."""

    def __init__(
        self,
        stores: SearchStores,
        client: Client,
        custody: Custody,
        clock: Clock,
        credentials: Credentials = lambda _: {},
        platform: Callable[[str], Platform] = registry.platform,
    ) -> None:
        self._stores, self._client, self._custody, self._clock = stores, client, custody, clock
        self._credentials, self._platform = credentials, platform

    def run(self, brand: str, deadline: Deadline) -> int:
        """Looks for the brand's terms that are due, until the time is over; returns how many were."""
        asked = 0
        for state in lease_due(self._stores, brand, deadline):
            if self._take_turn(state, deadline):
                asked += 1
        return asked

    def _take_turn(self, state: PollState, deadline: Deadline) -> bool:
        """Returns whether it is looked for still."""
        account = find_served(self._stores, state)
        if account is None:
            return False
        term = self._stores.terms.find_term(state.brand, state.job)
        if term is None or account.id not in term.accounts:
            self._stores.polls.end_poll(state, STOPPED)
            return False
        try:
            self._make_rounds(state.platform, term).ask_account(state, account, deadline)
        except Exception as error:  # noqa: BLE001 - the next is looked for all the same; the lease ends by itself
            observe.failure("search_crashed", error, platform=state.platform)
        return True

    def preview(
        self, brand: str, query: str, without: tuple[str, ...], accounts: list[str]
    ) -> dict[str, Any]:
        """Returns what a first page of each search holds: hits, noise, languages; and who cannot be asked."""
        known = {each.id: each for each in self._stores.accounts.list_accounts(brand)}
        found, languages, failed = Counter[str](), Counter[str](), {}
        for account in (known[each] for each in accounts if each in known):
            try:
                events = self._look(account, query)
            except (WebFailed, WebRefused, RapportError) as error:
                failed[account.id] = error.code
                continue
            written = [each for each in events if each.kind in WRITTEN and each.mode is Mode.PUBLIC]
            here = query if self._platform(account.platform).searched_here else ""
            hits = keep_hits(written, TermMark("", False, without, here))
            found.update(hits=len(hits), noise=len(written) - len(hits))
            languages.update((each.language or UNKNOWN).partition("-")[0].lower() for each in hits)
        return {
            "hits": found["hits"], "noise": found["noise"], "languages": dict(languages), "failed": failed
        }  # fmt: skip

    def _look(self, account: Account, query: str) -> Any:
        platform = self._platform(account.platform)
        told = {"native_id": account.native_id, "self_ids": account.self_ids, "settings": account.settings}
        call = platform.search(told, quote_query(query), None)
        token = find_token(self._credentials, account, platform.polled_openly)
        answer = self._client.ask(add_token(platform, call, token))
        if answer.status != 200:
            raise Malformed(f"status_{answer.status}")
        kept = {name: answer.headers[name] for name in platform.kept_headers if name in answer.headers}
        delivery = Delivery(
            account.platform, answer.body, kept, 0, SEARCH, answer.url, self_ids=list_own_ids(account)
        )
        return platform.parse_search(delivery)[0]

    def _make_rounds(self, platform: str, term: SearchTerm) -> Rounds:
        searched = self._platform(platform)
        mark = term.make_mark(searched.searched_here)
        return Rounds(
            self._stores,
            self._client,
            TermCustody(self._custody, mark),
            self._clock,
            self._credentials,
            lambda _: cast(Platform, TermSearch(searched, term.query, mark)),
            random.random,
        )


def quote_query(query: str) -> str:
    """Returns a query as searches take it: several words are meant as they stand together."""
    plain = query.replace('"', " ").strip()
    return f'"{plain}"' if " " in plain and not plain.startswith("#") else plain


@cache
def _search() -> Search:
    stores, client = SearchStores(kms, time.time), make_client(settings.simulated_web())
    access = RenewedAccess(stores.tokens, client, stores.clock)
    custody = Custody(queues, objects, settings.queue_deliveries())
    return Search(
        stores, client, custody, SystemClock(),
        lambda account: access.find_access(account.brand, account.platform, account.id),
    )  # fmt: skip


def handler(event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Looks for terms: the function's entry, called by schedule, or by the API that wants to know what a term would
    find.
    """
    if "preview" in event:
        wanted = event["preview"]
        return _search().preview(
            wanted["brand"], wanted["query"], tuple(wanted["without"]), list(wanted["accounts"])
        )
    deadline = Deadline(SystemClock(), context.get_remaining_time_in_millis() / 1000 - SPARE_S)
    for brand in Brands().list_brands():
        try:
            _search().run(brand.id, deadline)
        except RapportError as error:  # the other brands are looked for all the same
            observe.failure("search_crashed", error)
    return {}
