"""A brand's settings."""

from dataclasses import asdict

from model.brand_settings import ENGINES, Settings
from respond.call import Call, Reply
from respond.fields import Field, Fields, boolean, number, one_of

LEAST, MOST = 10, 1_000_000
"""Requests in a minute: enough to set it right again."""

SETTINGS: Fields = {
    "engine": Field(
        one_of(ENGINES), "what finds the sentiment; `comprehend` sends texts to Amazon Comprehend"
    ),
    "comprehend_units": Field(
        number(0, 100_000_000), "units of 100 characters a day (UTC); then the embedded engine goes on"
    ),
    "corrections_with_text": Field(boolean, "whether corrections are exported with the texts they are about"),
    "requests_per_minute": Field(number(LEAST, MOST), "requests of one agent"),
    "tasks_per_minute": Field(
        number(LEAST, MOST), "of these the costly ones: tasks, exports, changed segments"
    ),
    "brand_requests_per_minute": Field(number(LEAST, MOST), "requests of all agents together"),
}


def shown(call: Call) -> Reply:
    """GET /settings"""
    return Reply(asdict(call.stores.settings.of(call.brand)))


def keep(call: Call) -> Reply:
    """PUT /settings: what is left out is as it is unless told."""
    wanted = Settings(**call.body)
    call.note(f"change settings {' '.join(sorted(call.body))}".strip(), "settings")
    call.stores.settings.keep(call.brand, wanted, call.caller.agent, call.stores.now_ms())
    return Reply(asdict(wanted))
