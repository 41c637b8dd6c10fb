"""Alerts: what is far from usual, with the numbers that say so."""

from typing import Any

from model.trends import Alert
from respond import views
from respond.call import PAGING, Call, Reply
from respond.fields import Fields

FILTERS: Fields = PAGING
POSITION = r"\d{10}#[a-z0-9_]{1,64}"


def listed(call: Call) -> Reply:
    """GET /alerts: newest first, at most one a subject and hour."""
    found, following = call.stores.alerts.listed(call.brand, call.position(POSITION), call.limit)
    return call.page([_view(alert) for alert in found], following)


def _view(alert: Alert) -> dict[str, Any]:
    hour = alert.hour
    return {
        "id": f"{hour}-{alert.subject}",
        "at": views.iso(alert.at),
        "hour": f"{hour[:4]}-{hour[4:6]}-{hour[6:8]}T{hour[8:]}:00:00Z",
        "severity": alert.severity,
        "platform": alert.platform,
        "account_id": alert.account,
        "post_id": alert.post,
        "interactions": alert.tally.n,
        "negative": alert.tally.negative,
        "people": alert.tally.people,
        "signals": [
            {
                "name": signal.name,
                "value": signal.value,
                "usual": round(signal.usual, 1),
                "severity": signal.severity,
            }
            for signal in alert.signals
        ],
    }
