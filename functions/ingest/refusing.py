"""Says in one word why a request was turned away: for the log, never for the sender."""

from model.http import Request
from platforms.base import Platform
from platforms.proof import HmacProof, SharedToken, read_header
from platforms.signing import fresh


def explain_refusal(platform: Platform, request: Request, now: int) -> str:
    """Returns `handshake`, `unsigned`, `too_old` (signed at another time than `now`, epoch s) or `not_proved`."""
    if request.method != "POST":
        return "handshake"
    proof = getattr(platform, "proof", None)
    if isinstance(proof, HmacProof | SharedToken) and proof.header and proof.header not in request.headers:
        return "unsigned"
    if isinstance(proof, HmacProof) and proof.time is not None and proof.time.window is not None:
        at = proof.time.read(read_header(request, proof.time.header, proof.time.field))
        if not fresh(at, now, proof.time.window):
            return "too_old"
    return "not_proved"
