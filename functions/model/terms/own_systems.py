"""Rows of systems that the company runs itself, or joins under its own terms."""

from model.terms.rule import CARE_DAYS, IDLE_DAYS, Rule

ROWS = (
    Rule(
        platform="discourse",
        interaction_days=CARE_DAYS,
        profile_days=IDLE_DAYS,
        delete_within_hours=24,
        source="a forum the company runs or joins under its own terms",
        checked_on="2026-11-21",
    ),
    Rule(
        platform="standard_webhooks",
        interaction_days=CARE_DAYS,
        profile_days=IDLE_DAYS,
        delete_within_hours=24,
        source="the company's own systems",
        checked_on="2026-11-21",
    ),
    Rule(
        platform="email",
        interaction_days=CARE_DAYS,
        profile_days=IDLE_DAYS,
        delete_within_hours=24,
        source="the company's own mail",
        checked_on="2026-11-28",
    ),
    Rule(
        platform="vanilla",
        interaction_days=CARE_DAYS,
        profile_days=IDLE_DAYS,
        delete_within_hours=24,
        source="a forum the company runs or joins under its own terms",
        checked_on="2026-11-28",
    ),
    Rule(
        platform="wordpress",
        interaction_days=CARE_DAYS,
        profile_days=IDLE_DAYS,
        delete_within_hours=24,
        source="a site the company runs, under its own terms",
        checked_on="2026-11-28",
    ),
    Rule(
        platform="cloudevents",
        interaction_days=CARE_DAYS,
        profile_days=IDLE_DAYS,
        delete_within_hours=24,
        source="the company's own systems",
        checked_on="2026-11-28",
    ),
)
