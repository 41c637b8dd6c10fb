"""Tells what somebody pushes of XING through a signed webhook of their own."""

from infra.simulate.standard_webhooks import StandardWebhooks


class Xing(StandardWebhooks):
    """Tells the story as Standard Webhooks tell it."""

    platform = "xing"
    demo_account = "demo-xing-page"


TELLER = Xing
