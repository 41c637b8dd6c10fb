"""Drafts of the two notices of a breach: to the authority (Article 33(3) GDPR) and to the people (Article 34).

They hold what the audit log knows, which is counts, categories, times and an agent's id, and blanks (`____`) for what
only the controller knows. They name nobody: the ids of the people stand in what `rapport breach-scope` prints.
https://eur-lex.europa.eu/eli/reg/2016/679/oj
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

NOTICE_HOURS = 72
"""Article 33(1): from when the controller is aware."""


@dataclass(frozen=True, slots=True)
class Breach:
    """Holds what is known: the scope as `breach-scope` found it, since when it is looked at, since when
    one is aware.
    """

    scope: Mapping[str, Any]
    since: datetime
    aware: datetime
    now: datetime

    @property
    def deadline(self) -> datetime:
        """Returns when the authority must have been told."""
        return self.aware + timedelta(hours=NOTICE_HOURS)

    @property
    def late(self) -> bool:
        """Tells whether it is over: the notice then needs the reasons for the delay (Article 33(1))."""
        return self.now > self.deadline


def authority(breach: Breach) -> str:
    """Returns the notice to the supervisory authority, by the letters of Article 33(3)."""
    delay = "Reasons for the delay beyond 72 hours: ____\n" if breach.late else ""
    return f"""NOTIFICATION OF A PERSONAL DATA BREACH (Article 33 GDPR) - DRAFT

To: ____ (supervisory authority)
Controller: ____ (name, address)
Aware since: {_at(breach.aware)}
To be sent before: {_at(breach.deadline)}
{delay}
(a) Nature of the breach
{_nature(breach)}
How it happened: ____
Still going on: ____ (yes / no, ended at)
Categories of people: users of social platforms who were in contact with the company; ____
Approximate number of people: {breach.scope["count"]}
Categories of records: {_categories(breach)}
Approximate number of records: {_records(breach)}

(b) Contact for more information
Data protection officer: ____ (name, telephone, e-mail)

(c) Likely consequences
____

(d) Measures taken or proposed
Taken: ____
Proposed: ____
Records are sealed at rest under a key of each person and period; what was read through the API was readable.
Whether the keys were reached as well: ____ (yes / no)

Information that follows in phases (Article 33(4)): ____
"""


def people(breach: Breach) -> str:
    """Returns the notice to those concerned, in plain language (Article 34(2)): the letters (b), (c) and (d) again."""
    return f"""ABOUT YOUR DATA - DRAFT (Article 34 GDPR)

Dear ____,

between {_at(breach.since)} and {_until(breach)} somebody had access to data about you without being allowed to.

What happened: ____
What it was about: {_categories(breach)}
What this may mean for you: ____
What we did: ____
What you can do: ____

If you have questions: ____ (data protection officer, telephone, e-mail)

____ (name and address of the company)

Not needed where the data could not be read by those who got them, where the high risk is over, or where it would take
disproportionate effort and a public notice is given instead (Article 34(3)): ____ (which of them, and why)
"""


def _nature(breach: Breach) -> str:
    scope = breach.scope
    if "store" in scope:
        return f"The store `{scope['store']}` was copied or read as a whole, since {_at(breach.since)}."
    did = "; ".join(f"{action} ({number} times)" for action, number in scope["actions"].items()) or "nothing"
    return (
        f"Confidentiality: unauthorised access with the rights of the agent {scope['principal']}, looked at since "
        f"{_at(breach.since)}.\nFirst and last time: {scope['first'] or '-'}, {scope['last'] or '-'}.\n"
        f"According to the audit log: {did}."
    )


def _categories(breach: Breach) -> str:
    return "; ".join(breach.scope["categories"]) or "none according to the audit log"


def _records(breach: Breach) -> str:
    if "store" in breach.scope:
        return "____ (everything the store holds of them)"
    return f"{breach.scope['entries']} reads or changes, each of one or several records"


def _until(breach: Breach) -> str:
    return str(breach.scope.get("last") or "____")


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
