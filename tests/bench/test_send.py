"""A reply and a recipient of a broadcast cost no more than they may, and no more than the document says."""

import json

import pytest

from aws import queues
from bench import send
from bench.report import RESULTS
from respond import api


def test_a_reply_and_a_recipient_cost_what_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "send", queues.send)  # both are put back
    monkeypatch.setattr(api, "open_stores", api.open_stores)
    found = {each["name"]: each for each in send.rows()}
    known = {each["name"]: each for each in json.loads(RESULTS.read_text())}
    for name in ("send.reply.write_units", "send.broadcast.write_units"):
        assert found[name]["passed"] is True
        assert found[name]["value"] == known[name]["value"]
