"""Rows of platforms whose published terms say how long something may be kept, or what it may be used for."""

from dataclasses import replace

from model.terms.rule import CARE_DAYS, IDLE_DAYS, Rule, make_unconfirmed


def _meta(platform: str) -> Rule:
    return Rule(
        platform=platform,
        interaction_days=CARE_DAYS,
        profile_days=IDLE_DAYS,
        delete_within_hours=24,
        source="Meta Platform Terms 3.d: as soon as reasonably possible, no fixed number of days",
        checked_on="2026-11-21",
    )


ROWS = (
    *(_meta(name) for name in ("facebook", "messenger", "instagram", "whatsapp", "threads")),
    Rule(
        platform="x",
        interaction_days=CARE_DAYS,
        profile_days=IDLE_DAYS,
        delete_within_hours=24,
        source="X Developer Agreement IV.B: 24 hours after a request; no fixed cap otherwise",
        checked_on="2026-11-21",
    ),
    Rule(
        platform="linkedin",
        interaction_days=2,
        profile_days=1,
        delete_within_hours=24,
        source="LinkedIn Marketing API data storage: profiles 24 hours, social activity 48 hours; "
        "no enrichment of a CRM, no audiences or leads, no export",
        checked_on="2026-11-21",
        residue=False,
        linking=False,
        segmentation=False,
        export=False,
        marketing=False,
        hourly_buckets=True,
    ),
    Rule(
        platform="youtube",
        interaction_days=30,
        profile_days=30,
        delete_within_hours=24 * 7,
        source="YouTube API Services Developer Policies III.E.4.c/d: delete or refresh at 30 days, 7 days "
        "after a request; III.E.4.h: no derived metrics (unless the amendment is accepted: brand setting)",
        checked_on="2026-11-21",
        derive=False,
    ),
    Rule(
        platform="reddit",
        interaction_days=2,
        profile_days=2,
        delete_within_hours=24,
        source="Reddit Data API Terms: what was deleted must go with all its ids, even de-identified; "
        "routine deletion within 48 hours is recommended",
        checked_on="2026-11-21",
        training=False,
        residue=False,
        hourly_buckets=True,
    ),
    Rule(
        platform="discord",
        interaction_days=30,
        profile_days=30,
        delete_within_hours=24,
        source="Discord Developer Policy: as soon as possible, 30 days the recommended maximum",
        checked_on="2026-11-21",
    ),
    Rule(
        platform="telegram",
        interaction_days=CARE_DAYS,
        profile_days=IDLE_DAYS,
        delete_within_hours=24,
        source="Telegram Bot Developer Terms 4.2: on request; no fixed cap. 5.2: nothing unsolicited",
        checked_on="2026-11-21",
        marketing=False,
    ),
    replace(
        make_unconfirmed("slack", "Slack API Terms of Service (they forbid training language models)"),
        training=False,
    ),
)
