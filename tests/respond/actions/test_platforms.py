"""Whoever connects an account is told what each platform asks for.

Tests of: `respond.actions.platform_list`, `respond.shapes.platform`.
"""

from platforms import registry
from tests.respond.world import World, authorizer


def test_every_platform_says_what_it_asks_for(shared: World) -> None:
    found = {each["name"]: each for each in shared.get("/platforms").body["data"]}
    assert list(found) == sorted(registry.names())
    asks = {each["name"]: each for each in found["facebook"]["asks"]}
    assert not asks["app_secret"]["made_up"]
    assert asks["verify_token"]["made_up"]
    assert all(each["help"] for platform in found.values() for each in platform["asks"])
    assert all(each["title"] and each["docs_url"].startswith("https://") for each in found.values())
    assert shared.get("/platforms", caller=authorizer(agent="dora")).status == 403
