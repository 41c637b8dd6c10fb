"""What Meta's products ask alike."""

from collections.abc import Mapping

from infra.simulate.teller import Letter


def shake(platform: str, secrets: Mapping[str, str]) -> Letter:
    """Returns what Meta asks when the webhook's address is saved."""
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    return Letter(platform, method="GET", query={**query, "hub.verify_token": secrets["verify_token"]})
