"""Says what is heard of a platform, by what proof, for how long it is kept, and what is not supported."""

import json
from collections.abc import Iterator
from pathlib import Path

from infra.simulate.withheld import WITHHELD
from model.policy import rule_for
from model.terms.rule import PURPOSES
from platforms.base import Platform
from platforms.key_proof import Ed25519Proof
from platforms.proof import HmacProof, NoDeliveries, OneOf, Proof, SharedToken
from platforms.sending.registry import SENDERS
from platforms.token_proof import JwtProof

SAMPLES = Path(__file__).parents[2] / "tests" / "platforms"
HOUR_S = 3600
NEVER = {
    "edits": "Edits are never told: what was changed there stays here as it was first written.",
    "deletes": "Deletions are never told: what was taken away there stays here until its time is over.",
    "poll": "Nothing is asked for: what was sent while our answer failed comes only if it is sent again.",
}
"""What is missing where a way is not declared."""

NOTHING = ["- Nothing that we know of."]
SILENT = frozenset({"control", "ignore"})


def describe_what_is_heard(platform: Platform, not_supported: tuple[str, ...]) -> str:
    """Returns the part of a platform's page about deliveries, proof, kinds, limits, retention, and what is missing."""
    missing = [f"- {each}" for each in (*not_supported, *_list_missing(platform))]
    lines = ["## What is heard", *_list_heard(platform), "", "## Not supported", *(missing or NOTHING)]
    return "\n".join(lines) + "\n"


def describe_proof(proof: Proof) -> str:
    """Returns by what a delivery is proved."""
    if isinstance(proof, OneOf):
        return "; or ".join(dict.fromkeys(describe_proof(each) for _, each in proof.choices))
    if isinstance(proof, HmacProof):
        timed = f", with the time in `{proof.time.header}`" if proof.time and proof.time.header else ""
        return (
            f"HMAC {proof.digest.upper()} in the header `{proof.header}`, keyed with `{proof.secret}`{timed}"
        )
    if isinstance(proof, SharedToken):
        place = f"the header `{proof.header}`" if proof.header else f"the address, as `?{proof.parameter}=`"
        return f"`{proof.secret}` in {place}"
    if isinstance(proof, Ed25519Proof):
        return f"Ed25519 in the header `{proof.header}` over time and body, checked with `{proof.secret}`"
    if isinstance(proof, JwtProof):
        return f"a token signed by {proof.issuers[0]} in `Authorization`, for `{proof.audience}`"
    told = (type(proof).__doc__ or "").partition(".")[0]
    return told.removeprefix("Proves by ")


def list_kinds(name: str) -> list[str]:
    """Returns the kinds of events that the platform's samples become, each with its modes."""
    found: dict[str, set[str]] = {}
    for path in sorted((SAMPLES / name).glob("*.json")):
        for event in json.loads(path.read_text(encoding="utf-8"))["events"]:
            found.setdefault(event["kind"], set()).add(event.get("mode", "public"))
    return [
        kind if kind in SILENT else f"{kind} ({', '.join(sorted(modes))})"
        for kind, modes in sorted(found.items())
    ]


def _list_heard(platform: Platform) -> Iterator[str]:
    rule = rule_for(platform.name)
    if not isinstance(platform.proof, NoDeliveries):
        yield f"- delivery: a webhook, which we answer within {platform.ack_seconds:g} s"
        yield f"- proof: {describe_proof(platform.proof)}"
    if "poll" in platform.capabilities:
        yield f"- asked: every {_every(platform.poll_every_s)}"
    if platform.search_every_s:
        yield f"- searched for terms: every {_every(platform.search_every_s)}"
    if "archive" in platform.capabilities:
        yield "- archives: read by `rapport import`"
    yield f"- kinds: {', '.join(list_kinds(platform.name))}"
    yield (
        f"- kept: {rule.interaction_days:g} days, who somebody is {rule.profile_days:g}; what is deleted there goes "
        f"within {rule.delete_within_hours} hours"
    )
    allowed = [each for each in PURPOSES if rule.allows(each)]
    yield f"- may be used for: {', '.join(allowed)}"
    yield f"- source of that: {rule.source} (checked {rule.checked_on})"


def _every(seconds: int) -> str:
    return f"{seconds / HOUR_S:g} h" if seconds >= HOUR_S else f"{seconds / 60:g} min"


def _list_missing(platform: Platform) -> Iterator[str]:
    yield from (f"The {term}: {why}." for term, why in WITHHELD.get(platform.name, {}).items())
    calls = "webhook" in platform.capabilities
    for way, words in NEVER.items():
        if way not in platform.capabilities and (calls or way != "poll"):
            yield words
    if platform.name not in SENDERS:
        yield "Nothing can be sent there."
