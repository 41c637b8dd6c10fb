"""Signed Slack deliveries in the proportions of the fixed mix, fresh in every round.

A round is 100 deliveries: half direct messages, half replies below posts in a channel, 240 characters each, by 50
people who were seen before and 10 who were not, in 40 conversations. Ids and texts are made up.
"""

import json
import random
from collections.abc import Mapping
from typing import Any

from platforms import registry

TEAM, BOT = "T0BENCH", "U0BOT"
SECRET = {"signing_secret": "a signing secret for the bench"}
ENDPOINT_PATH = "slack"
WORDS = (
    "The parcel that was promised for last week is still not here and nobody answers my calls. "
    "Thank you for the quick help with the lamp! Could you tell me when the shop opens on Sunday? "
).split()
DELIVERIES = 100
PRIVATE, NEW = 50, 10
THREADS = 20
"""Of each kind; a fourth of them begins with the round."""


def bodies(number: int, now: int) -> list[bytes]:
    """The payloads of one round, by its number; `now` is epoch seconds."""
    chance = random.Random(number)
    return [json.dumps(_payload(number, each, now, chance)).encode() for each in range(DELIVERIES)]


def signed(body: bytes, now: int) -> Mapping[str, str]:
    """The headers Slack sends with it."""
    return {
        **registry.platform("slack").sign(body, SECRET, now).headers,
        "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "accept": "*/*",
        "x-forwarded-for": "192.0.2.1",
    }


def _payload(number: int, each: int, now: int, chance: random.Random) -> dict[str, Any]:
    text = " ".join(chance.choices(WORDS, k=60))[:240]
    moment = f"{now - 30}.{number:02d}{each:04d}"
    event = {
        "type": "message",
        "text": text,
        "ts": moment,
        "event_ts": moment,
        "client_msg_id": f"{number}-{each}",
    }
    return {
        "token": "unused", "team_id": TEAM, "api_app_id": "A0BENCH", "type": "event_callback",
        "event_id": f"Ev{number:03d}{each:04d}", "event_time": now - 30,
        "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True}],
        "event": event | (_direct if each < PRIVATE else _reply)(number, each, now),
    }  # fmt: skip


def _direct(number: int, each: int, _: int) -> dict[str, str]:
    slot = each % THREADS
    person = _person(number, slot, new=slot < NEW // 2)
    return {"user": person, "channel": f"D{person[1:]}", "channel_type": "im"}


def _reply(number: int, each: int, now: int) -> dict[str, str]:
    # Below forty people's names twenty discussions are had; those of a fourth of them are new.
    slot = (each - PRIVATE) % 40
    thread = each % THREADS
    root = f"{now - 9000}.{number if thread < NEW // 2 else 0:02d}{thread:04d}"
    person = _person(number, 100 + slot, new=slot < NEW // 2)
    return {"user": person, "channel": "C0SHOP", "channel_type": "channel", "thread_ts": root}


def _person(number: int, slot: int, *, new: bool) -> str:
    return f"U{slot:03d}R{number:03d}" if new else f"U{slot:03d}"


def api_event(body: bytes, headers: Mapping[str, str], endpoint: str) -> dict[str, Any]:
    """What an HTTP API hands over, payload format 2.0."""
    path = f"/webhooks/slack/{endpoint}"
    return {
        "version": "2.0", "routeKey": "ANY /webhooks/{platform}/{endpoint}", "rawPath": path, "rawQueryString": "",
        "headers": dict(headers), "pathParameters": {"platform": "slack", "endpoint": endpoint},
        "requestContext": {
            "accountId": "123456789012", "apiId": "bench", "stage": "$default", "requestId": "r",
            "http": {"method": "POST", "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
        },
        "body": body.decode(), "isBase64Encoded": False,
    }  # fmt: skip


def rest_event(body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    """What a REST API hands over."""
    return {
        "resource": "/webhooks/slack", "path": "/webhooks/slack", "httpMethod": "POST", "headers": dict(headers),
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None, "multiValueQueryStringParameters": None, "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "accountId": "123456789012", "apiId": "bench", "stage": "live", "requestId": "r", "identity": {},
            "resourcePath": "/webhooks/slack", "httpMethod": "POST", "path": "/live/webhooks/slack",
        },
        "body": body.decode(), "isBase64Encoded": False,
    }  # fmt: skip


def sqs_event(bodies: list[str], now: int) -> dict[str, Any]:
    """A batch as Lambda hands it over."""
    return {"Records": [_record(number, body, now) for number, body in enumerate(bodies)]}


def _record(number: int, body: str, now: int) -> dict[str, Any]:
    return {
        "messageId": f"00000000-0000-0000-{number:04d}-{abs(hash(body)) % 10**12:012d}",
        "receiptHandle": "r", "body": body,
        "attributes": {
            "ApproximateReceiveCount": "1", "SentTimestamp": str(now * 1000),
            "SenderId": "A", "ApproximateFirstReceiveTimestamp": str(now * 1000),
        },
        "messageAttributes": {}, "md5OfBody": "", "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:deliveries", "awsRegion": "eu-central-1",
    }  # fmt: skip
