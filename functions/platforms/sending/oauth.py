"""Answers to asking for an access token, as RFC 6749 section 5 has them; platforms add words of their own.

https://www.rfc-editor.org/rfc/rfc6749#section-5.2
"""

import re

from platforms.reading.payload import text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.verdict import tabulate

GRANTS = tabulate(
    dead=(
        "invalid_grant invalid_client unauthorized_client invalid_token expired_token access_denied"
        " deleted_client disabled_client admin_policy_enforced invalid_refresh_token bad_client_secret"
        " invalid_client_id invalid_code token_revoked login_required interaction_required consent_required"
    ),
    refused=(
        "invalid_request invalid_scope unsupported_grant_type redirect_uri_mismatch org_internal invalid_resource"
    ),
    retry="temporarily_unavailable slow_down authorization_pending rate_limit_exceeded",
    maybe="server_error internal_failure",
)
DEAD_TOKEN = re.compile(
    r"token (?:was|is|has been)?\s*(?:invalid|expired|revoked|malformed|not active)", re.IGNORECASE
)


def read_grant(answer: SendAnswer) -> SendFault | Sent | None:
    """Returns what a token endpoint says in the standard's form; None when it says something else."""
    if answer.ok and text(answer.find_value("access_token")):
        return Sent()
    error = text(answer.find_value("error"))
    if error is None or answer.ok:
        return None
    return SendFault(
        (error,), text(answer.find_value("error_description")) or text(answer.find_value("message"))
    )
