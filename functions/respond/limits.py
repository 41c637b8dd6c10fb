"""Limits what one agent, and all of a brand's together, may ask for in a minute, so that neighbours notice nothing.

Names of the headers: draft-ietf-httpapi-ratelimit-headers-03.
"""

from respond.action import Caller
from respond.problems import Problem
from respond.routes.route import Route
from store.brand.rates import Standing

NAMES = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


def count_request(caller: Caller, route: Route) -> Standing | None:
    """Counts a request; None where nobody is asked who they are."""
    if route.action.public:
        return None
    wanted = caller.stores.settings.read_settings(caller.brand)
    limits = {f"agent#{caller.agent}": wanted.requests_per_minute}
    if not route.uncounted:
        limits["all"] = wanted.brand_requests_per_minute
    if route.costly:
        limits[f"tasks#{caller.agent}"] = wanted.tasks_per_minute
    return caller.stores.rates.count_request(caller.brand, limits)


def list_headers(found: Standing | None) -> dict[str, str]:
    """Returns what every answer says of it."""
    if found is None:
        return {}
    return dict(zip(NAMES, map(str, (found.limit, found.remaining, found.reset_s)), strict=True))


def check_limit(found: Standing | None) -> None:
    """Raises Problem 429 when it was one too many."""
    if found is not None and found.exceeded:
        raise Problem(
            429,
            "rate_limited",
            f"More than {found.limit} requests in a minute; go on in {found.reset_s} s.",
            retryable=True,
            headers={"Retry-After": str(found.reset_s)},
        )
