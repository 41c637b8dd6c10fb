"""Rows of what is asked for or imported: feeds, communities without deliveries, and our own archives."""

from model.terms.rule import ARCHIVE_DAYS, CARE_DAYS, IDLE_DAYS, Rule, make_unconfirmed

CHECKED = "2026-11-28"

ROWS = (
    Rule(
        platform="feeds",
        interaction_days=CARE_DAYS,
        profile_days=IDLE_DAYS,
        delete_within_hours=24,
        source="what a site publishes for readers: RSS 2.0, RFC 4287; items whose page is gone are dropped",
        checked_on=CHECKED,
        training=False,
    ),
    make_unconfirmed(
        "pinterest", "Pinterest developer guidelines (they ask to fetch again rather than to keep)"
    ),
    Rule(
        platform="igloo",
        interaction_days=CARE_DAYS,
        profile_days=IDLE_DAYS,
        delete_within_hours=24,
        source="the company's own intranet; no public developer terms were found",
        checked_on=CHECKED,
        marketing=False,
    ),
    Rule(
        platform="yammer",
        interaction_days=CARE_DAYS,
        profile_days=IDLE_DAYS,
        delete_within_hours=24,
        source="the company's own network, whose administrator exports it; no period was found in Microsoft's terms",
        checked_on="2026-11-29",
        marketing=False,
    ),
    Rule(
        platform="salesforce_ideas",
        interaction_days=CARE_DAYS,
        profile_days=IDLE_DAYS,
        delete_within_hours=24,
        source="the company's own organisation: its agreement sets no period for what it takes out of it",
        checked_on=CHECKED,
    ),
    Rule(
        platform="google_plus",
        interaction_days=ARCHIVE_DAYS,
        profile_days=ARCHIVE_DAYS,
        delete_within_hours=24,
        source="an archive of the company's own, of a service that is closed: whoever imports it chooses the period",
        checked_on=CHECKED,
        marketing=False,
        idle_days=ARCHIVE_DAYS,
    ),
)
