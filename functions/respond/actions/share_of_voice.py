"""Counts how often each search term was found: our share of what is said, beside that of rivals."""

from collections import Counter

from model.policy import rule_for
from model.search_term import OWN, RIVAL, is_rival
from platforms.registry import names, platform
from respond.action import Asked, Caller, action
from respond.actions.insights import read_count_rows, show_ends
from respond.actions.periods import read_period
from respond.shapes.insight import ShareQuery, ShareRowView, ShareView
from store.insights.counts import TERM


@action(scope="insights:read", audit=None)
def count_share_of_voice(caller: Caller, asked: Asked[ShareQuery]) -> ShareView:
    """Counts what each search term found by day, with its share and how people felt."""
    period = read_period(caller, asked.wanted)
    found: dict[str, dict[str, Counter[str]]] = {}
    for row in read_count_rows(caller, asked.wanted, period):
        for name, number in row.items():
            start, _, rest = name.partition(":")
            if start == TERM and rest:
                term, _, mood = rest.partition(":")
                found.setdefault(row["day"], {}).setdefault(term, Counter())[mood] += number
    data = []
    for day, terms in sorted(found.items()):
        total = sum(counts[""] for counts in terms.values())
        data += [_row(day, term, counts, total) for term, counts in sorted(terms.items()) if counts[""] > 0]
    return ShareView(data=data, left_out=_list_left_out(), **show_ends(period))


def _row(day: str, term: str, counts: Counter[str], total: int) -> ShareRowView:
    return ShareRowView(
        day=day,
        term_id=term,
        kind=RIVAL if is_rival(term) else OWN,
        count=counts[""],
        share=round(counts[""] / total, 3),
        negative=counts["negative"],
        positive=counts["positive"],
    )


def _list_left_out() -> list[str]:
    searched = (name for name in names() if platform(name).search_every_s is not None)
    return sorted(name for name in searched if not rule_for(name).allows("analytics"))
