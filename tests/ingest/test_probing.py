"""The webhook's own probe: taken when signed, refused when forged, on every platform that lets us sign."""

import pytest

from ingest.judging_requests import judge_request
from ingest.probing import BODY, read_probe, try_endpoint
from model.endpoint import Endpoint
from model.http import Answer, Request
from platforms import registry
from tests.ingest.webhook_case import ENDPOINT, Case

NOW = 1_764_072_000
NAMES = [name for name in registry.names() if "webhook" in registry.platform(name).capabilities]


@pytest.mark.parametrize("name", NAMES)
def test_every_platform_s_probe_is_told_from_a_forged_one(name: str) -> None:
    platform = registry.platform(name)
    secrets = platform.make_up_secrets(b"p" * 32)

    def ask(request: Request) -> Answer:
        return judge_request(platform, request, (secrets,), NOW) or Answer(200)

    said = try_endpoint(platform, secrets, NOW, ask)
    assert said["signed"] in (200, None)
    assert said["forged"] == 401


def test_where_only_the_platform_can_sign_the_forged_one_is_tried_alone() -> None:
    platform = registry.platform("slack")
    assert try_endpoint(platform, {}, NOW, lambda _: Answer(401)) == {"signed": None, "forged": 401}


def test_the_signed_one_goes_through_the_queue_as_a_probe() -> None:
    case = Case()
    case.webhook._platform = registry.platform
    case.secrets.records["slack", ENDPOINT] = Endpoint(
        "acme", {"signing_secret": "of-this-test-alone-0123456789"}
    )
    assert case.webhook.probe("slack", ENDPOINT) == {"signed": 200, "forged": 401}
    (envelope,) = case.queued
    assert (envelope.source, envelope.body, envelope.brand) == ("probe", BODY, "acme")


def test_nobody_outside_can_ask_for_one() -> None:
    wanted = {"probe": {"platform": "bell", "endpoint": ENDPOINT}}
    assert read_probe(wanted) == ("bell", ENDPOINT)
    assert read_probe({**wanted, "requestContext": {}}) is None
    assert read_probe({"requestContext": {}, "body": "probe"}) is None
