"""Tells what an automation pushes of a Yammer network through a signed webhook of its own."""

from infra.simulate.standard_webhooks import StandardWebhooks


class Yammer(StandardWebhooks):
    """Tells the story as Standard Webhooks tell it."""

    platform = "yammer"
    demo_account = "demo-yammer-network"


TELLER = Yammer
