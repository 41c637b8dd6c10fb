"""`rapport simulate --talk`: gives the demo accounts something to send with, and holds a talk on each."""

import os
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from infra.cli.agent_api import AgentApi
from infra.cli.errors import CommandError
from infra.simulate.send_endpoints import HOSTS, SITES, serve_endpoints

KEYED = frozenset({"activitypub"})
"""Signs with keys of its own, made when an account was connected."""
SHARED = frozenset({"messenger", "whatsapp"})
PLAYED = SHARED | frozenset(HOSTS.values())
TOKEN = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - nobody's: the endpoints are played here


def run_talks(stack: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> int:
    """Exits with 0; 1 when a talk was not one conversation. Raises CommandError."""
    from infra.local import played
    from infra.local.simulated_web import find_port
    from infra.simulate.post import NoAnswer
    from infra.simulate.talk import Talker, hold_talks

    talking = [row for row in rows if row["platform"] in PLAYED]
    port = find_port(urlsplit(stack["endpoint_url"]).port or 0)
    api = AgentApi(stack["api_url"], stack["token"])
    try:
        with played.paused(port), serve_endpoints(port) as endpoints:
            give_tokens(stack, api, {row["platform"] for row in talking})
            good = hold_talks(Talker(api, endpoints), talking, lambda line: print(line, flush=True))
    except NoAnswer as error:
        raise CommandError(f"{error}: is the stack up?") from error
    except OSError as error:
        raise CommandError(f"port {port} is in use: the send endpoints are played there") from error
    return 0 if good else 1


def give_tokens(stack: Mapping[str, Any], api: AgentApi, platforms: set[str]) -> None:
    """Pastes made-up tokens for the demo accounts, as the stack's owner."""
    from infra.local.deploy import find_stack

    os.environ.update(find_stack(stack["endpoint_url"], stack["stack_name"]).environment())
    from aws import kms
    from model.credentials import Credentials
    from store.stores import Stores

    stores = Stores(kms)
    for view in api.every("accounts", limit=100):
        if view["platform"] not in platforms - KEYED:
            continue
        values = {"access_token": TOKEN, "username": "demo", "business_user": "demo"}
        values |= {"access_key": "demo", "secret_key": TOKEN, "from": "care@demo.example"}
        site = SITES.get(view["platform"])
        record = Credentials(stack["brand"], values | ({"site": site} if site else {}))
        stores.tokens.keep_consent(stack["brand"], view["platform"], view["id"], record)
