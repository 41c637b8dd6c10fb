"""A brand's settings."""

from dataclasses import asdict

from model.brand_settings import ENGINES, Settings
from respond.call import Call, Reply
from respond.fields import Field, Fields, boolean, number, one_of

SETTINGS: Fields = {
    "engine": Field(
        one_of(ENGINES), "what finds the sentiment; `comprehend` sends texts to Amazon Comprehend"
    ),
    "comprehend_units": Field(
        number(0, 100_000_000), "units of 100 characters a day (UTC); then the embedded engine goes on"
    ),
    "corrections_with_text": Field(boolean, "whether corrections are exported with the texts they are about"),
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
