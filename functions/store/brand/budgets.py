"""Counts what a brand spent of a day's budget, in `ops`."""

from datetime import UTC, datetime

from pynamodb.attributes import NumberAttribute
from pynamodb.expressions.condition import Comparison, NotExists
from pynamodb.expressions.operand import Path, Value
from pynamodb.expressions.update import AddAction

from model.policy import DAY_S
from store.brand import keys as brand_keys
from store.dynamo.rows import OpsRow
from store.dynamo.writes import update_if

UNITS = "units"


def spend(brand: str, what: str, units: int, budget: int, now_s: float) -> bool:
    """Takes so many units from the day's budget. False, and nothing is taken, when they are not there any more."""
    if units > budget:
        return False
    day = datetime.fromtimestamp(now_s, UTC).strftime("%Y%m%d")
    spent = Path([UNITS])
    room = Comparison("<=", spent, Value(budget - units, NumberAttribute()))
    return update_if(
        OpsRow(brand_keys.spent(brand, day), what),
        [
            AddAction(spent, Value(units, NumberAttribute())),
            OpsRow.expires_at.set(int(now_s) + 2 * DAY_S),
        ],
        NotExists(spent) | room,
    )
