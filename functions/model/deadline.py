"""By when a request of a person must be answered: calendar months, as Article 12(3) GDPR counts them.

https://eur-lex.europa.eu/eli/reg/2016/679/oj
"""

from calendar import monthrange
from datetime import UTC, date, datetime

MONTHS = 1
EXTENSION_MONTHS = 2
"""May be added for complex requests, if the person is told so within the first month."""


def due(received: date) -> date:
    """Returns the last day of a request received then: one calendar month later (31 January: end of February)."""
    return _later(received, MONTHS)


def extended(received: date) -> date:
    """Returns the last day when the person was told in time that it takes longer."""
    return _later(received, MONTHS + EXTENSION_MONTHS)


def may_extend(received: date, today: date) -> bool:
    """Tells whether a notice sent to the person today is in time."""
    return today <= due(received)


def day_of(epoch_ms: int) -> date:
    """Returns the day of a moment, in UTC."""
    return datetime.fromtimestamp(epoch_ms / 1000, UTC).date()


def _later(start: date, months: int) -> date:
    """Returns the same day so many months on; a month without it ends on its last day."""
    count = start.year * 12 + start.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
