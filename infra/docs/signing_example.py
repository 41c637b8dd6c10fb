"""Writes how a delivery is signed with openssl and posted with curl, from what a platform declares of its proof."""

from collections.abc import Callable

from platforms.base import Platform
from platforms.proof import JSON_TYPE, HmacProof, OneOf, Proof, SharedToken, base64_of, hex_of, raw_key

BODY = '{"rapport":"example"}'
HEX = "openssl dgst -{digest} -hmac \"$SECRET\" -r | cut -d' ' -f1"
BASE64 = 'openssl dgst -{digest} -hmac "$SECRET" -binary | openssl base64 -A'
ENCODED: dict[Callable[[bytes], bytes], str] = {hex_of: HEX, base64_of: BASE64}


def write_example(platform: Platform) -> str | None:
    """Returns a program for a shell; None where only the platform can sign, or openssl alone cannot.

    It takes the variables WEBHOOK (the address) and SECRET.
    """
    proof = _find_simple(getattr(platform, "proof", None))
    if isinstance(proof, SharedToken):
        return _with_token(proof)
    return None if proof is None else _with_hash(proof)


def _find_simple(proof: Proof | None) -> HmacProof | SharedToken | None:
    if isinstance(proof, OneOf):
        proof = proof.choices[0][1]
    if isinstance(proof, SharedToken):
        return proof
    if not isinstance(proof, HmacProof) or proof.key is not raw_key or proof.encode not in ENCODED:
        return None
    return None if proof.field or (proof.time is not None and proof.time.write is not str) else proof


def _with_token(proof: SharedToken) -> str:
    if proof.header:
        return _post([f"{proof.header}: {proof.prefix}$SECRET"], '"$WEBHOOK"')
    return _post([], f'"$WEBHOOK?{proof.parameter}=$SECRET"')


def _with_hash(proof: HmacProof) -> str | None:
    shape, values = "", list[str]()
    for part in proof.message:
        if part == "{body}":
            shape, values = shape + "%s", [*values, '"$BODY"']
        elif part == "{time}":
            shape, values = shape + "%s", [*values, '"$TIME"']
        elif part.startswith("{"):
            return None
        else:
            shape += part
    lines = [] if proof.time is None else ["TIME=$(date +%s)"]
    headers = [] if proof.time is None else [f"{proof.time.header}: $TIME"]
    command = ENCODED[proof.encode].format(digest=proof.digest)
    lines.append(f"PROOF=$(printf '{shape}' {' '.join(values)} | {command})")
    return _post([*headers, f"{proof.header}: {proof.prefix}$PROOF"], '"$WEBHOOK"', lines)


def _post(headers: list[str], address: str, before: list[str] | None = None) -> str:
    named = [f"content-type: {JSON_TYPE}", *headers]
    told = " ".join(f'-H "{each}"' for each in named)
    lines = [f"BODY='{BODY}'", *(before or []), f'curl -i {address} {told} --data-binary "$BODY"']
    return "\n".join(lines) + "\n"
