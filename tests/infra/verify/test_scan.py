"""The scanner: a word is found whatever it is wrapped in, and a scan that finds nothing proves it can find."""

import base64
import gzip
import json
import os
import time
import zlib
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import boto3
import pytest

from infra.verify import stores
from infra.verify.scan import Hit, Piece, Scanner, count, verdict

WORDS = ('Märta O\'Neil "x"/+?', "canary-7f3a-äß", "plain-canary", "😀 and words")


def _offset(before: int) -> Callable[[bytes], bytes]:
    return lambda raw: base64.b64encode(b"~" * before + raw + b"tail of it")


WRAPPINGS: dict[str, Callable[[bytes], bytes]] = {
    "raw": lambda raw: b"before " + raw + b" after",
    "json": lambda raw: json.dumps({"a": raw.decode()}).encode(),
    "json, not ascii": lambda raw: json.dumps({"a": raw.decode()}, ensure_ascii=False).encode(),
    "json in json": lambda raw: json.dumps(json.dumps({"a": raw.decode()})).encode(),
    "url": lambda raw: b"https://x.example/?q=" + quote(raw.decode(), safe="").encode(),
    "form": lambda raw: quote_plus(raw.decode()).encode(),
    "url in small letters": lambda raw: (
        quote(raw.decode(), safe="").lower().encode()
        if raw.islower()
        else quote(raw.decode(), safe="").encode()
    ),
    "base64": _offset(0),
    "base64, shifted by one": _offset(1),
    "base64, shifted by two": _offset(2),
    "base64 for urls": lambda raw: base64.urlsafe_b64encode(b"?" + raw),
    "hex": lambda raw: raw.hex().encode(),
    "HEX": lambda raw: raw.hex().upper().encode(),
    "gzip": lambda raw: gzip.compress(raw * 2, mtime=0),
    "gzip behind something": lambda raw: b"header" + gzip.compress(b"x" * 50 + raw, mtime=0),
    "gzip of base64": lambda raw: gzip.compress(base64.b64encode(b"1" + raw), mtime=0),
    "base64 of gzip": lambda raw: base64.b64encode(gzip.compress(raw + os.urandom(30), mtime=0)),
    "zlib": lambda raw: zlib.compress(raw + os.urandom(30)),
    "gzip in gzip": lambda raw: gzip.compress(gzip.compress(raw), mtime=0),
}


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_a_word_is_found_in_every_form(word: str, wrapping: str) -> None:
    data = WRAPPINGS[wrapping](word.encode())
    assert word in {found for found, _ in Scanner(WORDS).found(data)}


def test_words_that_share_a_beginning_are_told_apart() -> None:
    scanner = Scanner(["canary-1", "canary-12"])
    assert {word for word, _ in scanner.found(b"x canary-12 y")} == {"canary-1", "canary-12"}
    assert {word for word, _ in scanner.found(b"x canary-1 y")} == {"canary-1"}


def test_random_bytes_hold_no_word() -> None:
    assert list(Scanner(WORDS).found(os.urandom(200_000))) == []


@pytest.mark.parametrize("words", [[], ["four"]])
def test_without_a_word_worth_the_name_there_is_no_scan(words: list[str]) -> None:
    with pytest.raises(ValueError, match="word"):
        Scanner(words)


def test_hits_name_store_and_place_and_never_the_bytes() -> None:
    (hit,) = Scanner(["plain-canary"]).scan([Piece("feed", "I#acme#x sealed", b"my plain-canary here")])
    assert hit == Hit("plain-canary", "feed", "I#acme#x sealed", "raw")
    assert count([hit, hit]) == {"plain-canary": {"feed": 2}}


def test_a_verdict_needs_those_who_stay_to_be_found() -> None:
    stays, left = Hit("bystander", "feed", "x", "raw"), Hit("erased one", "logs", "y", "gzip:raw")
    assert verdict([stays], ["erased one"], ["bystander"])["passed"] is True
    assert verdict([], ["erased one"], ["bystander"]) == {
        "passed": False,
        "remaining": {},
        "missing": ["bystander"],
    }
    assert verdict([stays, left], ["erased one"], ["bystander"])["remaining"] == {"erased one": {"logs": 1}}


@pytest.mark.usefixtures("tables")
def test_every_store_is_looked_into(tables: dict[str, str]) -> None:
    word = "plain-canary"
    boto3.client("dynamodb").put_item(
        TableName=tables["ops"],
        Item={
            "pk": {"S": "a"},
            "sk": {"S": "b"},
            "deep": {"M": {"x": {"L": [{"B": gzip.compress(word.encode(), mtime=0)}]}}},
        },
    )
    s3, sqs, logs = (boto3.client(name) for name in ("s3", "sqs", "logs"))
    s3.create_bucket(Bucket="one", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_bucket_versioning(Bucket="one", VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket="one", Key="k", Body=word.encode())
    s3.delete_object(Bucket="one", Key="k")
    queue = sqs.create_queue(QueueName="dead")["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody=json.dumps({"t": word}))
    logs.create_log_group(logGroupName="/rapport")
    logs.create_log_stream(logGroupName="/rapport", logStreamName="s")
    logs.put_log_events(
        logGroupName="/rapport",
        logStreamName="s",
        logEvents=[{"timestamp": int(time.time() * 1000), "message": word}],
    )
    everything = stores.Installation((tables["ops"],), ("one",), (queue,), ("/rapport",))
    hits = list(Scanner([word]).scan(stores.pieces(everything)))
    assert {hit.store for hit in hits} >= {tables["ops"], "one", "dead", "/rapport"}
    assert sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]["QueueArn"]
