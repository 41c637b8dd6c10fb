"""Brings in what `make up` has besides webhooks: a polled feed, an archive, and a former helpdesk's export."""

import io
import json
import os
import time
from collections.abc import Mapping
from typing import Any

from infra.cli.agent_api import AgentApi
from infra.cli.connecting import connect
from infra.local.stack import Stack
from infra.simulate import history
from infra.simulate.fresh import secrets_for
from infra.simulate.send_endpoints import serve_endpoints

PLUS, HELPDESK, FEED = "google_plus", "standard_webhooks", "feeds"
ACCOUNTS = {
    PLUS: (history.PLUS_OWNER, "Demo, archive of Google+"),
    HELPDESK: ("demo-former-helpdesk", "Demo, what Chatwoot exported"),
    FEED: (history.FEED_URL, "Demo, a feed that is polled"),
}
"""Platform -> native id and title of the account that its history goes to."""


def bring_history(stack: Stack, content: Mapping[str, Any], port: int) -> list[str]:
    """Connects the accounts, imports and polls, once; returns what a person is told. Raises OSError: the port is taken.

    Works as the stack's owner and therefore changes this process's environment. `port` is where simulated hosts are
    asked.
    """
    os.environ.update(stack.environment())
    api = AgentApi(content["api_url"], content["token"])
    known = {(view["platform"], view["native_id"]) for view in api.every("accounts", limit=100)}
    missing = {name: told for name, told in ACCOUNTS.items() if (name, told[0]) not in known}
    for platform, (native, title) in missing.items():
        connect(api, platform, native, secrets=secrets_for(platform), title=title)
    now_ms = int(time.time() * 1000)
    lines = []
    if PLUS in missing:
        lines += _import(content["brand"], PLUS, "export", history.make_takeout())
    if HELPDESK in missing:
        lines += _import(content["brand"], HELPDESK, "chatwoot", history.write_chatwoot(now_ms))
    if FEED in missing:
        _look_for(api, history.TERM)
        _poll(stack, history.write_feed(now_ms), port)
        lines.append(f"polled {history.FEED_URL}, and looked for {history.TERM} in it")
    return lines


def _import(brand: str, platform: str, form: str, file: bytes) -> list[str]:
    from aws import kms, objects, queues, settings
    from ingest.clock import SystemClock
    from ingest.custody import Custody
    from ingest.importing import Importing
    from ingest.unpack import unpack_file
    from model.file_form import FileForm
    from store.stores import Stores

    stores = Stores(kms)
    native = ACCOUNTS[platform][0]
    account = next(each for each in stores.accounts.list_accounts(brand) if each.native_id == native)
    custody = Custody(queues, objects, settings.queue_deliveries())
    importing = Importing(stores, account, custody, SystemClock())
    told = FileForm(platform, form, site=history.HELPDESK_SITE)
    for _ in importing.import_pieces(unpack_file(io.BytesIO(file), told)):
        pass
    return [f"{platform}, {form}: {line}" for line in importing.tally.list_lines(dry_run=False)]


def _look_for(api: AgentApi, term: str) -> None:
    """Has a term looked for in the feed from now on."""
    native = ACCOUNTS[FEED][0]
    account = next(view["id"] for view in api.every("accounts", limit=100) if view["native_id"] == native)
    api.post("terms", body={"title": term, "query": term, "accounts": [account]})


def _poll(stack: Stack, feed: bytes, port: int) -> None:
    """Has the deployed functions ask whoever is due, and look for terms, while the feed can be read here."""
    with serve_endpoints(port) as endpoints:
        endpoints.pages[history.FEED_HOST + history.FEED_PATH] = (history.FEED_TYPE, feed)
        for function in ("PollFunction", "SearchFunction"):
            _call(stack, function)


def _call(stack: Stack, function: str) -> None:
    name = stack.client("cloudformation").describe_stack_resource(
        StackName=stack.stack_name, LogicalResourceId=function
    )["StackResourceDetail"]["PhysicalResourceId"]
    answer = stack.client("lambda").invoke(FunctionName=name, Payload=json.dumps({}).encode())
    said = answer["Payload"].read()
    if "FunctionError" in answer:
        raise RuntimeError(f"{function} failed: {said.decode()[:500]}")
